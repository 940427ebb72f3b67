using System.Runtime.InteropServices;

namespace Codesmith.Supervisor.Chat.Console.Terminal;

/// <summary>
/// The mode of the terminal on standard input: bytes come as they are typed and are not echoed, while Ctrl-C stays a
/// signal. Disposing restores what was before. The console class of the runtime cannot be used: it switches the mode
/// for each key, so that the terminal itself echoes whatever is pasted in between.
/// </summary>
internal sealed class TerminalMode : IDisposable
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;

    /// <summary>More than any C library's struct termios (60 bytes here).</summary>
    private const int TermiosBytes = 256;

    // Linux, x64 and arm64: struct termios begins with the 32-bit input, output, control and local flags.
    private const int InputFlags = 0;
    private const int LocalFlags = 12;
    private const uint CarriageReturnToLineFeed = 0x100;
    private const uint FlowControl = 0x400;
    private const uint Canonical = 0x2;
    private const uint Echo = 0x8;
    private const uint ExtendedInput = 0x8000;

    private const int Now = 0;
    private const nuint GetWindowSize = 0x5413;

    private readonly byte[] _before = new byte[TermiosBytes];
    private readonly byte[] _typing = new byte[TermiosBytes];

    private TerminalMode()
    {
    }

    /// <summary>Whether standard input is a terminal.</summary>
    internal static bool InputIsTerminal => isatty(StandardInput) == 1;

    /// <summary>Whether standard output is a terminal.</summary>
    internal static bool OutputIsTerminal => isatty(StandardOutput) == 1;

    /// <summary>Switches the terminal to typing.</summary>
    /// <exception cref="IOException">Standard input is no terminal, or it is gone.</exception>
    internal static TerminalMode EnterTyping()
    {
        var mode = new TerminalMode();
        if (tcgetattr(StandardInput, mode._before) != 0)
            throw new IOException($"The terminal's mode cannot be read: error {Marshal.GetLastPInvokeError()}.");

        mode._before.CopyTo(mode._typing, 0);
        ClearFlags(mode._typing, InputFlags, CarriageReturnToLineFeed | FlowControl);
        ClearFlags(mode._typing, LocalFlags, Canonical | Echo | ExtendedInput);
        mode.Apply();
        return mode;
    }

    /// <summary>Switches to typing again, after a shell had the terminal.</summary>
    internal void Apply()
    {
        if (tcsetattr(StandardInput, Now, _typing) != 0)
            throw new IOException($"The terminal's mode cannot be set: error {Marshal.GetLastPInvokeError()}.");
    }

    /// <summary>The size of the terminal on standard output; 80 by 24 if it does not say.</summary>
    internal static TerminalSize MeasureSize()
    {
        ushort[] size = new ushort[4];
        return ioctl(StandardOutput, GetWindowSize, size) == 0 && size[0] > 0 && size[1] > 0
            ? new(size[1], size[0])
            : new(80, 24);
    }

    /// <inheritdoc/>
    // A failure means that the terminal is gone, and its mode with it.
    public void Dispose() => _ = tcsetattr(StandardInput, Now, _before);

    private static void ClearFlags(byte[] termios, int at, uint flags)
    {
        Span<byte> field = termios.AsSpan(at, sizeof(uint));
        uint value = MemoryMarshal.Read<uint>(field);
        MemoryMarshal.Write(field, value & ~flags);
    }

    [DllImport("libc")]
    private static extern int isatty(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int tcgetattr(int descriptor, [Out] byte[] termios);

    [DllImport("libc", SetLastError = true)]
    private static extern int tcsetattr(int descriptor, int when, byte[] termios);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int descriptor, nuint request, [Out] ushort[] size);
}
