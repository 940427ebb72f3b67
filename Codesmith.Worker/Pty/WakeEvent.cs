using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace Codesmith.Worker.Pty;

/// <summary>Owns the descriptor by which other threads wake the pump out of its poll.</summary>
internal sealed unsafe class WakeEvent : IDisposable
{
    private readonly Lock _gate = new();
    private bool _disposed;

    /// <exception cref="TerminalStartException">No descriptor is left.</exception>
    public WakeEvent()
    {
        Descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (Descriptor == -1)
            throw new TerminalStartException(errno, nameof(eventfd));
    }

    /// <summary>Readable while set.</summary>
    public int Descriptor { get; }

    /// <summary>From any thread; does nothing once disposed.</summary>
    public void Set()
    {
        ulong one = 1;
        lock (_gate)
        {
            if (!_disposed && write(Descriptor, &one, sizeof(ulong)) != sizeof(ulong) && errno != EAGAIN)
                throw new IOException($"eventfd: {Marshal.GetPInvokeErrorMessage(errno)}");
        }
    }

    public void Reset()
    {
        ulong count;
        if (read(Descriptor, &count, sizeof(ulong)) != sizeof(ulong) && errno != EAGAIN)
            throw new IOException($"eventfd: {Marshal.GetPInvokeErrorMessage(errno)}");
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            _ = close(Descriptor);
        }
    }
}
