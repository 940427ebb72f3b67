using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Codesmith.Supervisor.Gateway;

/// <summary>
/// What crosses the boundary. Of the request's headers only those the CLI needs pass, whatever else a sandbox
/// invents; the shared key is added here and nowhere else.
/// </summary>
internal sealed class GatewayTransformer(string sharedApiKey) : HttpTransformer
{
    private static readonly string[] RequestHeaders =
        ["Accept", "Accept-Encoding", "Accept-Language", "Content-Encoding", "Content-Length", "Content-Type", "User-Agent", "X-App"];

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

        proxyRequest.Headers.TryAddWithoutValidation("x-api-key", sharedApiKey);
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
        // A key that is not accepted is not accepted a minute later either; the CLI would try for that long.
        if (proxyResponse?.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            httpContext.Response.Headers["x-should-retry"] = "false";
        return hasBody;
    }

    private static bool IsPassedOn(string name) =>
        RequestHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)
        || RequestHeaderPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
