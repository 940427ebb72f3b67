using System.Globalization;
using Codesmith.Protocol;
using Codesmith.Supervisor.Gateway.Metering;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Codesmith.Supervisor.Gateway;

/// <summary>Every error the gateway itself gives, as the user will read it in the chat.</summary>
internal static class GatewayErrors
{
    /// <summary>Characters of a refused target that are quoted.</summary>
    private const int QuotedTarget = 100;

    public static AnthropicError BodyTooLarge { get; } = new(
        StatusCodes.Status413PayloadTooLarge,
        "request_too_large",
        $"The request is larger than {GatewayLimits.RequestBodyBytes / (1024 * 1024)} MiB, the most the model takes.");

    /// <summary>What a request is expected to cost follows from its length.</summary>
    public static AnthropicError LengthRequired { get; } = new(
        StatusCodes.Status411LengthRequired,
        "invalid_request_error",
        "The request does not say how long it is: send it with a Content-Length.");

    public static AnthropicError Redirected { get; } = new(
        StatusCodes.Status502BadGateway,
        "api_error",
        "The model's address answered with a redirect, which Codesmith does not follow. Its operator checks ANTHROPIC_BASE_URL.");

    public static AnthropicError TimedOut { get; } = new(
        StatusCodes.Status504GatewayTimeout,
        "timeout_error",
        "The model did not answer in time.");

    /// <summary>Not 401: on that the CLI says "Please run /login" instead of this message.</summary>
    /// <param name="message">What the user can do about it.</param>
    public static AnthropicError NoCredential(string message) => new(
        StatusCodes.Status403Forbidden, "permission_error", message);

    public static AnthropicError Refused(string method, string target) => new(
        StatusCodes.Status404NotFound,
        "not_found_error",
        $"This sandbox may only talk to the model, and '{method} {Shortened(target)}' is not part of that.");

    /// <summary>So much of a refused target as is quoted, in answers and in the log.</summary>
    public static string Shortened(string target) =>
        target.Length <= QuotedTarget ? target : string.Concat(target.AsSpan(0, QuotedTarget), "…");

    /// <summary>Sent with <c>x-should-retry: false</c>: the CLI would go on trying, where only tomorrow helps.</summary>
    public static AnthropicError BudgetSpent(DailyBudget budget, DayUse use, DateTimeOffset now)
    {
        string spent = use.Tokens >= budget.Tokens
            ? string.Create(CultureInfo.InvariantCulture, $"{use.Tokens:N0} of {budget.Tokens:N0} tokens")
            : string.Create(CultureInfo.InvariantCulture, $"${use.Dollars:0.00} of ${budget.Dollars:0.00}");
        var left = use.Ends - now;
        return new(
            StatusCodes.Status429TooManyRequests,
            "rate_limit_error",
            AgentErrors.OwnWords + string.Create(
                CultureInfo.InvariantCulture,
                $"your budget for today is used up ({spent}). It is renewed at 00:00 UTC, "
                + $"in {(int)left.TotalHours} h {left.Minutes} min."));
    }

    /// <summary>Why nothing came back from the upstream. The cause is null where the forwarder named none.</summary>
    public static AnthropicError Of(ForwarderError error, Exception? cause)
    {
        // The forwarder wraps a failure of the request's body together with the failure it led to.
        var causes = cause is AggregateException several ? several.InnerExceptions.ToArray() : cause is null ? [] : [cause];
        if (causes.OfType<BadHttpRequestException>().FirstOrDefault() is { } bad)
        {
            return bad.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? BodyTooLarge
                : new AnthropicError(StatusCodes.Status400BadRequest, "invalid_request_error", "The request's body is malformed.");
        }

        if (error == ForwarderError.RequestTimedOut || causes.Any(each => each.InnerException is TimeoutException))
            return TimedOut;
        var reason = causes.OfType<HttpRequestException>().FirstOrDefault()?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "its name is not known",
            HttpRequestError.ConnectionError => "no connection",
            HttpRequestError.SecureConnectionError => "no secure connection",
            HttpRequestError.ProxyTunnelError => "the proxy does not let it through",
            _ => "no proper answer",
        };
        return new AnthropicError(StatusCodes.Status502BadGateway, "api_error", $"The model cannot be reached: {reason}.");
    }
}
