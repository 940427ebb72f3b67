using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Codesmith.Tests.Doubles.Discord.Faults;
using Codesmith.Tests.Doubles.Discord.RateLimits;
using Codesmith.Tests.Doubles.Discord.Schema;
using Codesmith.Tests.Doubles.Discord.World;
using Microsoft.AspNetCore.Http;

namespace Codesmith.Tests.Doubles.Discord.Rest;

/// <summary>What every request goes through: headers, faults, limits, body, and then its route.</summary>
internal sealed partial class RestApi(
    DiscordWorld world,
    Ledger ledger,
    RouteTable routes,
    RateLimiter limiter,
    RestFaults faults,
    DiscordDoubleOptions options)
{
    public const string Base = "/api/v10";

    public async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value![Base.Length..];
        var isKnown = routes.TryFind(context.Request.Method, Segments(context), out var route, out var values);
        var body = await RequestBody.ReadAsync(context.Request, isKnown && route!.HasBody, context.RequestAborted)
            .ConfigureAwait(false);
        var answering = new Answering(
            context, path, ledger, limiter, world.Clock, route?.Name ?? $"{context.Request.Method} unknown");
        try
        {
            if (!UserAgent().IsMatch(context.Request.Headers.UserAgent.ToString()))
            {
                ledger.Violate($"{answering}: User-Agent {context.Request.Headers.UserAgent}");
                await answering.HtmlAsync(403, "error code: 1010").ConfigureAwait(false);
                return;
            }

            if (isKnown)
                await AnswerAsync(answering, route!, values!, body).ConfigureAwait(false);
            else
                await RefuseAsync(answering, context).ConfigureAwait(false);
        }
        catch (DiscordErrorException error)
        {
            if (error.IsViolation)
                ledger.Violate($"{answering}: {error.Code} {error.Message} {error.Errors?.ToJsonString()}");
            await answering.JsonAsync(error.Status, error.ToJson()).ConfigureAwait(false);
        }
        catch (RateLimitedException limited)
        {
            await answering.TooManyAsync(
                limited.Scope, limited.RetryAfterSeconds, onDemand: false, limited.Code, limited.Message)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or IOException))
        {
            ledger.Violate($"{answering}: the double itself failed: {exception}");
            await answering.HtmlAsync(500, "the double failed").ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(Answering answering, Route route, string[] values, RequestBody body)
    {
        if (await IsLimitedAsync(answering, route, values).ConfigureAwait(false))
            return;
        var fault = faults.Take(route.Name, route.Method, answering.Path);
        switch (fault)
        {
            case RestFault.Fail fail:
                await answering.HtmlAsync(fail.Status, "the upstream did not answer").ConfigureAwait(false);
                return;
            case RestFault.Limit limit:
                await answering.TooManyAsync(limit.Scope, limit.RetryAfterSeconds, onDemand: true).ConfigureAwait(false);
                return;
            case RestFault.Hold hold:
                await hold.Until.WaitAsync(answering.Aborted).ConfigureAwait(false);
                break;
        }

        if (!route.NeedsNoAuthorization && answering.Authorization != $"Bot {options.Token}")
            throw DiscordErrors.Unauthorized();
        if (body.Problem is not null)
            throw body.Problem;

        if (options.ChecksSchema && body.Json.ValueKind is not JsonValueKind.Undefined
            && RequestSchemas.Known?.Check(route, body.Json) is { } problem)
            throw DiscordErrors.InvalidForm(problem.Path, "SCHEMA", problem.Message);

        var call = new RestCall(route, values, answering.Query, body.Json, body.Files, fault is RestFault.LoseAnswer);
        RestAnswer answer;
        lock (world.Gate)
            answer = route.Answer(call);
        if (fault is RestFault.HoldAnswer held)
            await held.Until.WaitAsync(answering.Aborted).ConfigureAwait(false);
        if (fault is RestFault.LoseAnswer)
            answering.Lose();
        else
            await answering.JsonAsync(answer.Status, answer.Body).ConfigureAwait(false);
    }

    private async Task<bool> IsLimitedAsync(Answering answering, Route route, string[] values)
    {
        if (limiter.BannedSeconds() is { } banned)
        {
            ledger.Violate($"{answering}: too many invalid requests");
            await answering.TooManyAsync(RateLimitScope.Cloudflare, banned, onDemand: false).ConfigureAwait(false);
            return true;
        }

        if (!route.IsOutsideGlobalLimit && limiter.TakeGlobal() is { IsExceeded: true } global)
        {
            await answering.TooManyAsync(RateLimitScope.Global, limiter.SecondsUntil(global.ResetAt), onDemand: false)
                .ConfigureAwait(false);
            return true;
        }

        if (route.IsUnlimited)
            return false;
        var window = limiter.Take(route, values);
        answering.Window = window;
        if (!window.IsExceeded)
            return false;
        await answering.TooManyAsync(RateLimitScope.User, limiter.SecondsUntil(window.ResetAt), onDemand: false)
            .ConfigureAwait(false);
        return true;
    }

    private async Task RefuseAsync(Answering answering, HttpContext context)
    {
        ledger.RouteUnknown(context.Request.Method, answering.Path);
        var (status, message) = routes.KnowsPath(Segments(context)) ? (405, "405: Method Not Allowed") : (
            404, "404: Not Found");
        await answering.JsonAsync(status, new JsonObject { ["message"] = message, ["code"] = 0 }).ConfigureAwait(false);
    }

    /// <summary>Of the decoded path, as emoji are not letters.</summary>
    private static string[] Segments(HttpContext context) =>
        context.Request.Path.Value![Base.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^DiscordBot \([^,)]+, [^)]+\)")]
    private static partial Regex UserAgent();
}
