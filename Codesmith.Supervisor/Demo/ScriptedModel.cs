using System.Text.Json.Nodes;
using Codesmith.Supervisor.Gateway;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Demo;

/// <summary>
/// A Messages API on loopback that needs no account: it chooses a prepared reply by words in the prompt. The demo
/// is answered by it, and the end-to-end tests.
/// </summary>
internal sealed class ScriptedModel : IAsyncDisposable
{
    /// <summary>As much as the real API takes.</summary>
    private const long RequestBodyBytes = 32 * 1024 * 1024;

    private static readonly (string Id, string Name)[] Models =
    [
        ("claude-opus-4-8", "Claude Opus 4.8"),
        ("claude-sonnet-5", "Claude Sonnet 5"),
        ("claude-haiku-4-5", "Claude Haiku 4.5"),
    ];

    private readonly RequestLog _requests;
    private readonly MessagesEndpoint _messages;
    private LocalHttpServer? _server;

    private ScriptedModel(ScriptedModelOptions options, TimeProvider clock)
    {
        _requests = new RequestLog(options);
        _messages = new MessagesEndpoint(options, _requests, clock);
    }

    /// <summary>What <c>ANTHROPIC_BASE_URL</c> would be.</summary>
    public Uri BaseAddress => _server!.Address;

    /// <summary>The last requests, oldest first, as many as the options keep.</summary>
    public IReadOnlyList<ModelRequest> Requests => _requests.All;

    public static async Task<ScriptedModel> StartAsync(
        ScriptedModelOptions options, ILoggerFactory log, TimeProvider clock, CancellationToken cancellation = default)
    {
        var model = new ScriptedModel(options, clock);
        model._server = await LocalHttpServer
            .StartOnLoopbackAsync(model.AnswerAsync, limits => limits.MaxRequestBodySize = RequestBodyBytes, log, cancellation)
            .ConfigureAwait(false);
        return model;
    }

    /// <summary>The first request, past or to come, that is wanted.</summary>
    public Task<ModelRequest> WaitForRequestAsync(Func<ModelRequest, bool> wanted, CancellationToken cancellation) =>
        _requests.WaitForAsync(wanted, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync().ConfigureAwait(false);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request is { Method: "POST", Path.Value: "/v1/messages" })
        {
            await _messages.AnswerAsync(context).ConfigureAwait(false);
            return;
        }

        var request = _requests.Add(context, message: null, ModelRequestKind.Other);
        var answer = (context.Request.Method, context.Request.Path.Value) switch
        {
            ("POST", "/v1/messages/count_tokens") =>
                ModelJson.WriteAsync(context, new JsonObject { ["input_tokens"] = ReplyEnvelope.Tokens(context.Request.ContentLength ?? 0) }),
            ("GET", "/v1/models") => ModelJson.WriteAsync(context, ListOfModels()),
            ("GET", "/api/hello" or "/v1/oauth/hello") => ModelJson.WriteAsync(context, new JsonObject { ["message"] = "hello" }),
            ("HEAD", _) => Task.CompletedTask,
            _ => ModelErrors.OfStatus(StatusCodes.Status404NotFound).WriteAsync(context),
        };
        await answer.ConfigureAwait(false);
        request.Finish(ModelRequestEnd.Answered);
    }

    private static JsonObject ListOfModels() => new JsonObject
    {
        ["data"] = new JsonArray([.. Models.Select(model => new JsonObject
        {
            ["type"] = "model",
            ["id"] = model.Id,
            ["display_name"] = model.Name,
            ["created_at"] = "2026-01-01T00:00:00Z",
        })]),
        ["has_more"] = false,
        ["first_id"] = Models[0].Id,
        ["last_id"] = Models[^1].Id,
    };
}
