namespace Codesmith.Tests.Doubles.Discord.RateLimits;

/// <summary>One window of one bucket, as it stood after a request.</summary>
internal sealed record RateLimitWindow(BucketRule Rule, string Key, int Used, DateTimeOffset ResetAt)
{
    public bool IsExceeded => Used > Rule.Requests;

    public int Remaining => Math.Max(0, Rule.Requests - Used);
}
