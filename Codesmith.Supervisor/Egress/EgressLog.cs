using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Egress;

/// <summary>What the egress proxy writes down.</summary>
internal static partial class EgressLog
{
    [LoggerMessage(LogLevel.Information, "{UserId} reached {Host}:{Port}: {Sent} bytes out, {Received} in")]
    public static partial void Carried(this ILogger log, string userId, string host, int port, long sent, long received);

    [LoggerMessage(LogLevel.Information, "{UserId} did not reach {Host}:{Port}: {Status} {Message}")]
    public static partial void Refused(
        this ILogger log, string userId, string host, int port, int status, string message);

    [LoggerMessage(LogLevel.Information, "{UserId} asked for something that is no request: {Status} {Message}")]
    public static partial void NotUnderstood(this ILogger log, string userId, int status, string message);

    [LoggerMessage(LogLevel.Warning, "{UserId} asks so often that not every connection is in this log")]
    public static partial void LeftOut(this ILogger log, string userId);

    [LoggerMessage(LogLevel.Error, "A connection of {UserId} to the network met a defect")]
    public static partial void Failed(this ILogger log, Exception exception, string userId);

    [LoggerMessage(LogLevel.Error, "No connection to the network could be accepted for {UserId} ({Error})")]
    public static partial void AcceptFailed(this ILogger log, string userId, string error);
}
