using System.Globalization;
using Codesmith.Supervisor.Gateway;

namespace Codesmith.Supervisor.Demo;

/// <summary>The Messages API's own errors, with the words it uses: clients look at both.</summary>
internal static class ModelErrors
{
    public static AnthropicError OfStatus(int status) => status switch
    {
        400 => new(status, "invalid_request_error", "messages: something is wrong with this request"),
        401 => new(status, "authentication_error", "invalid x-api-key"),
        403 => new(status, "permission_error", "Your API key does not have permission to use the specified resource."),
        404 => new(status, "not_found_error", "model: no-such-model"),
        413 => new(status, "request_too_large", "Request exceeds the maximum allowed number of bytes."),
        429 => new(status, "rate_limit_error", "This request would exceed the rate limit for your organization. Please try again later."),
        500 => new(status, "api_error", "Internal server error"),
        529 => new(status, "overloaded_error", "Overloaded"),
        _ => new(status, "api_error", $"Error {status}"),
    };

    public static AnthropicError Invalid(string message) => new(400, "invalid_request_error", message);

    public static Reply.Failure PromptTooLong { get; } =
        new(Invalid("prompt is too long: 250000 tokens > 200000 maximum"));

    public static Reply.Failure NoCredit { get; } = new(Invalid(
        "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits."));

    /// <summary>The five hours of a subscription are used up.</summary>
    public static Reply.Failure SubscriptionExhausted(DateTimeOffset now)
    {
        var reset = now.AddHours(3).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new Reply.Failure(new AnthropicError(
            429, "rate_limit_error", "This request would exceed your account's rate limit. Please try again later."))
        {
            Headers = new Dictionary<string, string>
            {
                ["anthropic-ratelimit-unified-status"] = "rejected",
                ["anthropic-ratelimit-unified-reset"] = reset,
                ["anthropic-ratelimit-unified-representative-claim"] = "five_hour",
                ["anthropic-ratelimit-unified-5h-status"] = "rejected",
                ["anthropic-ratelimit-unified-5h-reset"] = reset,
                ["anthropic-ratelimit-unified-5h-utilization"] = "1.0",
                ["anthropic-ratelimit-unified-overage-status"] = "rejected",
                ["x-should-retry"] = "false",
                ["retry-after"] = "10800",
            },
        };
    }
}
