using System.Text;
using System.Text.Json.Nodes;

namespace Codesmith.Supervisor.Demo;

/// <summary>A part of a reply, as the Messages API names them.</summary>
internal abstract record ContentBlock
{
    private ContentBlock()
    {
    }

    /// <summary>The whole block, as a reply that is not streamed has it.</summary>
    public abstract JsonNode AsJson();

    internal sealed record Text(string Value) : ContentBlock
    {
        public override JsonNode AsJson() => new JsonObject { ["type"] = "text", ["text"] = Value };
    }

    internal sealed record Thinking(string Value) : ContentBlock
    {
        /// <summary>Opaque to clients, who send it back unchanged.</summary>
        public string Signature { get; } = Convert.ToBase64String(Encoding.UTF8.GetBytes("scripted:" + Value));

        public override JsonNode AsJson() => new JsonObject { ["type"] = "thinking", ["thinking"] = Value, ["signature"] = Signature };
    }

    /// <summary>A call of a tool; its input is what the tool takes.</summary>
    internal sealed record ToolUse(string Name, JsonNode Input) : ContentBlock
    {
        public string Id { get; } = ReplyHeaders.NewId("toolu_");

        public override JsonNode AsJson() => new JsonObject { ["type"] = "tool_use", ["id"] = Id, ["name"] = Name, ["input"] = Input.DeepClone() };
    }

    /// <summary>Thinking that the API keeps to itself.</summary>
    internal sealed record RedactedThinking : ContentBlock
    {
        public override JsonNode AsJson() => new JsonObject { ["type"] = "redacted_thinking", ["data"] = Convert.ToBase64String("scripted"u8) };
    }

    /// <summary>Any other block, sent as it is.</summary>
    internal sealed record Raw(JsonNode Value) : ContentBlock
    {
        public override JsonNode AsJson() => Value.DeepClone();
    }
}
