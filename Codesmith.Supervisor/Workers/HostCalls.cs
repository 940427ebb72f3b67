using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Codesmith.Supervisor.Workers;

/// <summary>The system calls that keep a sandbox apart from its supervisor and that .NET has no method for.</summary>
internal static partial class HostCalls
{
    private const int SignalSetWords = 16; // sigset_t has 1024 bits
    private const int Block = 0; // SIG_BLOCK
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int Terminate = 15;
    private const int TerminalStop = 20;
    private const uint FirstAfterStandardStreams = 3;
    private const uint MarkCloseOnExec = 4; // CLOSE_RANGE_CLOEXEC

    /// <summary>
    /// Keeps every descriptor but the standard streams from programs started later. Ours are so by birth; those that
    /// the supervisor itself was started with need not be.
    /// </summary>
    public static void KeepDescriptorsFromChildren()
    {
        if (CloseRange(FirstAfterStandardStreams, uint.MaxValue, MarkCloseOnExec) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>
    /// Keeps signals from reaching this thread and, because a program is born with the mask of the thread that starts
    /// it, the programs it starts. What a terminal or a service manager sends to a whole group of processes is for the
    /// supervisor to obey: a sandbox that heard it too would be gone before its agent was asked to stop.
    /// </summary>
    public static void KeepSignalsFromChildren()
    {
        Span<ulong> mask = stackalloc ulong[SignalSetWords];
        foreach (var signal in (int[])[Hangup, Interrupt, Quit, Terminate, TerminalStop])
            mask[0] |= 1UL << (signal - 1);
        var error = SetSignalMask(Block, in mask[0], 0);
        if (error != 0)
            throw new Win32Exception(error);
    }

    [LibraryImport("libc", EntryPoint = "close_range", SetLastError = true)]
    private static partial int CloseRange(uint first, uint last, uint flags);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int SetSignalMask(int how, in ulong mask, nint oldMask);
}
