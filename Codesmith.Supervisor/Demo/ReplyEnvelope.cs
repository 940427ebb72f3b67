using System.Text.Json.Nodes;

namespace Codesmith.Supervisor.Demo;

/// <summary>What is around the content of a reply: identifier, model, reason to stop, usage.</summary>
internal sealed class ReplyEnvelope
{
    private readonly string _id = ReplyHeaders.NewId("msg_");
    private readonly string _model;
    private readonly int _inputTokens;
    private readonly long _cachedTokens;
    private readonly JsonArray _content;

    /// <param name="reply">What is said.</param>
    /// <param name="model">The model that says it.</param>
    /// <param name="inputTokens">Reported as fresh input.</param>
    /// <param name="requestLength">Length of the request, from which what came from the cache is guessed.</param>
    public ReplyEnvelope(Reply.Message reply, string model, int inputTokens, long requestLength)
    {
        (_model, _inputTokens, _cachedTokens) = (model, inputTokens, Tokens(requestLength));
        _content = [.. reply.Content.Select(block => block.AsJson())];
        StopReason = reply.StopReason
            ?? (reply.Content.Any(block => block is ContentBlock.ToolUse) ? "tool_use" : "end_turn");
        OutputTokens = Math.Max(1, Tokens(ModelJson.SerializeToString(_content).Length));
    }

    public string StopReason { get; }

    public long OutputTokens { get; }

    /// <summary>The whole message.</summary>
    public JsonObject Whole() => Message(_content.DeepClone(), StopReason, OutputTokens);

    /// <summary>The message as a stream begins it: nothing said yet.</summary>
    public JsonObject Begun() => Message(new JsonArray(), null, 1);

    /// <summary>About four characters make a token.</summary>
    public static long Tokens(long characters) => (characters + 3) / 4;

    private JsonObject Message(JsonNode content, string? stopReason, long outputTokens) => new JsonObject
    {
        ["id"] = _id,
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = _model,
        ["content"] = content,
        ["stop_reason"] = stopReason,
        ["stop_sequence"] = (string?)null,
        ["usage"] = new JsonObject
        {
            ["input_tokens"] = _inputTokens,
            ["cache_creation_input_tokens"] = 0,
            ["cache_read_input_tokens"] = _cachedTokens,
            ["cache_creation"] = new JsonObject { ["ephemeral_5m_input_tokens"] = 0, ["ephemeral_1h_input_tokens"] = 0 },
            ["output_tokens"] = outputTokens,
            ["service_tier"] = "standard",
        },
    };
}
