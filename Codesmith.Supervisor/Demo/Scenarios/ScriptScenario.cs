using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Codesmith.Supervisor.Gateway;

namespace Codesmith.Supervisor.Demo.Scenarios;

/// <summary>
/// A conversation written into the prompt: an array with one element for each step, which is an array of content
/// blocks or <c>{"error":{"status":529,"type":…,"message":…}}</c>. The last one is repeated.
/// </summary>
internal static class ScriptScenario
{
    public static Scenario Instance { get; } =
        new(Trigger.WithRest("SCRIPT", "json"), "the content blocks of that JSON, step by step", Play);

    private static Reply Play(Turn turn)
    {
        try
        {
            // Reads one value and no further: the user may have written something after it.
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(turn.Argument));
            using var script = JsonDocument.ParseValue(ref reader);
            var steps = script.RootElement;
            var step = steps[Math.Min(turn.Step, steps.GetArrayLength() - 1)];
            return step.ValueKind == JsonValueKind.Array
                ? new Reply.Message([.. step.EnumerateArray().Select(Block)])
                : new Reply.Failure(Error(step.GetProperty("error")));
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            return Reply.Text($"I cannot play that script: {wrong.Message}");
        }
    }

    private static ContentBlock Block(JsonElement block) => block.GetProperty("type").GetString() switch
    {
        "text" => new ContentBlock.Text(block.GetProperty("text").GetString()!),
        "thinking" => new ContentBlock.Thinking(block.GetProperty("thinking").GetString()!),
        "tool_use" => new ContentBlock.ToolUse(block.GetProperty("name").GetString()!, Node(block.GetProperty("input"))),
        _ => new ContentBlock.Raw(Node(block)),
    };

    private static JsonNode Node(JsonElement element) =>
        JsonNode.Parse(element.GetRawText()) ?? throw new JsonException("null is no input of a tool.");

    private static AnthropicError Error(JsonElement error)
    {
        var known = ModelErrors.OfStatus(error.GetProperty("status").GetInt32());
        return new AnthropicError(
            known.Status,
            error.TryGetProperty("type", out var type) ? type.GetString()! : known.Type,
            error.TryGetProperty("message", out var message) ? message.GetString()! : known.Message);
    }
}
