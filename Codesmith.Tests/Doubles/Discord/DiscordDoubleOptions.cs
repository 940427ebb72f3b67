using Codesmith.Tests.Doubles.Discord.Gateway;
using Codesmith.Tests.Doubles.Discord.Interactions;
using Codesmith.Tests.Doubles.Discord.RateLimits;

namespace Codesmith.Tests.Doubles.Discord;

/// <summary>How strict and how real the double is; by default as Discord is.</summary>
internal sealed record DiscordDoubleOptions
{
    /// <summary>Of all times and limits; must stand after 2015, where snowflakes begin.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public RateLimitRules RateLimits { get; init; } = new();

    /// <summary>Without the prefix <c>Bot</c>.</summary>
    public string Token { get; init; } = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.double.of-discord";

    /// <summary>Which privileged intents the developer portal allows; for others IDENTIFY is closed with 4014.</summary>
    public Intent PrivilegedIntents { get; init; } = Intent.MessageContent;

    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(41250);

    /// <summary>
    /// Ends a connection that sends no heartbeat for two intervals. Only for a clock that runs by itself: one that
    /// jumps leaves no time for heartbeats between.
    /// </summary>
    public bool EndsSilentConnections { get; init; }

    /// <summary>
    /// For the first answer to an interaction. On the real clock a busy machine needs longer than Discord waits: there it
    /// is <see cref="Timeouts.MustNotHang"/>, and a clock that the test moves shows that the rule is kept.
    /// </summary>
    public TimeSpan FirstCallback { get; init; } = InteractionLimits.FirstCallback;

    /// <summary>IDENTIFYs in <see cref="IdentifyWindow"/>.</summary>
    public int MaxConcurrency { get; init; } = 1;

    public TimeSpan IdentifyWindow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Into how many WebSocket messages a compressed payload is cut.</summary>
    public int ZlibMessages { get; init; } = 1;

    /// <summary>Checks bodies against Discord's OpenAPI document, if at hand; a soak may do without.</summary>
    public bool ChecksSchema { get; init; } = true;
}
