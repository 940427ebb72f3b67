using Codesmith.Protocol;
using Codesmith.Worker.Claude;
using Codesmith.Worker.Pty;

namespace Codesmith.Worker.Agent;

/// <summary>
/// One run after another of the agent's program, with everything that is read of it: its terminal, its status file,
/// its transcript. Turns all of them into signals. Called by the loop's task alone, but for what is marked.
/// </summary>
/// <param name="home">The user's home.</param>
/// <param name="program">How it is run.</param>
/// <param name="post">Takes the signals, on any thread.</param>
/// <param name="clock">For the terminal.</param>
internal sealed class AgentProcess(ClaudeHome home, AgentProgram program, Action<AgentSignal> post, TimeProvider clock)
    : IAsyncDisposable
{
    private volatile AgentScreen? screen;
    private volatile TerminalProcess? terminal;
    private TranscriptFollower? transcript;
    private RunStatusFollower? status;

    /// <summary>Whether it runs. From any thread.</summary>
    public bool IsRunning => terminal is { Completion.IsCompleted: false };

    /// <summary>Starts it. Returns what of the home had to be mended, a line each.</summary>
    /// <exception cref="TerminalStartException">There is no such program.</exception>
    /// <exception cref="IOException">The home cannot be used.</exception>
    public IReadOnlyList<string> Start(AgentLaunch launch)
    {
        StopReading();
        var findings = home.Prepare();
        status = new RunStatusFollower(home.StatusFolder, read => post(new AgentSignal.RunStatusRead(read)));
        var picture = new AgentScreen(program.Size, (reading, text) => post(new AgentSignal.ScreenSettled(reading, text)), clock);
        var command = new TerminalCommand(
            program.FileName,
            ClaudeCommand.Arguments(launch, File.Exists(home.TranscriptOf(launch.ConversationId))),
            ClaudeCommand.Environment(launch, program.Environment),
            program.WorkingDirectory,
            program.Size);
        screen = picture;
        var started = TerminalProcess.Start(command, picture, clock);
        terminal = started;
        picture.ReplyTo(started);
        _ = ReportEndAsync(started, picture);
        return findings;
    }

    /// <summary>The picture as it is now. From any thread.</summary>
    public ScreenCapture CaptureScreen() => new(program.Size.Columns, program.Size.Rows, screen?.Text ?? "");

    /// <summary>False when the program does not read.</summary>
    public bool Type(ReadOnlySpan<byte> keys) => terminal?.Write(keys) ?? false;

    public void FollowTranscript(string path, bool fromEnd)
    {
        transcript?.Dispose();
        transcript = new TranscriptFollower(path, fromEnd, entries => post(new AgentSignal.TranscriptRead(entries)));
    }

    /// <summary>Begins to end it; its end comes as a signal.</summary>
    public void Terminate()
    {
        if (terminal is { } running)
            _ = running.DisposeAsync().AsTask();
    }

    public async ValueTask DisposeAsync()
    {
        if (terminal is { } running)
            await running.DisposeAsync();
        StopReading();
    }

    private async Task ReportEndAsync(TerminalProcess ended, AgentScreen picture)
    {
        // Whatever went wrong with the terminal, the agent is gone: it is never left untold.
        await ((Task)ended.Completion).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var exit = ended.Completion.IsCompletedSuccessfully ? await ended.Completion : null;
        transcript?.ReadNow();
        picture.Dispose();
        post(exit switch
        {
            TerminalExit.Killed killed => new AgentSignal.ProcessEnded(killed.Signal, 0, picture.Text),
            TerminalExit.Exited exited => new AgentSignal.ProcessEnded(null, exited.Code, picture.Text),
            _ => new AgentSignal.ProcessEnded(null, -1, picture.Text),
        });
    }

    private void StopReading()
    {
        status?.Dispose();
        transcript?.Dispose();
        screen?.Dispose();
        (status, transcript) = (null, null);
    }
}
