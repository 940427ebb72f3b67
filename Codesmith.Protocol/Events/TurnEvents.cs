namespace Codesmith.Protocol;

/// <summary>The agent has taken the prompt: its UserPromptSubmit hook said so. A turn begins.</summary>
/// <param name="PromptId">The id of the <see cref="PromptInput"/>; null for a turn the agent began by itself.</param>
public sealed record PromptAccepted(string? PromptId) : WorkerEvent;

/// <summary>
/// The prompt did not reach the agent; typing it again is safe. Not told of one that the agent's end cut off: its
/// <see cref="AgentExited"/> says it.
/// </summary>
/// <param name="PromptId">The id of the <see cref="PromptInput"/>.</param>
/// <param name="Message">One line for the user.</param>
public sealed record PromptFailed(string PromptId, string Message) : WorkerEvent;

/// <summary>The turn is over and everything it said was reported.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="ErrorKind">For <see cref="TurnOutcome.Failed"/>: the agent's own word, such as rate_limit.</param>
/// <param name="Message">For <see cref="TurnOutcome.Failed"/>: one line for the user.</param>
public sealed record TurnEnded(TurnOutcome Outcome, string? ErrorKind = null, string? Message = null) : WorkerEvent;

/// <summary>How a turn ended.</summary>
public enum TurnOutcome
{
    /// <summary>The agent finished.</summary>
    Completed,

    /// <summary>The user interrupted it.</summary>
    Interrupted,

    /// <summary>The model or the agent failed.</summary>
    Failed,
}

/// <summary>Finished lines of a text that is still being written. Markdown. A preview: see <see cref="TextCompleted"/>.</summary>
/// <param name="BlockId">The text they belong to.</param>
/// <param name="Delta">What comes after all that was streamed of this block before.</param>
public sealed record TextStreamed(string BlockId, string Delta) : WorkerEvent;

/// <summary>The text as the record has it. It replaces whatever was streamed of the block.</summary>
/// <param name="BlockId">Same as streamed, or a new one if nothing was.</param>
/// <param name="Text">Markdown; empty when a stream broke and nothing of it counts.</param>
public sealed record TextCompleted(string BlockId, string Text) : WorkerEvent;

/// <summary>A tool call began.</summary>
/// <param name="ToolId">Pairs it with <see cref="ToolEnded"/>.</param>
/// <param name="Name">Such as Bash.</param>
/// <param name="Summary">One line: the command, the file, the pattern.</param>
/// <param name="AgentId">Set when a subagent called it.</param>
public sealed record ToolStarted(string ToolId, string Name, string Summary, string? AgentId = null) : WorkerEvent;

/// <summary>A tool call ended.</summary>
/// <param name="ToolId">As in <see cref="ToolStarted"/>.</param>
/// <param name="Outcome">How.</param>
/// <param name="Result">The beginning of what it returned, or its error.</param>
/// <param name="Duration">How long it ran, where the agent says so.</param>
public sealed record ToolEnded(string ToolId, ToolOutcome Outcome, string? Result, TimeSpan? Duration) : WorkerEvent;

/// <summary>How a tool call ended.</summary>
public enum ToolOutcome
{
    /// <summary>It returned.</summary>
    Succeeded,

    /// <summary>It returned an error.</summary>
    Failed,

    /// <summary>The turn ended before it returned.</summary>
    Interrupted,
}
