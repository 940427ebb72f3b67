using System.Text.Json;

namespace Codesmith.Worker.Claude;

/// <summary>One line that says what a tool call is about.</summary>
internal static class ToolSummary
{
    /// <summary>Enough for a line on a phone; the rest is in the transcript.</summary>
    private const int Characters = 160;

    /// <summary>By tool, the fields of its input that say most, best first.</summary>
    private static readonly Dictionary<string, string[]> Fields = new(StringComparer.Ordinal)
    {
        ["Bash"] = ["command"],
        ["Read"] = ["file_path"],
        ["Write"] = ["file_path"],
        ["Edit"] = ["file_path"],
        ["NotebookEdit"] = ["notebook_path"],
        ["Grep"] = ["pattern"],
        ["Glob"] = ["pattern"],
        ["WebFetch"] = ["url"],
        ["WebSearch"] = ["query"],
        ["Agent"] = ["description", "prompt"],
        ["Task"] = ["description", "prompt"],
        ["TaskCreate"] = ["subject"],
        ["Skill"] = ["skill", "command"],
    };

    public static string Of(string tool, JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object)
            return "";
        var named = Fields.TryGetValue(tool, out var fields)
            ? fields.Select(field => input.Text(field)).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text))
            : null;
        return OneLine(named ?? FirstText(input) ?? "");
    }

    /// <summary>Folds white space and cuts to a line.</summary>
    public static string OneLine(string text)
    {
        var words = text.Split((char[]?)null, Characters, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line = string.Join(' ', words);
        return line.Length <= Characters ? line : string.Concat(SafeStart(line, Characters - 1), "…");
    }

    /// <summary>The first characters, without half a surrogate pair at the end.</summary>
    private static ReadOnlySpan<char> SafeStart(string text, int length) =>
        text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length);

    private static string? FirstText(JsonElement input) => input.EnumerateObject()
        .Where(property => property.Value.ValueKind == JsonValueKind.String)
        .Select(property => property.Value.GetString())
        .FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
}
