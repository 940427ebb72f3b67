using System.Text.Json;
using System.Text.RegularExpressions;

namespace Codesmith.Worker.Claude;

/// <summary>
/// Reads one line of a transcript (JSONL). Line types and fields that are not known are ignored: the format is not
/// documented and grows.
/// </summary>
internal static partial class TranscriptLine
{
    private const string SyntheticModel = "<synthetic>";
    private const string InterruptedText = "[Request interrupted by user";

    /// <summary>The line's own id, by which lines that are read twice are known; null for lines without one.</summary>
    /// <param name="Uuid">The id.</param>
    /// <param name="Entries">What it records, in order.</param>
    internal sealed record Reading(string? Uuid, IReadOnlyList<TranscriptEntry> Entries);

    private static readonly Reading Nothing = new(null, []);

    /// <exception cref="JsonException">The line is not JSON.</exception>
    public static Reading Parse(ReadOnlyMemory<byte> line)
    {
        using var document = JsonReading.Document(line);
        var root = document.RootElement;
        // Side chains are the conversations of subagents; their tools come by hooks.
        if (root.ValueKind != JsonValueKind.Object || root.Flag("isSidechain"))
            return Nothing;
        var entries = root.Text("type") switch
        {
            "assistant" => Assistant(root),
            "user" when !root.Flag("isMeta") && !root.Flag("isCompactSummary") => User(root),
            "system" => System(root),
            _ => [],
        };
        return new Reading(root.Text("uuid"), entries.ToList());
    }

    private static IEnumerable<TranscriptEntry> Assistant(JsonElement root)
    {
        // Claude Code's own words in the model's place: an error, or to close a turn that a crash cut off.
        if (root.Flag("isApiErrorMessage") || (root.Field("message") ?? default).Text("model") == SyntheticModel)
            yield break;
        foreach (var block in (root.Field("message") ?? default).Field("content").Items())
        {
            switch (block.Text("type"))
            {
                case "text" when !string.IsNullOrWhiteSpace(block.Text("text")):
                    yield return new TranscriptEntry.AssistantText(block.Text("text")!);
                    break;
                case "tool_use":
                    yield return new TranscriptEntry.ToolUse(
                        block.Text("id") ?? "", block.Text("name") ?? "", (block.Field("input") ?? default).CloneOrNone());
                    break;
            }
        }
    }

    private static IEnumerable<TranscriptEntry> User(JsonElement root)
    {
        var content = (root.Field("message") ?? default).Field("content");
        if (content is { ValueKind: JsonValueKind.String } text)
            return Command(text.GetString()!);
        return content.Items().SelectMany(UserBlock);
    }

    private static IEnumerable<TranscriptEntry> UserBlock(JsonElement block)
    {
        if (block.Text("type") == "tool_result")
        {
            yield return new TranscriptEntry.ToolResult(
                block.Text("tool_use_id") ?? "", ResultText(block.Field("content")), block.Flag("is_error"));
        }
        else if (block.Text("text")?.StartsWith(InterruptedText, StringComparison.Ordinal) == true)
        {
            yield return new TranscriptEntry.Interrupted();
        }
    }

    private static IEnumerable<TranscriptEntry> System(JsonElement root) => root.Text("subtype") switch
    {
        "turn_duration" => [new TranscriptEntry.TurnDuration()],
        "local_command" => Command(root.Text("content") ?? ""),
        _ => [],
    };

    private static IEnumerable<TranscriptEntry> Command(string text)
    {
        var match = CommandOutputPattern().Match(text);
        if (match.Success)
        {
            var output = ColourPattern().Replace(match.Groups["text"].Value, "").Trim();
            yield return new TranscriptEntry.CommandOutput(output, match.Groups["stream"].Value == "stderr");
        }
    }

    private static string ResultText(JsonElement? content) => content is { ValueKind: JsonValueKind.String } text
        ? text.GetString()!
        : string.Join('\n', content.Items().Select(block => block.Text("text")).Where(part => part is not null));

    private static JsonElement CloneOrNone(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined ? element : element.Clone();

    [GeneratedRegex("^<local-command-(?<stream>stdout|stderr)>(?<text>.*)</local-command-(stdout|stderr)>", RegexOptions.Singleline)]
    private static partial Regex CommandOutputPattern();

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex ColourPattern();
}
