using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>What the connection to Discord writes down. Never the token, and nothing of what people write.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(LogLevel.Information, "Connected to Discord, with a new session")]
    public static partial void Ready(this ILogger log);

    [LoggerMessage(LogLevel.Information, "Connected to Discord again; {Replayed} events had been kept")]
    public static partial void Resumed(this ILogger log, int replayed);

    [LoggerMessage(LogLevel.Information, "Not connected to Discord: {Reason} The next try is in {Seconds} s")]
    public static partial void Lost(this ILogger log, string reason, double seconds);

    [LoggerMessage(LogLevel.Error, "Not connected to Discord: {Reason}")]
    public static partial void Refused(this ILogger log, string reason);

    [LoggerMessage(LogLevel.Warning, "Discord lets this bot begin only {Remaining} more sessions of {Total}")]
    public static partial void FewStarts(this ILogger log, int remaining, int total);

    [LoggerMessage(LogLevel.Warning, "Discord lets this bot begin no more sessions; waiting {Wait}")]
    public static partial void NoStarts(this ILogger log, TimeSpan wait);

    [LoggerMessage(LogLevel.Error, "{Name} of Discord was not handled ({Error})")]
    public static partial void NotHandled(this ILogger log, string name, string error);

    [LoggerMessage(LogLevel.Debug, "Skipped a message of Discord (operation {Operation})")]
    public static partial void Skipped(this ILogger log, int operation);

    [LoggerMessage(LogLevel.Debug, "Sent nothing: Discord closes on more payloads within a minute")]
    public static partial void Withheld(this ILogger log);
}
