using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>What the client writes down. A route by its template, never by its path.</summary>
internal static partial class RestLog
{
    [LoggerMessage(LogLevel.Debug, "{Route}: limited by Discord, to be repeated after {Wait}")]
    public static partial void Limited(this ILogger log, Route route, TimeSpan wait);

    [LoggerMessage(LogLevel.Warning, "{Route}: limited by Discord; {Reach} waits for {Wait}")]
    public static partial void LimitedWidely(this ILogger log, Route route, LimitReach reach, TimeSpan wait);

    [LoggerMessage(LogLevel.Information, "{Route}: {Failure}; to be repeated after {Pause}")]
    public static partial void Repeated(this ILogger log, Route route, string failure, TimeSpan pause);

    [LoggerMessage(LogLevel.Error, "{Reason} Nothing is sent to Discord any more")]
    public static partial void Stopped(this ILogger log, string reason);

    [LoggerMessage(LogLevel.Error, "Discord refused so many requests that none is sent for a while, lest it bans us")]
    public static partial void TooManyRefused(this ILogger log);
}
