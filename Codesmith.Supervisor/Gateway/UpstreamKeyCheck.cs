using System.Net;
using System.Net.Http.Headers;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.Gateway;

/// <summary>Asks the upstream for its models, which costs nothing and wants a key.</summary>
internal sealed class UpstreamKeyCheck(Uri upstream, TimeProvider clock) : IDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        // Followed, a redirect would carry the key to an address that the operator never named.
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !upstream.IsLoopback,
        ConnectTimeout = GatewayLimits.Connect,
    });

    /// <inheritdoc cref="KeyCheck"/>
    public async Task<KeyFinding> RunAsync(Secret key, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(GatewayLimits.KeyCheck, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = new HttpRequestMessage(
            HttpMethod.Get, upstream.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/v1/models?limit=1");
        request.Headers.TryAddWithoutValidation("x-api-key", key.Reveal());
        request.Headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            using var response = await _client.SendAsync(request, either.Token).ConfigureAwait(false);
            return response.StatusCode switch
            {
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => KeyFinding.Refused,
                _ when response.IsSuccessStatusCode => KeyFinding.Taken,
                var other => new KeyFinding(IsRefused: false, $"the model's service answered with status {(int)other}"),
            };
        }
        catch (HttpRequestException)
        {
            return new KeyFinding(IsRefused: false, "the model's service cannot be reached");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new KeyFinding(IsRefused: false, "the model's service does not answer");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
