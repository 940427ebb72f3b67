namespace Codesmith.Tests.Doubles.Discord.RateLimits;

/// <summary>A 429 that a route finds out about.</summary>
internal sealed class RateLimitedException(RateLimitScope scope, double retryAfterSeconds, int? code, string message)
    : Exception(message)
{
    public RateLimitScope Scope { get; } = scope;

    public double RetryAfterSeconds { get; } = retryAfterSeconds;

    public int? Code { get; } = code;
}
