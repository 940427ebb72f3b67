using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Codesmith.Supervisor.Demo;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Codesmith.Tests.Demo;

/// <summary>A scripted model, and the CLI's part of a conversation with it.</summary>
internal sealed class ScriptedClient : IAsyncDisposable
{
    private readonly HttpClient _http;

    private ScriptedClient(ScriptedModel model)
    {
        Model = model;
        _http = new HttpClient { BaseAddress = model.BaseAddress, Timeout = Timeouts.MustNotHang };
    }

    public ScriptedModel Model { get; }

    public static async Task<ScriptedClient> StartAsync(ScriptedModelOptions? options = null) => new(
        await ScriptedModel.StartAsync(options ?? ScriptedModelOptions.ForTests, NullLoggerFactory.Instance, TimeProvider.System));

    /// <summary>A request whose conversation is a prompt and, for each result, a tool call and that result.</summary>
    public static JsonObject Request(string prompt, params string[] toolResults)
    {
        var messages = new JsonArray(Message("user", Text("<system-reminder>RUNTOOL is no prompt</system-reminder>"), Text(prompt)));
        foreach (var result in toolResults)
        {
            messages.Add(Message("assistant", Text("I call a tool.")));
            messages.Add(Message("user", new JsonObject
            {
                ["type"] = "tool_result",
                ["tool_use_id"] = "toolu_1",
                ["content"] = result,
            }));
        }

        return new JsonObject
        {
            ["model"] = "claude-opus-5-5",
            ["max_tokens"] = 32000,
            ["stream"] = true,
            ["system"] = new JsonArray(Text("You are an agent.\n - Primary working directory: /workspace/sub\n")),
            ["tools"] = new JsonArray(new JsonObject { ["name"] = "Bash" }, new JsonObject { ["name"] = "Agent" }),
            ["messages"] = messages,
        };
    }

    public static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    public static JsonObject Message(string role, params JsonNode[] content) =>
        new() { ["role"] = role, ["content"] = new JsonArray(content) };

    public async Task<HttpResponseMessage> PostAsync(string body, string session = "s1", CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages?beta=true");
        request.Headers.Add("x-claude-code-session-id", session);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path) =>
        _http.SendAsync(new HttpRequestMessage(method, path));

    /// <summary>Asks for a stream and reads it to its end.</summary>
    public async Task<StreamedReply> AskAsync(string prompt, params string[] toolResults) =>
        await StreamedReply.ReadAsync(await PostAsync(Request(prompt, toolResults).ToJsonString()));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Model.DisposeAsync();
    }
}

/// <summary>The events of a stream, and the message they make.</summary>
internal sealed record StreamedReply(HttpResponseMessage Response, IReadOnlyList<JsonElement> Events)
{
    public IEnumerable<string> Types => Events.Select(each => each.GetProperty("type").GetString()!);

    public string Text => Joined("text_delta", "text");

    public string Thinking => Joined("thinking_delta", "thinking");

    public string StopReason =>
        Events.Single(each => TypeOf(each) == "message_delta").GetProperty("delta").GetProperty("stop_reason").GetString()!;

    /// <summary>The tool calls: name and input.</summary>
    public IReadOnlyList<(string Name, JsonElement Input)> Tools => [.. Events
        .Where(each => TypeOf(each) == "content_block_start" && TypeOf(each.GetProperty("content_block")) == "tool_use")
        .Select(start =>
        {
            var index = start.GetProperty("index").GetInt32();
            var input = string.Concat(Deltas("input_json_delta", "partial_json", index));
            return (start.GetProperty("content_block").GetProperty("name").GetString()!, JsonDocument.Parse(input).RootElement);
        })];

    public static async Task<StreamedReply> ReadAsync(HttpResponseMessage response)
    {
        var events = new List<JsonElement>();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(), new UTF8Encoding(false, throwOnInvalidBytes: true));
        while (await reader.ReadLineAsync() is { } line)
        {
            var name = line["event: ".Length..];
            var data = JsonDocument.Parse((await reader.ReadLineAsync())!["data: ".Length..]).RootElement;
            Assert.That(TypeOf(data), Is.EqualTo(name), "an event's name is its data's type");
            Assert.That(await reader.ReadLineAsync(), Is.Empty, "an event ends with an empty line");
            events.Add(data);
        }

        return new StreamedReply(response, events);
    }

    private static string TypeOf(JsonElement json) => json.GetProperty("type").GetString()!;

    private string Joined(string deltaType, string property) => string.Concat(Deltas(deltaType, property, index: null));

    private IEnumerable<string> Deltas(string deltaType, string property, int? index) => Events
        .Where(each => TypeOf(each) == "content_block_delta" && TypeOf(each.GetProperty("delta")) == deltaType)
        .Where(each => index is null || each.GetProperty("index").GetInt32() == index)
        .Select(each => each.GetProperty("delta").GetProperty(property).GetString()!);
}
