using System.Text.Json;

namespace Codesmith.Worker.Claude;

/// <summary>What a hook of Claude Code said, reduced to what is used. A closed union; see <see cref="HookPayload"/>.</summary>
internal abstract record HookEvent
{
    private HookEvent()
    {
    }

    /// <summary>The conversation in which it fired; null if that was not said.</summary>
    public string? Conversation { get; init; }

    /// <summary>The Claude Code that ran the hook as a command; null for the hooks that it posts by itself.</summary>
    public int? ProcessId { get; init; }

    /// <summary>A conversation begins or goes on: at the start, after /clear, after a compaction.</summary>
    /// <param name="Source">startup, resume, clear or compact.</param>
    internal sealed record SessionStart(string ConversationId, string TranscriptPath, string Source) : HookEvent;

    /// <summary>A prompt was accepted.</summary>
    internal sealed record UserPromptSubmit(string Prompt) : HookEvent;

    /// <summary>Finished lines of an answer that is being written.</summary>
    /// <param name="Index">0 for the first piece of the message; pieces may overtake each other.</param>
    internal sealed record MessageDisplay(string MessageId, int Index, bool Final, string Delta) : HookEvent;

    internal sealed record PreToolUse(string ToolId, string Tool, JsonElement Input, string? AgentId) : HookEvent;

    internal sealed record PostToolUse(string ToolId, string Tool, TimeSpan? Duration) : HookEvent;

    internal sealed record PostToolUseFailure(string ToolId, string Tool, string Error, bool Interrupted, TimeSpan? Duration)
        : HookEvent;

    /// <summary>The one hook that waits for an answer: a question, a plan, a permission.</summary>
    internal sealed record PermissionRequest(string Tool, JsonElement Input) : HookEvent;

    /// <summary>The turn is over.</summary>
    /// <param name="LastText">What it said last; null if it said nothing.</param>
    internal sealed record Stop(string? LastText) : HookEvent;

    /// <summary>The turn ended in an API error.</summary>
    internal sealed record StopFailure(string Error, string? Message) : HookEvent;

    internal sealed record PostCompact(bool IsManual) : HookEvent;

    internal sealed record PostModelSwitch(string Model) : HookEvent;

    /// <summary>An event that means nothing to us.</summary>
    internal sealed record Other(string Name) : HookEvent;
}
