using System.Text.Json;

namespace Codesmith.Worker.Claude;

/// <summary>One thing that a line of the transcript records, reduced to what is used. A closed union.</summary>
internal abstract record TranscriptEntry
{
    private TranscriptEntry()
    {
    }

    /// <summary>A text of the agent's, whole.</summary>
    internal sealed record AssistantText(string Text) : TranscriptEntry;

    internal sealed record ToolUse(string ToolId, string Tool, JsonElement Input) : TranscriptEntry;

    internal sealed record ToolResult(string ToolId, string Text, bool IsError) : TranscriptEntry;

    /// <summary>The user's Esc, in a text or in a tool.</summary>
    internal sealed record Interrupted : TranscriptEntry;

    /// <summary>The last line of a turn that ran to its end.</summary>
    internal sealed record TurnDuration : TranscriptEntry;

    /// <summary>A line that is not JSON, or longer than any should be.</summary>
    internal sealed record Unreadable : TranscriptEntry;

    /// <summary>What one of the agent's own commands printed, without colours.</summary>
    internal sealed record CommandOutput(string Text, bool IsError) : TranscriptEntry;
}
