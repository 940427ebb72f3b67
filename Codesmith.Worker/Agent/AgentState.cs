using System.Collections.Immutable;
using System.Text.Json;
using Codesmith.Protocol;
using Codesmith.Worker.Claude;

namespace Codesmith.Worker.Agent;

/// <summary>Everything the worker knows of its agent. Changed only by <see cref="AgentStep"/>.</summary>
internal sealed record AgentState
{
    /// <summary>
    /// Names this worker among all that a user ever had, and is part of its ids: what an older one left in a chat never
    /// answers a question of this one's.
    /// </summary>
    public required string Worker { get; init; }

    public AgentPhase Phase { get; init; }

    /// <summary>Whether it has reached its prompt.</summary>
    public bool IsReady { get; init; }

    public int ProcessId { get; init; }

    /// <summary>What is being worked on; null before the first SessionStart.</summary>
    public string? ConversationId { get; init; }

    /// <summary>The last word of the status file; null before the first.</summary>
    public RunStatus? Run { get; init; }

    /// <summary>The last activity that was told.</summary>
    public AgentActivity Activity { get; init; }

    public ScreenReading? Screen { get; init; }

    public string ScreenText { get; init; } = "";

    /// <summary>The heading of the start dialog that was answered last: keys are pressed once for each.</summary>
    public string? AnsweredDialog { get; init; }

    /// <summary>The prompt between being wanted and being accepted.</summary>
    public PromptProgress? Prompt { get; init; }

    public TurnProgress? Turn { get; init; }

    /// <summary>The texts of the turn before: their record may come when it is over.</summary>
    public LiveTexts LastTexts { get; init; } = LiveTexts.None;

    public CommandProgress? Command { get; init; }

    public ImmutableList<OpenQuestion> Questions { get; init; } = [];

    /// <summary>Escapes pressed for the interrupt that goes on; 0 for none.</summary>
    public int InterruptTries { get; init; }

    /// <summary>Rows that an interrupt may have put back into the prompt box.</summary>
    public int BoxRows { get; init; } = 1;

    /// <summary>For ids of questions and texts, which are told apart as long as the worker lives.</summary>
    public long NextId { get; init; } = 1;

    public bool IsAtRest => Phase == AgentPhase.Running && Run?.Kind == RunKind.Idle && Turn is null;

    /// <summary>No agent yet.</summary>
    public static AgentState Begin(string worker) => new() { Worker = worker };

    /// <summary>No agent any more: nothing of it is left but that its ids are not used again.</summary>
    public AgentState End() => Begin(Worker) with { NextId = NextId };
}

/// <summary>Where the agent is in its life.</summary>
internal enum AgentPhase
{
    Absent,
    Starting,
    Running,
    Stopping,
}

/// <param name="Input">As the supervisor sent it.</param>
/// <param name="Text">As it is typed.</param>
/// <param name="Stage">How far it is.</param>
internal sealed record PromptProgress(PromptInput Input, string Text, TypingStage Stage);

/// <param name="Input">As the supervisor sent it.</param>
/// <param name="Stage">How far it is.</param>
/// <param name="Evidence">What the agent did or said on it: whether it worked, and a line for the user.</param>
/// <param name="Recorded">Whether the transcript has its end: before that the agent may show a dialog for a moment.</param>
internal sealed record CommandProgress(
    CommandInput Input, TypingStage Stage, (bool Succeeded, string Message)? Evidence = null, bool Recorded = false);

/// <summary>How far something typed is.</summary>
internal enum TypingStage
{
    /// <summary>Waits until the agent is at rest.</summary>
    Waiting,

    /// <summary>Typed; waits for a sign that it was taken.</summary>
    Typed,

    /// <summary>No sign in time; Enter was pressed once more.</summary>
    Nudged,
}

/// <summary>A turn that runs.</summary>
internal sealed record TurnProgress
{
    /// <summary>The Stop hook fired.</summary>
    public bool Stopped { get; init; }

    /// <summary>What it said last, by the Stop hook.</summary>
    public string? LastText { get; init; }

    /// <summary>The transcript has the end of the turn.</summary>
    public bool Recorded { get; init; }

    /// <summary>The transcript has the user's interrupt.</summary>
    public bool Interrupted { get; init; }

    public HookEvent.StopFailure? Failure { get; init; }

    public LiveTexts Texts { get; init; } = LiveTexts.None;

    /// <summary>The text that was shown last, if no tool was called since.</summary>
    public string? LiveTextId { get; init; }

    /// <summary>Texts that another one followed without a tool in between: broken off, unless the record has them soon.</summary>
    public ImmutableList<string> Doubtful { get; init; } = [];

    /// <summary>By tool id, the calls that were told; true while they run.</summary>
    public ImmutableDictionary<string, bool> Tools { get; init; } = ImmutableDictionary<string, bool>.Empty;

    /// <summary>Calls that no hook announced, from the transcript: told when their result is there.</summary>
    public ImmutableDictionary<string, TranscriptEntry.ToolUse> Unannounced { get; init; } =
        ImmutableDictionary<string, TranscriptEntry.ToolUse>.Empty;

    /// <summary>Calls that are nothing but a question, before they have asked it.</summary>
    public ImmutableList<HookEvent.PreToolUse> Asking { get; init; } = [];

    /// <summary>The attempt that was told last.</summary>
    public string? LastRetry { get; init; }

    /// <summary>Whether the text in front of the next tool call was shown whole.</summary>
    public bool TextWhole { get; init; }

    /// <summary>Tool calls and questions that wait for the text in front of them: hooks of different kinds overtake each other.</summary>
    public ImmutableList<WorkerEvent> Held { get; init; } = [];
}

/// <param name="Asked">As it was told.</param>
/// <param name="ReplyId">The hook that waits for the answer; 0 for a screen.</param>
/// <param name="Tool">The tool that asks.</param>
/// <param name="Input">The tool's input.</param>
/// <param name="ToolId">The call that asks; null where that is not known.</param>
/// <param name="Decision">What the user decided; null before that.</param>
internal sealed record OpenQuestion(
    QuestionAsked Asked, long ReplyId, string Tool, JsonElement Input, string? ToolId = null, QuestionDecision? Decision = null)
{
    /// <summary>Whether a hook waits that has no answer: one is given only for a decision that Claude Code has words for.</summary>
    public bool HookWaits => ReplyId > 0 && Decision is (null or QuestionDecision.Dismiss);
}
