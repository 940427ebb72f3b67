namespace Codesmith.Tests.Doubles.Discord.RateLimits;

/// <summary>Whose limit it was.</summary>
internal enum RateLimitScope
{
    /// <summary>The bot's, of a route.</summary>
    User,

    /// <summary>Of the resource; not counted against the bot.</summary>
    Shared,

    /// <summary>The bot's, over all routes.</summary>
    Global,

    /// <summary>Of the whole address: HTML, and no rate limit headers.</summary>
    Cloudflare,
}
