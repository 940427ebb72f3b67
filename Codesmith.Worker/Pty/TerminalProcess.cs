using System.Runtime.CompilerServices;
using static Tmds.Linux.LibC;

namespace Codesmith.Worker.Pty;

/// <summary>A program on a terminal of its own: its output, its input, its end. Safe from any thread.</summary>
/// <remarks>
/// Two threads: the pump moves bytes, the reaper waits for the program's death and then clears up in the only order
/// that loses nothing: drain, hang up, kill the process group, reap.
/// </remarks>
internal sealed class TerminalProcess : IAsyncDisposable
{
    private readonly PseudoTerminal _terminal;
    private readonly TerminalPump _pump;
    private readonly ChildProcess _child;
    private readonly TimeProvider _clock;
    private readonly Thread _pumpThread;
    private readonly Lazy<Task> _disposal;
    private readonly TaskCompletionSource<TerminalExit> _completion =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _pumpFailure;

    private TerminalProcess(PseudoTerminal terminal, TerminalPump pump, ChildProcess child, TimeProvider clock)
    {
        _terminal = terminal;
        _pump = pump;
        _child = child;
        _clock = clock;
        _disposal = new Lazy<Task>(EndAsync);
        _pumpThread = new Thread(Pump) { IsBackground = true, Name = "terminal pump" };
    }

    public int ProcessId => _child.Id;

    /// <summary>
    /// Ends after the program did, when its output is drained, the terminal hung up, its process group killed and the
    /// program reaped. Programs left in the background delay it by <see cref="PtyLimits.DrainGrace"/> at most.
    /// Fails when <see cref="ITerminalOutput.OnOutput"/> threw, or when somebody else reaped the program.
    /// </summary>
    public Task<TerminalExit> Completion => _completion.Task;

    /// <exception cref="TerminalStartException">There is no such program or folder, or no terminal left.</exception>
    /// <exception cref="ArgumentException">The command can be passed to no program, or the size is none.</exception>
    public static TerminalProcess Start(TerminalCommand command, ITerminalOutput output, TimeProvider clock)
    {
        PseudoTerminal _terminal = PseudoTerminal.Open(command.Size);
        TerminalPump? _pump = null;
        TerminalProcess process;
        try
        {
            _pump = new TerminalPump(_terminal, output);
            process = new TerminalProcess(_terminal, _pump, ProcessSpawn.Start(command, _terminal.Path), clock);
        }
        catch
        {
            _pump?.Dispose();
            _terminal.Dispose();
            throw;
        }
        process._pumpThread.Start();
        new Thread(process.Reap) { IsBackground = true, Name = "terminal reaper" }.Start();
        return process;
    }

    /// <summary>Queues bytes for the program's input; all or nothing. Never blocks.</summary>
    /// <returns>
    /// False when they do not fit into <see cref="PtyLimits.WaitingInput"/> with what waits already, or when the
    /// program no longer has its terminal.
    /// </returns>
    public bool Write(ReadOnlySpan<byte> bytes)
    {
        return _pump.Write(bytes);
    }

    /// <summary>Does nothing once the program has ended.</summary>
    public void Resize(TerminalSize size)
    {
        _terminal.Resize(size);
    }

    /// <summary>Signals the program, not its descendants. Does nothing once it has ended.</summary>
    public void Signal(int signal)
    {
        _child.Signal(signal);
    }

    /// <summary>
    /// Ends the program, however stubborn: SIGHUP, then SIGTERM, then SIGKILL, with
    /// <see cref="PtyLimits.SignalGrace"/> between them. Returns when <see cref="Completion"/> has ended; never throws.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        return new ValueTask(_disposal.Value);
    }

    private async Task EndAsync()
    {
        foreach (int signal in (int[])[SIGHUP, SIGTERM])
        {
            if (Completion.IsCompleted)
                return;
            _child.SignalGroup(signal);
            // A stopped program could not obey.
            _child.SignalGroup(SIGCONT);
            await Ended(PtyLimits.SignalGrace);
        }
        _child.SignalGroup(SIGKILL);
        await Ended(Timeout.InfiniteTimeSpan);
    }

    private ConfiguredTaskAwaitable Ended(TimeSpan within)
    {
        // A timeout is answered by the next signal; a failure belongs to those who await Completion.
        return ((Task)Completion).WaitAsync(within, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Pump()
    {
        try
        {
            _pump.Run();
        }
        catch (Exception failure)
        {
            // An escaped exception would end the whole worker. Whoever awaits Completion gets it.
            _pumpFailure = failure;
            _child.SignalGroup(SIGKILL);
        }
    }

    private void Reap()
    {
        try
        {
            _child.WaitForDeath();
            using (_pump.StopAfter(PtyLimits.DrainGrace, _clock))
                _pumpThread.Join();
            _pump.Dispose();
            _terminal.Dispose();
            _child.SignalGroup(SIGKILL);
            TerminalExit exit = _child.Reap();
            if (_pumpFailure is null)
                _completion.SetResult(exit);
            else
                _completion.SetException(_pumpFailure);
        }
        catch (Exception failure)
        {
            _completion.SetException(failure);
        }
    }
}
