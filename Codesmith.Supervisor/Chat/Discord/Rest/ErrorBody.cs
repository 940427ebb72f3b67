using System.Text;
using System.Text.Json;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>Discord's explanation of an error, for people in <see cref="Text"/>.</summary>
/// <param name="Code">Discord's number for it; null if there is none.</param>
/// <param name="Text">The fields that are wrong, or else the message; empty if there is none.</param>
/// <param name="RetryAfter">Seconds, in a 429.</param>
/// <param name="IsGlobal">Whether a 429 is about all of the bot's requests.</param>
internal sealed record ErrorBody(int? Code, string Text, double? RetryAfter, bool IsGlobal)
{
    public static ErrorBody None { get; } = new(null, "", null, false);

    /// <summary>Bodies of proxies may be anything: what cannot be read says nothing.</summary>
    public static ErrorBody Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return None;
            var code = Value(root, "code", JsonValueKind.Number);
            var message = Value(root, "message", JsonValueKind.String)?.GetString();
            var fields = new StringBuilder();
            if (root.TryGetProperty("errors", out var errors))
                AddFields(errors, "", fields);
            return new ErrorBody(
                code is { } given && given.TryGetInt32(out var number) ? number : null,
                Shown(fields.Length > 0 ? fields.ToString() : message ?? ""),
                Value(root, "retry_after", JsonValueKind.Number)?.GetDouble(),
                Value(root, "global", JsonValueKind.True) is not null);
        }
        catch (JsonException)
        {
            return None;
        }
    }

    private static JsonElement? Value(JsonElement parent, string name, JsonValueKind kind) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;

    /// <summary>Nested by field and index; the leaves are lists named _errors.</summary>
    private static void AddFields(JsonElement errors, string path, StringBuilder text)
    {
        if (errors.ValueKind != JsonValueKind.Object || text.Length > RestLimits.ErrorText)
            return;
        foreach (var field in errors.EnumerateObject())
        {
            if (field.Name != "_errors")
                AddFields(field.Value, Below(path, field.Name), text);
            else if (field.Value.ValueKind == JsonValueKind.Array)
                AddLeaves(field.Value, path, text);
        }
    }

    private static void AddLeaves(JsonElement leaves, string path, StringBuilder text)
    {
        foreach (var leaf in leaves.EnumerateArray().Where(leaf => leaf.ValueKind == JsonValueKind.Object))
        {
            text.Append(text.Length > 0 ? "; " : "").Append(path).Append(path.Length > 0 ? ": " : "")
                .Append(Value(leaf, "message", JsonValueKind.String)?.GetString());
        }
    }

    private static string Below(string path, string name) =>
        char.IsAsciiDigit(name[0]) ? $"{path}[{name}]" : path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>On one line, and no longer than a line of the log should be.</summary>
    private static string Shown(string text) => string.Concat(
        text.Take(RestLimits.ErrorText).Select(character => char.IsControl(character) ? ' ' : character));
}
