using System.Text.Json;
using System.Text.RegularExpressions;

namespace Codesmith.Supervisor.Demo;

/// <summary>The last prompt a person typed, and how far the conversation has come since.</summary>
/// <param name="Text">Trimmed; empty where nobody typed anything.</param>
/// <param name="Step">How many messages with tool results followed it.</param>
/// <param name="LastResult">The text of the last tool result; empty before the first.</param>
internal sealed partial record TypedPrompt(string Text, int Step, string LastResult)
{
    public static TypedPrompt Find(JsonElement messages)
    {
        var step = 0;
        string? lastResult = null;
        foreach (var message in messages.EnumerateArray().Reverse())
        {
            if (message.GetProperty("role").GetString() != "user")
                continue;
            // Prompts that got no answer are sent again in one message with the next one: the last one counts.
            var typed = Texts(message).LastOrDefault(text => !string.IsNullOrWhiteSpace(text) && !WrittenByTheClient().IsMatch(text));
            if (typed is not null)
                return new TypedPrompt(typed.Trim(), step, lastResult ?? "");

            var results = Blocks(message, "tool_result").ToArray();
            if (results.Length == 0)
                continue;
            step++;
            lastResult ??= string.Join('\n', Texts(results[^1]));
        }

        return new TypedPrompt("", step, lastResult ?? "");
    }

    /// <summary>The texts of something with a <c>content</c>: one string, or an array of blocks.</summary>
    public static IEnumerable<string> Texts(JsonElement owner)
    {
        if (!owner.TryGetProperty("content", out var content))
            return [];
        return content.ValueKind == JsonValueKind.String
            ? [content.GetString()!]
            : Blocks(owner, "text").Select(block => block.GetProperty("text").GetString()!);
    }

    private static IEnumerable<JsonElement> Blocks(JsonElement owner, string type) =>
        owner.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Array
            ? content.EnumerateArray().Where(block => block.GetProperty("type").GetString() == type)
            : [];

    // Reminders, slash commands and their output, and the notes the client leaves about an interrupt.
    [GeneratedRegex(@"\A\s*(<(system-reminder|local-command-|command-(name|message|args)|bash-(input|stdout|stderr))|\[Request interrupted)")]
    private static partial Regex WrittenByTheClient();
}
