using System.Runtime.InteropServices;
using static Codesmith.Worker.Pty.SpawnNative;
using static Tmds.Linux.LibC;

namespace Codesmith.Worker.Pty;

/// <summary>Owns a started process, the leader of its own session, until it is reaped.</summary>
/// <remarks>
/// Between its death and <see cref="Reap"/> it stays a zombie, so that its number, and with it that of its process
/// group, cannot belong to anybody else. Signals after that go nowhere.
/// </remarks>
internal sealed unsafe class ChildProcess
{
    private readonly Lock _gate = new();
    private bool _reaped;

    public ChildProcess(int id)
    {
        Id = id;
    }

    public int Id { get; }

    /// <summary>Returns once the process is dead. It is still to be reaped.</summary>
    public void WaitForDeath()
    {
        const int sizeOfInformation = 128;
        byte* information = stackalloc byte[sizeOfInformation];
        int result;
        do
            result = waitid(WaitForProcess, Id, information, Exited | LeaveWaitable);
        while (result == -1 && Marshal.GetLastPInvokeError() == EINTR);
        // Any other error means that there is nothing to wait for, and Reap will say so.
    }

    /// <summary>Signals the process itself.</summary>
    public void Signal(int signal)
    {
        Send(Id, signal);
    }

    /// <summary>Signals the process and those of its descendants that stayed in its process group.</summary>
    public void SignalGroup(int signal)
    {
        Send(-Id, signal);
    }

    /// <summary>Takes the dead process off the system's table.</summary>
    /// <exception cref="InvalidOperationException">Somebody else reaped it, and how it ended is lost.</exception>
    public TerminalExit Reap()
    {
        lock (_gate)
        {
            _reaped = true;
            int status;
            if (waitpid(Id, &status, 0) != Id)
                throw new InvalidOperationException($"Process {Id} was reaped by somebody else.");
            int signal = status & 0x7f;
            return signal == 0
                ? new TerminalExit.Exited((status >> 8) & 0xff)
                : new TerminalExit.Killed(signal);
        }
    }

    private void Send(int target, int signal)
    {
        const int highestSignal = 64;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(signal);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(signal, highestSignal);
        lock (_gate)
        {
            // What it may still refuse is a process that became another user: out of reach, whatever we do.
            if (!_reaped)
                _ = kill(target, signal);
        }
    }
}
