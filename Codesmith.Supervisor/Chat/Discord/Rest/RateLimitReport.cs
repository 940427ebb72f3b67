namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>What the <see cref="RateLimiter"/> learns from an answer.</summary>
/// <param name="IsSuccess">Whether the request did what it should.</param>
/// <param name="Headers">The state of its limit; null if nothing is said.</param>
/// <param name="Limited">What has to wait; null unless the answer was 429.</param>
internal sealed record RateLimitReport(bool IsSuccess, RateLimitHeaders? Headers, Limited? Limited)
{
    /// <summary>
    /// Seconds as Discord gives them, and the margin; no timer waits longer than some weeks, and nobody for longer than
    /// a day.
    /// </summary>
    public static TimeSpan Wait(double seconds) =>
        TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.SecondsPerDay)) + RestLimits.WaitMargin;

    public static RateLimitReport Of(RestAnswer answer) =>
        new(answer.Status is >= 200 and < 300, RateLimitHeaders.Of(answer.Headers), LimitedBy(answer));

    private static Limited? LimitedBy(RestAnswer answer)
    {
        if (answer.Status != 429)
            return null;
        var scope = RateLimitHeaders.Text(answer.Headers, "X-RateLimit-Scope");
        double? seconds = answer.Error.RetryAfter ?? RateLimitHeaders.Number(answer.Headers, "Retry-After");
        var wait = seconds is { } known ? Wait(known) : RestLimits.UnknownWait;
        if (answer.Error.IsGlobal || scope == "global"
            || RateLimitHeaders.Text(answer.Headers, "X-RateLimit-Global") is not null)
            return new Limited(wait, LimitReach.Global, IsShared: false);
        // Cloudflare, in front of Discord, knows nothing of its API: a page and no headers.
        bool isFromDiscord = answer.Error is not { RetryAfter: null, Code: null }
            || scope is not null || RateLimitHeaders.Of(answer.Headers) is not null;
        var reach = isFromDiscord ? LimitReach.Bucket : LimitReach.Everything;
        return new Limited(wait, reach, IsShared: scope == "shared");
    }
}

/// <summary>A 429.</summary>
/// <param name="Wait">How long.</param>
/// <param name="Reach">What has to wait.</param>
/// <param name="IsShared">Whether others used the limit up, so that it does not count as ours.</param>
internal sealed record Limited(TimeSpan Wait, LimitReach Reach, bool IsShared);

internal enum LimitReach
{
    /// <summary>Requests counted for the same limit.</summary>
    Bucket,

    /// <summary>All of the bot, except for answers to interactions.</summary>
    Global,

    /// <summary>All from this address.</summary>
    Everything,
}
