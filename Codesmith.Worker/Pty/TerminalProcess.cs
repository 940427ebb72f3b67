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
    private readonly PseudoTerminal terminal;
    private readonly TerminalPump pump;
    private readonly ChildProcess child;
    private readonly TimeProvider clock;
    private readonly Thread pumpThread;
    private readonly Lazy<Task> disposal;
    private readonly TaskCompletionSource<TerminalExit> completion =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? pumpFailure;

    private TerminalProcess(PseudoTerminal terminal, TerminalPump pump, ChildProcess child, TimeProvider clock)
    {
        this.terminal = terminal;
        this.pump = pump;
        this.child = child;
        this.clock = clock;
        disposal = new Lazy<Task>(EndAsync);
        pumpThread = new Thread(Pump) { IsBackground = true, Name = "terminal pump" };
    }

    public int ProcessId => child.Id;

    /// <summary>
    /// Ends after the program did, when its output is drained, the terminal hung up, its process group killed and the
    /// program reaped. Programs left in the background delay it by <see cref="PtyLimits.DrainGrace"/> at most.
    /// Fails when <see cref="ITerminalOutput.OnOutput"/> threw, or when somebody else reaped the program.
    /// </summary>
    public Task<TerminalExit> Completion => completion.Task;

    /// <exception cref="TerminalStartException">There is no such program or folder, or no terminal left.</exception>
    /// <exception cref="ArgumentException">The command can be passed to no program, or the size is none.</exception>
    public static TerminalProcess Start(TerminalCommand command, ITerminalOutput output, TimeProvider clock)
    {
        PseudoTerminal terminal = PseudoTerminal.Open(command.Size);
        TerminalPump? pump = null;
        TerminalProcess process;
        try
        {
            pump = new TerminalPump(terminal, output);
            process = new TerminalProcess(terminal, pump, ProcessSpawn.Start(command, terminal.Path), clock);
        }
        catch
        {
            pump?.Dispose();
            terminal.Dispose();
            throw;
        }
        process.pumpThread.Start();
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
        return pump.Write(bytes);
    }

    /// <summary>Does nothing once the program has ended.</summary>
    public void Resize(TerminalSize size)
    {
        terminal.Resize(size);
    }

    /// <summary>Signals the program, not its descendants. Does nothing once it has ended.</summary>
    public void Signal(int signal)
    {
        child.Signal(signal);
    }

    /// <summary>
    /// Ends the program, however stubborn: SIGHUP, then SIGTERM, then SIGKILL, with
    /// <see cref="PtyLimits.SignalGrace"/> between them. Returns when <see cref="Completion"/> has ended; never throws.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        return new ValueTask(disposal.Value);
    }

    private async Task EndAsync()
    {
        foreach (int signal in (int[])[SIGHUP, SIGTERM])
        {
            if (Completion.IsCompleted)
                return;
            child.SignalGroup(signal);
            // A stopped program could not obey.
            child.SignalGroup(SIGCONT);
            await Ended(PtyLimits.SignalGrace);
        }
        child.SignalGroup(SIGKILL);
        await Ended(Timeout.InfiniteTimeSpan);
    }

    private ConfiguredTaskAwaitable Ended(TimeSpan within)
    {
        // A timeout is answered by the next signal; a failure belongs to those who await Completion.
        return ((Task)Completion).WaitAsync(within, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Pump()
    {
        try
        {
            pump.Run();
        }
        catch (Exception failure)
        {
            // An escaped exception would end the whole worker. Whoever awaits Completion gets it.
            pumpFailure = failure;
            child.SignalGroup(SIGKILL);
        }
    }

    private void Reap()
    {
        try
        {
            child.WaitForDeath();
            using (pump.StopAfter(PtyLimits.DrainGrace, clock))
                pumpThread.Join();
            pump.Dispose();
            terminal.Dispose();
            child.SignalGroup(SIGKILL);
            TerminalExit exit = child.Reap();
            if (pumpFailure is null)
                completion.SetResult(exit);
            else
                completion.SetException(pumpFailure);
        }
        catch (Exception failure)
        {
            completion.SetException(failure);
        }
    }
}
