namespace Codesmith.Protocol;

/// <summary>The agent is at its prompt and takes input.</summary>
/// <param name="Version">The agent's version, if it said so.</param>
public sealed record AgentReady(string? Version) : WorkerEvent;

/// <summary>The agent is gone; the worker remains and can start another.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Code">Exit code, or the signal's number for <see cref="AgentExitCause.Killed"/>.</param>
/// <param name="Screen">What its terminal showed last, without trailing blank lines.</param>
public sealed record AgentExited(AgentExitCause Cause, int Code, string Screen) : WorkerEvent;

/// <summary>Why an agent is gone.</summary>
public enum AgentExitCause
{
    /// <summary>The supervisor asked for it.</summary>
    Stopped,

    /// <summary>It ended by itself with code 0, as after /exit.</summary>
    Exited,

    /// <summary>It ended by itself with another code.</summary>
    Crashed,

    /// <summary>A signal ended it.</summary>
    Killed,

    /// <summary>It never reached its prompt; the screen says why.</summary>
    StartFailed,
}

/// <summary>The agent works on another conversation now, or on the same one after a start, resume or compaction.</summary>
/// <param name="ConversationId">The id to resume it by.</param>
/// <param name="Origin">What happened.</param>
public sealed record ConversationChanged(string ConversationId, ConversationOrigin Origin) : WorkerEvent;

/// <summary>How a conversation came to be the current one.</summary>
public enum ConversationOrigin
{
    /// <summary>A new one at the agent's start.</summary>
    Started,

    /// <summary>An old one, taken up at the agent's start.</summary>
    Resumed,

    /// <summary>A new one after the context was cleared.</summary>
    Cleared,

    /// <summary>The same one, shortened to a summary.</summary>
    Compacted,
}

/// <summary>What the agent does.</summary>
/// <param name="Activity">The new activity.</param>
public sealed record ActivityChanged(AgentActivity Activity) : WorkerEvent;

/// <summary>What the agent does, as a person would say it.</summary>
public enum AgentActivity
{
    /// <summary>Not at its prompt yet.</summary>
    Starting,

    /// <summary>At its prompt.</summary>
    Idle,

    /// <summary>Working.</summary>
    Busy,

    /// <summary>Waiting for the user.</summary>
    Waiting,
}

/// <summary>The model could not be reached and the agent tries again by itself.</summary>
/// <param name="Text">One line, as the agent shows it.</param>
public sealed record RetryReported(string Text) : WorkerEvent;

/// <summary>For the operator's log, not for the user: sources that disagree, input that was not understood.</summary>
/// <param name="Code">A stable short name of the finding.</param>
/// <param name="Detail">One line, without any content of the conversation.</param>
public sealed record Diagnosed(string Code, string Detail) : WorkerEvent;
