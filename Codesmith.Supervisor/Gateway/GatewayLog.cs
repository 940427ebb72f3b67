using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Gateway;

/// <summary>What the gateway writes down: who, which way, how it ended. Never headers or bodies.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(LogLevel.Information, "The way to the model is open for {UserId}")]
    public static partial void Opened(this ILogger log, string userId);

    [LoggerMessage(LogLevel.Information, "Refused {UserId}: {Method} {Target} does not lead to the model")]
    public static partial void Refused(this ILogger log, string userId, string method, string target);

    [LoggerMessage(LogLevel.Information, "Refused {UserId}: a malformed request, answered with {Status}")]
    public static partial void Malformed(this ILogger log, string userId, int status);

    [LoggerMessage(LogLevel.Warning, "More of {UserId} is being refused or fails than is written down")]
    public static partial void RefusalsUntold(this ILogger log, string userId);

    [LoggerMessage(LogLevel.Information, "Refused {UserId}: {Message}")]
    public static partial void BudgetSpent(this ILogger log, string userId, string message);

    [LoggerMessage(LogLevel.Warning, "{UserId} got no answer: {Status} {Message} ({Error}, {Cause})")]
    public static partial void NotAnswered(this ILogger log, string userId, int status, string message, string error, string cause);

    [LoggerMessage(LogLevel.Warning, "An answer to {UserId} came compressed, unasked: what it used is not counted")]
    public static partial void NotMetered(this ILogger log, string userId);

    [LoggerMessage(LogLevel.Warning, "The model's answer to {UserId} broke off ({Error}, {Cause})")]
    public static partial void BrokeOff(this ILogger log, string userId, string error, string cause);

    [LoggerMessage(LogLevel.Warning, "{UserId} has {Connections} connections to the model: a further one was refused")]
    public static partial void TooManyConnections(this ILogger log, string userId, int connections);

    [LoggerMessage(LogLevel.Error, "No connection could be accepted for {UserId} ({Error})")]
    public static partial void AcceptFailed(this ILogger log, string userId, string error);
}
