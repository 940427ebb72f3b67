using System.Text.Json;
using System.Text.RegularExpressions;

namespace Codesmith.Supervisor.Demo;

/// <summary>A call of <c>POST /v1/messages</c>, as far as a scenario can depend on it.</summary>
internal sealed partial class MessagesRequest(JsonDocument document) : IDisposable
{
    /// <summary>The CLI's session, from its header: what sticks, sticks to that.</summary>
    public required string Session { get; init; }

    /// <summary>The model's name, which the reply repeats.</summary>
    public required string Model { get; init; }

    public required bool Streams { get; init; }

    public required long MaxTokens { get; init; }

    /// <summary>All system prompts.</summary>
    public required string SystemText { get; init; }

    /// <summary>Text of the schema the answer is to fit; null without.</summary>
    public required string? Structured { get; init; }

    /// <summary>Names of the tools on offer.</summary>
    public required IReadOnlySet<string> Tools { get; init; }

    public required TypedPrompt Prompt { get; init; }

    /// <summary>All of it, as text: tens of kilobytes, made anew each time.</summary>
    public string BodyText => document.RootElement.GetRawText();

    /// <summary>Where the CLI says it works; the place of our own sandboxes where it says nothing.</summary>
    public string WorkingDirectory =>
        WorkingDirectoryLine().Match(BodyText) is { Success: true } match ? match.Groups[1].Value : "/workspace";

    /// <exception cref="JsonException">Not JSON.</exception>
    /// <exception cref="InvalidOperationException">JSON of another shape, or text that is no Unicode.</exception>
    /// <exception cref="KeyNotFoundException">A required field is missing.</exception>
    public static async Task<MessagesRequest> ReadAsync(Stream json, string session, CancellationToken cancellation)
    {
        var document = await JsonDocument.ParseAsync(json, default, cancellation).ConfigureAwait(false);
        try
        {
            return Read(document, session);
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    public void Dispose() => document.Dispose();

    private static MessagesRequest Read(JsonDocument document, string session)
    {
        var body = document.RootElement;
        var structured = body.TryGetProperty("output_config", out var output) && output.TryGetProperty("format", out var format)
            ? format.GetRawText()
            : null;
        return new MessagesRequest(document)
        {
            Session = session,
            Model = body.GetProperty("model").GetString()!,
            Streams = body.TryGetProperty("stream", out var stream) && stream.GetBoolean(),
            MaxTokens = body.GetProperty("max_tokens").GetInt64(),
            SystemText = SystemTextOf(body),
            Structured = structured,
            Tools = ToolsOf(body),
            Prompt = TypedPrompt.Find(body.GetProperty("messages")),
        };
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
