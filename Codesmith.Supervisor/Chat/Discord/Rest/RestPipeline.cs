using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>Sends requests when their turn comes, repeats them where that helps, and says why where it does not.</summary>
internal sealed partial class RestPipeline : IDisposable
{
    private readonly TaskCompletionSource<DiscordException> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpMessageInvoker _client;
    private readonly DiscordRestOptions _options;
    private readonly TimeProvider _clock;
    private readonly Random _random;
    private readonly ILogger _log;

    public RestPipeline(DiscordRestOptions options, HttpMessageHandler handler, TimeProvider clock, Random random, ILogger log)
    {
        _options = options;
        _client = new HttpMessageInvoker(handler);
        _clock = clock;
        _random = random;
        _log = log;
    }

    public Task<DiscordException> Stopped => _stopped.Task;

    public async Task<byte[]> SendAsync(RestRequest request, CancellationToken cancellationToken)
    {
        _ = _clock;
        _ = _random;
        _ = _log;
        using var message = new HttpRequestMessage(
            request.Route.Method, _options.ApiBase.ToString().TrimEnd('/') + "/" + request.Route.Path) { Content = request.Body?.Invoke() };
        message.Headers.Authorization = new AuthenticationHeaderValue("Bot", _options.Token.Reveal());
        message.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        using var answer = await _client.SendAsync(message, cancellationToken);
        return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    public Task<long> DownloadAsync(Uri url, Stream destination, long maximumBytes, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public void Dispose() => _client.Dispose();
}
