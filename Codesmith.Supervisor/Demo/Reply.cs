using Codesmith.Supervisor.Gateway;

namespace Codesmith.Supervisor.Demo;

/// <summary>What a scenario answers.</summary>
internal abstract record Reply
{
    private Reply()
    {
    }

    public static Message Of(params ContentBlock[] content) => new(content);

    public static Message Text(string text) => Of(new ContentBlock.Text(text));

    internal sealed record Message(IReadOnlyList<ContentBlock> Content) : Reply
    {
        /// <summary>Null for the usual one: <c>tool_use</c> if there is a tool call, else <c>end_turn</c>.</summary>
        public string? StopReason { get; init; }

        /// <summary>How the stream ends; a reply that is not streamed is always whole.</summary>
        public StreamEnding Ending { get; init; }
    }

    internal sealed record Failure(AnthropicError Error) : Reply
    {
        public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
    }

    /// <summary>The request is taken and never answered.</summary>
    internal sealed record Silence : Reply;
}

/// <summary>How a streamed reply ends; all but the first do so halfway through its first text.</summary>
internal enum StreamEnding
{
    Whole,
    ErrorEvent,
    ConnectionCut,
    Silence,
}
