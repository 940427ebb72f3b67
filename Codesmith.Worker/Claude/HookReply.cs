using System.Buffers;
using System.Text.Json;
using Codesmith.Protocol;

namespace Codesmith.Worker.Claude;

/// <summary>The JSON by which a hook answers Claude Code.</summary>
internal static class HookReply
{
    /// <summary>No opinion: Claude Code goes on as if there were no hook.</summary>
    public static readonly byte[] None = "{}"u8.ToArray();

    /// <summary>The answer to a <see cref="HookEvent.PermissionRequest"/>.</summary>
    /// <param name="input">The tool's input as it came; the answers to its questions are put into it.</param>
    /// <param name="items">The questions of an AskUserQuestion; else empty.</param>
    /// <param name="answer">The user's decision: accepted or refused.</param>
    public static byte[] Permission(JsonElement input, IReadOnlyList<QuestionItem> items, QuestionAnswer answer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("hookSpecificOutput");
            writer.WriteString("hookEventName", "PermissionRequest");
            writer.WriteStartObject("decision");
            if (answer.Decision == QuestionDecision.Accept)
                WriteAllowed(writer, input, items, answer.Choices);
            else
                WriteDenied(writer, answer.Message);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteAllowed(
        Utf8JsonWriter writer, JsonElement input, IReadOnlyList<QuestionItem> items,
        IReadOnlyList<IReadOnlyList<string>> choices)
    {
        writer.WriteString("behavior", "allow");
        if (input.ValueKind != JsonValueKind.Object)
            return;

        writer.WriteStartObject("updatedInput");
        foreach (var property in input.EnumerateObject().Where(property => property.Name != "answers"))
            property.WriteTo(writer);
        if (items.Count > 0)
        {
            writer.WriteStartObject("answers");
            // The questions are the keys; one asked twice can be answered once.
            foreach (var (item, chosen) in items.Zip(choices).DistinctBy(pair => pair.First.Text))
                writer.WriteString(item.Text, string.Join(", ", chosen));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteDenied(Utf8JsonWriter writer, string? message)
    {
        writer.WriteString("behavior", "deny");
        writer.WriteString("message", string.IsNullOrWhiteSpace(message) ? "The user refused." : message);
    }
}
