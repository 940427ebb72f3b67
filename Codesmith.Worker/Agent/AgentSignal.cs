using Codesmith.Protocol;
using Codesmith.Worker.Claude;

namespace Codesmith.Worker.Agent;

/// <summary>Something that reached the agent's loop: a wish of the supervisor's, or news of Claude Code.</summary>
internal abstract record AgentSignal
{
    private AgentSignal()
    {
    }

    /// <summary>Claude Code was started.</summary>
    /// <param name="Launch">As it was wanted.</param>
    /// <param name="ProcessId">Its process; 0 while the start is only wanted.</param>
    internal sealed record Launched(AgentLaunch Launch, int ProcessId = 0) : AgentSignal;

    internal sealed record PromptWanted(PromptInput Prompt) : AgentSignal;

    internal sealed record CommandWanted(CommandInput Command) : AgentSignal;

    internal sealed record AnswerGiven(QuestionAnswer Answer) : AgentSignal;

    internal sealed record InterruptWanted : AgentSignal;

    internal sealed record KeyWanted(AgentKey Key) : AgentSignal;

    internal sealed record StopWanted : AgentSignal;

    /// <param name="Hook">What it said.</param>
    /// <param name="ReplyId">Where the answer goes, for a <see cref="HookEvent.PermissionRequest"/>.</param>
    internal sealed record HookFired(HookEvent Hook, long ReplyId = 0) : AgentSignal;

    internal sealed record TranscriptRead(IReadOnlyList<TranscriptEntry> Entries) : AgentSignal;

    internal sealed record RunStatusRead(RunStatus Status) : AgentSignal;

    /// <param name="Conversation">Whose status line; null if that was not said.</param>
    /// <param name="Status">What it says.</param>
    internal sealed record StatusLineRead(string? Conversation, AgentStatus Status) : AgentSignal;

    /// <summary>The picture has been still for a moment.</summary>
    internal sealed record ScreenSettled(ScreenReading Reading, string Text) : AgentSignal;

    internal sealed record TimerElapsed(AgentTimer Timer) : AgentSignal;

    /// <summary>Claude Code is gone.</summary>
    /// <param name="Signal">The signal that ended it, or null.</param>
    /// <param name="Code">Its exit code, if no signal did.</param>
    /// <param name="Screen">What it showed last.</param>
    internal sealed record ProcessEnded(int? Signal, int Code, string Screen) : AgentSignal;
}

/// <summary>The waits of the agent's loop; each runs at most once at a time.</summary>
internal enum AgentTimer
{
    /// <summary>It should have reached its prompt.</summary>
    StartDeadline,

    /// <summary>The prompt that waits should have been typed.</summary>
    PromptDeadline,

    /// <summary>The typed prompt should have been accepted.</summary>
    PromptConfirm,

    /// <summary>After Stop, the record of the turn should have been written.</summary>
    TurnRecord,

    /// <summary>At rest without a Stop: an interrupt, unless a Stop is still on its way.</summary>
    RestWithoutStop,

    /// <summary>The screen shows rest while the status says busy, and something depends on it.</summary>
    ScreenAtRest,

    /// <summary>The interrupt should have worked.</summary>
    InterruptConfirm,

    /// <summary>The command should have shown an effect.</summary>
    CommandConfirm,

    /// <summary>Whatever became of the command, it is over.</summary>
    CommandDeadline,

    /// <summary>The text in front of a tool call or a question should have come.</summary>
    Held,

    /// <summary>A text that another one followed should have been recorded.</summary>
    Doubt,

    /// <summary>A dialog is open that no hook announced.</summary>
    UnknownDialog,
}
