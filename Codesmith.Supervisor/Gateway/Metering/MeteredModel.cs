using Codesmith.Supervisor.Chat;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Gateway.Metering;

/// <summary>The model behind a meter: each answer is counted, and none is asked for once a budget is spent.</summary>
internal sealed class MeteredModel(UpstreamModel upstream, UsageLedger ledger, RefusalLog refusals, ILogger log)
{
    /// <summary>Answers the request with the upstream's answer, or with the reason why there is none.</summary>
    public async Task AnswerAsync(HttpContext context, UserId user, GatewayRoute.Forward route)
    {
        if (!route.IsPaid)
        {
            await upstream.AnswerAsync(context, user.Value, route.PathAndQuery).ConfigureAwait(false);
            return;
        }

        if (context.Request.ContentLength is not { } bytes)
        {
            await GatewayErrors.LengthRequired.WriteAsync(context).ConfigureAwait(false);
            return;
        }

        // The server itself would see that only when it reads the body, when the upstream knows of the request already.
        if (bytes > GatewayLimits.RequestBodyBytes)
        {
            await GatewayErrors.BodyTooLarge.WriteAsync(context).ConfigureAwait(false);
            return;
        }

        if (ledger.Refusal(user) is { } refusal)
        {
            refusals.Budget(user.Value, refusal.Message);
            context.Response.Headers["x-should-retry"] = "false";
            await refusal.WriteAsync(context).ConfigureAwait(false);
            return;
        }

        using var meter = ledger.Begin(user, bytes);
        context.Response.Body = new MeteringStream(context.Response.Body, context.Response, meter);
        if (!await upstream.AnswerAsync(context, user.Value, route.PathAndQuery).ConfigureAwait(false))
            meter.Abandon();
        if (context.Response.Headers.ContentEncoding is [not "identity"])
            log.NotMetered(user.Value);
    }
}
