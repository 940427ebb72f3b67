using System.Runtime.InteropServices;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace Codesmith.Worker.Pty;

/// <summary>Moves bytes between a terminal's master and its two users, on one thread.</summary>
internal sealed unsafe class TerminalPump(PseudoTerminal terminal, ITerminalOutput output) : IDisposable
{
    private readonly InputQueue _input = new(PtyLimits.WaitingInput);
    private readonly WakeEvent _wake = new();
    private readonly byte[] _buffer = new byte[PtyLimits.ReadBuffer];
    private volatile bool _stopped;

    /// <summary>Queues bytes; all or nothing. Never blocks.</summary>
    /// <returns>False when too much waits already, or when nobody is left to read.</returns>
    public bool Write(ReadOnlySpan<byte> bytes)
    {
        if (!_input.TryAdd(bytes))
            return false;
        _wake.Set();
        return true;
    }

    /// <summary>Runs until the end of the stream, or until stopped and what is unread then was read.</summary>
    /// <exception cref="IOException">The terminal failed in a way that no end explains.</exception>
    public void Run()
    {
        try
        {
            while (!_stopped)
            {
                if (!MoveOnce())
                    return;
            }
            ReadWhatIsThere();
        }
        finally
        {
            _input.Close();
        }
    }

    /// <summary>Drops the waiting input and stops the pump after <paramref name="grace"/>.</summary>
    /// <returns>The running grace; to be disposed once the pump has stopped.</returns>
    public ITimer StopAfter(TimeSpan grace, TimeProvider clock)
    {
        _input.Close();
        return clock.CreateTimer(_ => Stop(), null, grace, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _wake.Dispose();
    }

    private void Stop()
    {
        _stopped = true;
        _wake.Set();
    }

    private bool MoveOnce()
    {
        pollfd* ready = stackalloc pollfd[2];
        ready[0] = new pollfd { fd = terminal.Master, events = _input.HasBytes ? (short)(POLLIN | POLLOUT) : POLLIN };
        ready[1] = new pollfd { fd = _wake.Descriptor, events = POLLIN };
        if (poll(ready, 2, Timeout.Infinite) == -1)
            return errno == EINTR ? true : throw new IOException($"poll: {Marshal.GetPInvokeErrorMessage(errno)}");

        if (ready[1].revents != 0)
            _wake.Reset();
        if ((ready[0].revents & POLLOUT) != 0)
            _input.Offer(terminal.TryWrite);
        return (ready[0].revents & ~POLLOUT) == 0 || ReadOnce(out _);
    }

    private bool ReadOnce(out int count)
    {
        if (!terminal.TryRead(_buffer, out count))
            return false;
        if (count > 0)
            output.OnOutput(_buffer.AsSpan(0, count));
        return true;
    }

    private void ReadWhatIsThere()
    {
        int left = PtyLimits.UnreadOutput;
        while (left > 0 && ReadOnce(out int count) && count > 0)
            left -= count;
    }
}
