using System.Net.Http.Headers;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>Sends one request once and reads its answer, within its time and a bound of memory.</summary>
internal sealed class RestTransport(DiscordRestOptions options, HttpMessageHandler handler, TimeProvider clock)
    : IDisposable
{
    private readonly HttpMessageInvoker _client = new(handler);
    private readonly string _base = options.ApiBase.GetLeftPart(UriPartial.Path).TrimEnd('/');

    public void Dispose() => _client.Dispose();

    /// <exception cref="TransportException">There was no answer.</exception>
    /// <exception cref="DiscordException">The answer is too large.</exception>
    public async Task<RestAnswer> SendAsync(RestRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Route.Method, new Uri($"{_base}/{request.Route.Path}"));
        message.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        if (!request.IsByInteraction)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bot", options.Token.Reveal());
        message.Content = request.Body?.Invoke();
        return await WithinAsync(request.Timeout, async within =>
        {
            using var response = await _client.SendAsync(message, within);
            using var body = new MemoryStream();
            await using var stream = await response.Content.ReadAsStreamAsync(within);
            if (await BoundedCopy.CopyAsync(stream, body, RestLimits.ResponseBytes, within) is null)
            {
                throw new DiscordException(
                    DiscordErrorKind.Unexpected,
                    $"{request.Route}: Discord's answer is too large.",
                    (int)response.StatusCode);
            }

            return new RestAnswer((int)response.StatusCode, response.Headers, body.ToArray());
        }, cancellationToken);
    }

    /// <summary>Fetches from anywhere, without the token.</summary>
    /// <param name="url">Where from.</param>
    /// <param name="read">Given the answer once its headers are there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TransportException">It broke off, before or while it was read.</exception>
    public async Task<T> FetchAsync<T>(
        Uri url, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, url);
        message.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        return await WithinAsync(RestLimits.Download, async within =>
        {
            using var response = await _client.SendAsync(message, within);
            return await read(response, within);
        }, cancellationToken);
    }

    private async Task<T> WithinAsync<T>(
        TimeSpan time, Func<CancellationToken, Task<T>> exchange, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(time, clock);
        using var within = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await exchange(within.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransportException("It took too long.", mayHaveArrived: true);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ProxyTunnelError)
        {
            // Its own words and its cause hold the proxy's address, which may hold a password.
            throw new TransportException("The proxy does not let it through.", mayHaveArrived: false);
        }
        catch (HttpRequestException exception)
        {
            throw new TransportException(exception.Message, MayHaveArrived(exception.HttpRequestError), exception);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            throw new TransportException(exception.Message, mayHaveArrived: true, exception);
        }
    }

    /// <summary>Without a connection nothing arrived; of anything else it is not known.</summary>
    private static bool MayHaveArrived(HttpRequestError error) => error is not (
        HttpRequestError.NameResolutionError
        or HttpRequestError.ConnectionError
        or HttpRequestError.SecureConnectionError);
}
