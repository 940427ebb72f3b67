using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.RateLimits;
using Codesmith.Tests.Doubles.Discord.World;
using Microsoft.AspNetCore.Http;

namespace Codesmith.Tests.Doubles.Discord.Rest;

/// <summary>The answer to one request: its headers, its body, and the note of it in the ledger.</summary>
internal sealed class Answering(
    HttpContext context, string path, Ledger ledger, RateLimiter limiter, TimeProvider clock, string routeName)
{
    public string Path { get; } = path;

    public CancellationToken Aborted => context.RequestAborted;

    public IQueryCollection Query => context.Request.Query;

    public string Authorization => context.Request.Headers.Authorization.ToString();

    /// <summary>Whose headers go along; null before the limits were looked at, and for what has none.</summary>
    public RateLimitWindow? Window { get; set; }

    public async Task JsonAsync(int status, JsonNode? body)
    {
        if (status is 401 or 403)
            limiter.CountInvalid();
        if (Window is not null)
            limiter.WriteHeaders(context.Response.Headers, Window);
        Note(status);
        context.Response.StatusCode = status;
        if (body is null)
            return;
        var bytes = DiscordJson.Bytes(body);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, Aborted).ConfigureAwait(false);
    }

    public async Task HtmlAsync(int status, string text)
    {
        if (status is 401 or 403)
            limiter.CountInvalid();
        Note(status);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"<html><body>{text}</body></html>"), Aborted)
            .ConfigureAwait(false);
    }

    public async Task TooManyAsync(
        RateLimitScope scope, double retryAfter, bool onDemand, int? code = null,
        string message = "You are being rate limited.")
    {
        if (scope is not RateLimitScope.Shared)
            limiter.CountInvalid();
        var name = scope.ToString().ToLowerInvariant();
        ledger.TooMany(new SentTooManyRequests(context.Request.Method, Path, name, retryAfter, onDemand));
        context.Response.Headers.RetryAfter = Math.Ceiling(retryAfter).ToString(CultureInfo.InvariantCulture);
        if (scope is RateLimitScope.Cloudflare)
        {
            await HtmlAsync(429, "You are being blocked from accessing our API temporarily").ConfigureAwait(false);
            return;
        }

        context.Response.Headers["X-RateLimit-Scope"] = name;
        if (scope is RateLimitScope.Global)
        {
            context.Response.Headers["X-RateLimit-Global"] = "true";
            Window = null;
        }

        var body = new JsonObject
        {
            ["message"] = message,
            ["retry_after"] = retryAfter,
            ["global"] = scope is RateLimitScope.Global,
        };
        if (code is not null)
            body["code"] = code;
        await JsonAsync(429, body).ConfigureAwait(false);
    }

    /// <summary>Cuts the connection in the place of an answer.</summary>
    public void Lose()
    {
        Note(0);
        context.Abort();
    }

    public override string ToString() => $"{context.Request.Method} {Path}";

    private void Note(int status) => ledger.Handled(new HandledRequest(routeName, Path, status, clock.GetUtcNow()));
}
