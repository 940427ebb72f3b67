using System.Net;
using System.Text;
using Codesmith.Supervisor.Credentials;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Codesmith.Supervisor.Gateway;

/// <summary>
/// What crosses the boundary. Of the request's headers only those the CLI needs pass, whatever else a sandbox
/// invents. The user's <see cref="ModelCredential"/>, a feature of the request, is applied here and nowhere else:
/// either a key is added, or the token of the user's account passes; never both.
/// </summary>
internal sealed class GatewayTransformer : HttpTransformer
{
    private const string Bearer = "Bearer ";

    private static readonly string[] RequestHeaders =
        ["Accept", "Accept-Language", "Content-Encoding", "Content-Length", "Content-Type", "User-Agent", "X-App"];

    private static readonly string[] RequestHeaderPrefixes = ["anthropic-", "x-claude-", "x-stainless-"];

    /// <summary>State that an upstream would like to keep in a client it shares with strangers.</summary>
    private static readonly string[] WithheldResponseHeaders = ["Set-Cookie", "Set-Cookie2", "Alt-Svc"];

    public override ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        // The gateway hands over the complete address; nothing of the request's own may be joined to it.
        proxyRequest.RequestUri = new Uri(destinationPrefix);
        foreach (var (name, values) in httpContext.Request.Headers)
        {
            if (!IsPassedOn(name) || !values.All(value => value is not null && Ascii.IsValid(value)))
                continue;
            if (!proxyRequest.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                proxyRequest.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        // What was used is read from the answer as it passes, which a compressed one would not show.
        proxyRequest.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        if (httpContext.Features.GetRequiredFeature<ModelCredential>().Key is { } key)
            proxyRequest.Headers.TryAddWithoutValidation("x-api-key", key.Reveal());
        else if (httpContext.Request.Headers.Authorization is [{ } token] && IsToken(token))
            proxyRequest.Headers.TryAddWithoutValidation("Authorization", token);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is not null && (int)proxyResponse.StatusCode is >= 300 and < 400)
        {
            // Followed, it would carry the key to an address that the operator never named.
            await GatewayErrors.Redirected.WriteAsync(httpContext).ConfigureAwait(false);
            return false;
        }

        var hasBody = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken).ConfigureAwait(false);
        foreach (var name in WithheldResponseHeaders)
            httpContext.Response.Headers.Remove(name);
        // A key that is not accepted is not accepted a minute later either; the CLI would try for that long. A token
        // that has expired it renews.
        if (httpContext.Features.GetRequiredFeature<ModelCredential>().Key is not null
            && proxyResponse?.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            httpContext.Response.Headers["x-should-retry"] = "false";
        return hasBody;
    }

    private static bool IsToken(string value) =>
        value.StartsWith(Bearer, StringComparison.Ordinal)
        && value.AsSpan(Bearer.Length).IndexOfAnyExceptInRange('!', '~') < 0;

    private static bool IsPassedOn(string name) =>
        RequestHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)
        || RequestHeaderPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
