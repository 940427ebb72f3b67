using System.Runtime.InteropServices;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace Codesmith.Worker.Pty;

/// <summary>Owns the master of a pseudo terminal: what a terminal emulator holds.</summary>
/// <remarks>
/// The slave is never opened here, only by the program on it. Until then the master neither reads as ended nor
/// forgets its settings. <see cref="Resize"/> and <see cref="Dispose"/> may be called from any thread; reading, writing
/// and polling belong to one thread, which must have ended before the disposal.
/// </remarks>
internal sealed unsafe class PseudoTerminal : IDisposable
{
    private readonly Lock _gate = new();
    private bool _disposed;

    private PseudoTerminal(int master)
    {
        Master = master;
    }

    /// <summary>The master's descriptor, for polling.</summary>
    public int Master { get; }

    /// <summary>The slave's path, such as /dev/pts/3.</summary>
    public string Path { get; private set; } = "";

    /// <exception cref="TerminalStartException">The system has no terminal to give.</exception>
    public static PseudoTerminal Open(TerminalSize size)
    {
        winsize window = Window(size);
        // Close-on-exec from the first moment: another thread may be starting a process just now.
        int master = OpenFile("/dev/ptmx"u8, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
        PseudoTerminal terminal = new(Granted(master, "/dev/ptmx"));
        try
        {
            terminal.Prepare(window);
            return terminal;
        }
        catch
        {
            terminal.Dispose();
            throw;
        }
    }

    /// <summary>Tells the programs on the terminal (SIGWINCH). Does nothing once disposed.</summary>
    public void Resize(TerminalSize size)
    {
        winsize window = Window(size);
        lock (_gate)
        {
            if (!_disposed && ioctl(Master, TIOCSWINSZ, &window) == -1)
                throw Failure("TIOCSWINSZ");
        }
    }

    /// <summary>False at the end of the stream: no program holds the slave any more.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="count">How many bytes were read; 0 when there are none at the moment.</param>
    public bool TryRead(Span<byte> buffer, out int count)
    {
        fixed (byte* start = buffer)
            return Transferred(read(Master, start, buffer.Length), "read", out count);
    }

    /// <summary>False when no program holds the slave any more.</summary>
    /// <param name="bytes">What to write.</param>
    /// <param name="count">How many were taken, from the first on; 0 when there is no room at the moment.</param>
    public bool TryWrite(ReadOnlySpan<byte> bytes, out int count)
    {
        fixed (byte* start = bytes)
            return Transferred(write(Master, start, bytes.Length), "write", out count);
    }

    /// <summary>Hangs the terminal up: the kernel sends SIGHUP to what still runs on it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            _ = close(Master);
        }
    }

    private void Prepare(winsize window)
    {
        int unlocked = 0;
        Granted(ioctl(Master, TIOCSPTLCK, &unlocked), "TIOCSPTLCK");
        int number;
        Granted(ioctl(Master, TIOCGPTN, &number), "TIOCGPTN");
        Path = $"/dev/pts/{number}";
        Granted(ioctl(Master, TIOCSWINSZ, &window), "TIOCSWINSZ");

        // The kernel's defaults are the usual ones, but for erasing whole characters of UTF-8.
        termios settings;
        Granted(tcgetattr(Master, &settings), "tcgetattr");
        settings.c_iflag |= IUTF8;
        Granted(tcsetattr(Master, (int)TCSANOW, &settings), "tcsetattr");
    }

    private static winsize Window(TerminalSize size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size.Columns, nameof(size));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size.Rows, nameof(size));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size.Columns, ushort.MaxValue, nameof(size));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size.Rows, ushort.MaxValue, nameof(size));
        return new winsize { ws_col = (ushort)size.Columns, ws_row = (ushort)size.Rows };
    }

    private static int OpenFile(ReadOnlySpan<byte> path, int flags)
    {
        fixed (byte* start = path)
            return open(start, flags, 0);
    }

    private static int Granted(int result, string subject)
    {
        return result == -1 ? throw new TerminalStartException(errno, subject) : result;
    }

    private static bool Transferred(ssize_t result, string call, out int count)
    {
        count = Math.Max(0, (int)result);
        if (count > 0)
            return true;
        // EIO is how the kernel says that the slave's last descriptor is closed.
        if (result == 0 || errno == EIO)
            return false;
        return errno == EAGAIN || errno == EINTR ? true : throw Failure(call);
    }

    private static IOException Failure(string call)
    {
        return new IOException($"{call} on the terminal: {Marshal.GetPInvokeErrorMessage(errno)}");
    }
}
