using System.Text.Json;
using System.Text.RegularExpressions;

namespace Codesmith.Supervisor.Demo;

/// <summary>A call of <c>POST /v1/messages</c>, as far as a scenario can depend on it.</summary>
/// <param name="Session">The CLI's session, from its header: what sticks, sticks to that.</param>
/// <param name="Model">The model's name, which the reply repeats.</param>
/// <param name="Streams">Whether the reply is to be a stream.</param>
/// <param name="MaxTokens">The most the reply may have.</param>
/// <param name="SystemText">All system prompts.</param>
/// <param name="Structured">Text of the schema the answer is to fit, if there is one.</param>
/// <param name="Tools">Names of the tools on offer.</param>
/// <param name="Prompt">The last prompt a person typed.</param>
/// <param name="Raw">The whole body.</param>
internal sealed partial record MessagesRequest(
    string Session,
    string Model,
    bool Streams,
    long MaxTokens,
    string SystemText,
    string? Structured,
    IReadOnlySet<string> Tools,
    TypedPrompt Prompt,
    string Raw)
{
    /// <summary>Where the CLI says it works; the place of our own sandboxes where it says nothing.</summary>
    public string WorkingDirectory =>
        WorkingDirectoryLine().Match(Raw) is { Success: true } match ? match.Groups[1].Value : "/workspace";

    /// <exception cref="JsonException">Not JSON.</exception>
    /// <exception cref="InvalidOperationException">JSON of another shape, or text that is no Unicode.</exception>
    /// <exception cref="KeyNotFoundException">A required field is missing.</exception>
    public static MessagesRequest Read(string raw, string session)
    {
        using var document = JsonDocument.Parse(raw);
        var body = document.RootElement;
        var structured = body.TryGetProperty("output_config", out var output) && output.TryGetProperty("format", out var format)
            ? format.GetRawText()
            : null;
        return new MessagesRequest(
            session,
            body.GetProperty("model").GetString()!,
            body.TryGetProperty("stream", out var stream) && stream.GetBoolean(),
            body.GetProperty("max_tokens").GetInt64(),
            SystemTextOf(body),
            structured,
            ToolsOf(body),
            TypedPrompt.Find(body.GetProperty("messages")),
            raw);
    }

    private static string SystemTextOf(JsonElement body)
    {
        if (!body.TryGetProperty("system", out var system))
            return "";
        return system.ValueKind == JsonValueKind.String
            ? system.GetString()!
            : string.Join('\n', system.EnumerateArray().Select(block => block.GetProperty("text").GetString()));
    }

    private static HashSet<string> ToolsOf(JsonElement body) => body.TryGetProperty("tools", out var tools)
        ? [.. tools.EnumerateArray().Select(tool => tool.GetProperty("name").GetString()!)]
        : [];

    // In the raw JSON, where a line ends with an escaped line feed.
    [GeneratedRegex(@"[Ww]orking directory: (/[^\s""\\]*)")]
    private static partial Regex WorkingDirectoryLine();
}
