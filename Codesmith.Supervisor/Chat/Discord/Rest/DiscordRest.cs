using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Codesmith.Supervisor.Chat.Discord.Model;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>
/// Discord's REST API, one method for each request. Every call waits for its turn under Discord's limits, is repeated
/// where that helps, and throws <see cref="DiscordException"/>, and nothing else but cancellation.
/// </summary>
internal sealed partial class DiscordRest : IDisposable
{
    private readonly RestTransport _transport;
    private readonly RestPipeline _pipeline;
    private readonly OldEdits _oldEdits;
    private readonly Uri _apiBase;

    /// <param name="options">Where, and who.</param>
    /// <param name="handler">
    /// Sends; <see cref="RestHandler.Create"/> makes the real one. Disposed with the client.
    /// </param>
    /// <param name="clock">The time.</param>
    /// <param name="random">Spreads what is repeated.</param>
    /// <param name="log">For waits and failures.</param>
    public DiscordRest(
        DiscordRestOptions options, HttpMessageHandler handler, TimeProvider clock, Random random, ILogger log)
    {
        _apiBase = options.ApiBase;
        _transport = new RestTransport(options, handler, clock);
        _pipeline = new RestPipeline(_transport, clock, random, log);
        _oldEdits = new OldEdits(clock);
    }

    /// <summary>Completes with the reason when the token is found to be wrong: from then on nothing is sent.</summary>
    public Task<DiscordException> Stopped => _pipeline.Stopped;

    /// <summary>Calls that wait fail as <see cref="DiscordErrorKind.Stopped"/>.</summary>
    public void Dispose()
    {
        _pipeline.Dispose();
        _transport.Dispose();
    }

    public Task<GatewayBot> GetGatewayBotAsync(CancellationToken cancellationToken) => ReadAsync(
        Route.Of(HttpMethod.Get, "gateway/bot"), DiscordJson.Default.GatewayBot, cancellationToken);

    private static Func<HttpContent> Json<T>(T value, JsonTypeInfo<T> type) => () => RequestBody.Json(value, type);

    private Task<T> ReadAsync<T>(Route route, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(new RestRequest(route, RequestPriority.Create), type, cancellationToken);

    private async Task SendAsync(RestRequest request, CancellationToken cancellationToken) =>
        await _pipeline.SendAsync(request, cancellationToken);

    private async Task<T> SendAsync<T>(RestRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var body = await _pipeline.SendAsync(request, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new DiscordException(
                DiscordErrorKind.Unexpected, $"{request.Route}: Discord's answer cannot be read.", cause: exception);
        }
    }
}
