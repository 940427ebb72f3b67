using Codesmith.Protocol;
using Codesmith.Worker.Claude;
using Codesmith.Worker.Pty;

namespace Codesmith.Worker.Agent;

/// <summary>
/// A run of the agent's program, with everything that is read of it: its terminal, its status file, its transcript.
/// It can be started again once it has ended, though a sandbox is thrown away with its agent. Called by the loop's
/// task alone, but for what is marked.
/// </summary>
/// <param name="home">The user's home.</param>
/// <param name="program">How it is run.</param>
/// <param name="ring">Called, on any thread, when <see cref="ReadChanged"/> has something to read.</param>
/// <param name="post">Takes the end of the program, on any thread.</param>
/// <param name="clock">For the terminal.</param>
internal sealed class AgentProcess(
    ClaudeHome home, AgentProgram program, Action ring, Action<AgentSignal> post, TimeProvider clock) : IAsyncDisposable
{
    private volatile AgentScreen? _screen;
    private volatile TerminalProcess? _terminal;
    private AgentSources? _sources;

    /// <summary>Whether it runs. From any thread.</summary>
    public bool IsRunning => _terminal is { Completion.IsCompleted: false };

    /// <summary>The id of the one that was started last; 0 before that.</summary>
    public int Id => _terminal?.ProcessId ?? 0;

    /// <summary>Starts it. Returns what of the home had to be mended, a line each.</summary>
    /// <exception cref="TerminalStartException">There is no such program.</exception>
    /// <exception cref="IOException">The home cannot be used.</exception>
    public IReadOnlyList<string> Start(AgentLaunch launch)
    {
        StopReading();
        var findings = home.Prepare(launch.ConversationId);
        var picture = new AgentScreen(program.Size, ring, clock);
        var command = new TerminalCommand(
            program.FileName,
            ClaudeCommand.Arguments(launch, File.Exists(home.TranscriptOf(launch.ConversationId))),
            ClaudeCommand.Environment(launch, program.Environment),
            program.WorkingDirectory,
            program.Size);
        (_screen, _sources) = (picture, new AgentSources(home, ring));
        var started = TerminalProcess.Start(command, picture, clock);
        _terminal = started;
        _sources.FollowStatus(started.ProcessId);
        picture.ReplyTo(started);
        _ = ReportEndAsync(started, picture);
        return findings;
    }

    /// <summary>What the sources say now, of those that changed since the last call.</summary>
    public IEnumerable<AgentSignal> ReadChanged()
    {
        if (_sources is null)
            yield break;
        // The record before the status: at rest means that the turn is over, and its texts come before its end.
        if (_sources.ReadTranscript() is { Count: > 0 } entries)
            yield return new AgentSignal.TranscriptRead(entries);
        if (_sources.ReadStatus() is { } status)
            yield return new AgentSignal.RunStatusRead(status);
        if (_screen?.ReadSettled() is { } snapshot)
            yield return new AgentSignal.ScreenSettled(ScreenReading.Of(snapshot), snapshot.Text);
    }

    /// <summary>The picture as it is now. From any thread.</summary>
    public ScreenCapture CaptureScreen() => new(program.Size.Columns, program.Size.Rows, _screen?.Text ?? "");

    /// <summary>False when the program does not read.</summary>
    public bool Type(ReadOnlySpan<byte> keys) => _terminal?.Write(keys) ?? false;

    public void FollowTranscript(string path, bool fromEnd) => _sources?.FollowTranscript(path, fromEnd);

    /// <summary>Begins to end it; its end comes as a signal.</summary>
    public void Terminate()
    {
        if (_terminal is { } running)
            _ = running.DisposeAsync().AsTask();
    }

    public async ValueTask DisposeAsync()
    {
        if (_terminal is { } running)
            await running.DisposeAsync();
        StopReading();
    }

    private async Task ReportEndAsync(TerminalProcess ended, AgentScreen picture)
    {
        // Whatever went wrong with the terminal, the agent is gone: it is never left untold.
        await ((Task)ended.Completion).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var exit = ended.Completion.IsCompletedSuccessfully ? await ended.Completion : null;
        post(exit switch
        {
            TerminalExit.Killed killed => new AgentSignal.ProcessEnded(killed.Signal, 0, picture.Text),
            TerminalExit.Exited exited => new AgentSignal.ProcessEnded(null, exited.Code, picture.Text),
            _ => new AgentSignal.ProcessEnded(null, -1, picture.Text),
        });
    }

    private void StopReading()
    {
        _sources?.Dispose();
        _screen?.Dispose();
        _sources = null;
    }
}
