using Codesmith.Worker.Claude;

namespace Codesmith.Worker.Agent;

/// <summary>The files that one run of the agent writes about itself: watched by the kernel, read when they changed.</summary>
internal sealed class AgentSources : IDisposable
{
    private readonly ChangeFlag statusChanged;
    private readonly ChangeFlag transcriptChanged;
    private readonly RunStatusFile statusFile;
    private readonly FolderWatch statusWatch;
    private readonly FolderWatch transcriptWatch;
    private TranscriptTail? transcript;

    /// <param name="home">Prepared: its folders exist.</param>
    /// <param name="ring">Called, on any thread, when something changed.</param>
    public AgentSources(ClaudeHome home, Action ring)
    {
        statusChanged = new ChangeFlag(ring);
        transcriptChanged = new ChangeFlag(ring);
        statusFile = new RunStatusFile(home.StatusFolder);
        statusWatch = new FolderWatch(home.StatusFolder, "*.json", statusChanged.Raise);
        transcriptWatch = new FolderWatch(home.TranscriptFolder, "*.jsonl", transcriptChanged.Raise);
    }

    public RunStatus? ReadStatus() => statusChanged.Lower() ? statusFile.ReadChanged() : null;

    /// <summary>What was appended to the transcript that is followed.</summary>
    public IReadOnlyList<TranscriptEntry> ReadTranscript()
    {
        if (!transcriptChanged.Lower() || transcript is null)
            return [];
        try
        {
            return transcript.ReadAppended();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Being replaced at this moment, or closed to us by the agent: its next change is read.
            return [];
        }
    }

    public void FollowTranscript(string path, bool fromEnd)
    {
        if (transcript?.Path == path)
            return;
        transcript = fromEnd ? TranscriptTail.AtEnd(path) : new TranscriptTail(path, 0);
        transcriptChanged.Raise();
    }

    public void Dispose()
    {
        statusWatch.Dispose();
        transcriptWatch.Dispose();
    }
}
