using System.Text;
using System.Text.Json;

namespace Codesmith.Supervisor.Demo;

/// <summary>A part of a reply, as the Messages API names them.</summary>
internal abstract record ContentBlock
{
    private ContentBlock()
    {
    }

    /// <summary>The whole block, as a reply that is not streamed has it.</summary>
    public abstract object AsJson();

    internal sealed record Text(string Value) : ContentBlock
    {
        public override object AsJson() => new { type = "text", text = Value };
    }

    internal sealed record Thinking(string Value) : ContentBlock
    {
        /// <summary>Opaque to clients, who send it back unchanged.</summary>
        public string Signature { get; } = Convert.ToBase64String(Encoding.UTF8.GetBytes("scripted:" + Value));

        public override object AsJson() => new { type = "thinking", thinking = Value, signature = Signature };
    }

    /// <summary>A call of a tool; its input is any object that serialises to the JSON the tool takes.</summary>
    internal sealed record ToolUse(string Name, object Input) : ContentBlock
    {
        public string Id { get; } = ReplyHeaders.NewId("toolu_");

        public override object AsJson() => new { type = "tool_use", id = Id, name = Name, input = Input };
    }

    /// <summary>Thinking that the API keeps to itself.</summary>
    internal sealed record RedactedThinking : ContentBlock
    {
        public override object AsJson() => new { type = "redacted_thinking", data = Convert.ToBase64String("scripted"u8) };
    }

    /// <summary>Any other block, sent as it is.</summary>
    internal sealed record Raw(JsonElement Value) : ContentBlock
    {
        public override object AsJson() => Value;
    }
}
