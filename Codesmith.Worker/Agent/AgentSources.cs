using Codesmith.Worker.Claude;

namespace Codesmith.Worker.Agent;

/// <summary>The files that one run of the agent writes about itself: watched by the kernel, read when they changed.</summary>
internal sealed class AgentSources : IDisposable
{
    private readonly ChangeFlag _statusChanged;
    private readonly ChangeFlag _transcriptChanged;
    private readonly ClaudeHome _home;
    private readonly FolderWatch _statusWatch;
    private readonly FolderWatch _transcriptWatch;
    private RunStatusFile? _statusFile;
    private TranscriptTail? _transcript;

    /// <summary>Watches at once, so that nothing is missed of what is followed later.</summary>
    /// <param name="home">Prepared: its folders exist.</param>
    /// <param name="ring">Called, on any thread, when something changed.</param>
    public AgentSources(ClaudeHome home, Action ring)
    {
        _home = home;
        _statusChanged = new ChangeFlag(ring);
        _transcriptChanged = new ChangeFlag(ring);
        _statusWatch = new FolderWatch(home.StatusFolder, "*.json", _statusChanged.Raise);
        _transcriptWatch = new FolderWatch(home.TranscriptFolder, "*.jsonl", _transcriptChanged.Raise);
    }

    public RunStatus? ReadStatus() => _statusChanged.Lower() ? _statusFile?.ReadChanged() : null;

    /// <summary>What was appended to the transcript that is followed.</summary>
    public IReadOnlyList<TranscriptEntry> ReadTranscript()
    {
        if (_transcriptWatch.Renew())
            _transcriptChanged.Raise();
        if (!_transcriptChanged.Lower() || _transcript is null)
            return [];
        try
        {
            return _transcript.ReadAppended();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Being replaced at this moment, or closed to us by the agent: its next change is read.
            return [];
        }
    }

    /// <param name="processId">The agent's.</param>
    public void FollowStatus(int processId)
    {
        _statusFile = new RunStatusFile(_home.StatusOf(processId));
        _statusChanged.Raise();
    }

    public void FollowTranscript(string path, bool fromEnd)
    {
        if (_transcript?.Path == path)
            return;
        _transcript = fromEnd ? TranscriptTail.AtEnd(path) : new TranscriptTail(path, 0);
        _transcriptChanged.Raise();
    }

    public void Dispose()
    {
        _statusWatch.Dispose();
        _transcriptWatch.Dispose();
    }
}
