using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Hosting;

/// <summary>What the program itself logs.</summary>
internal static partial class ProgramLog
{
    [LoggerMessage(LogLevel.Information, "Codesmith {Version} starts (demo: {IsDemo}, data: {DataFolder})")]
    internal static partial void Starting(this ILogger log, string version, bool isDemo, string dataFolder);

    [LoggerMessage(LogLevel.Information, "{Line}")]
    internal static partial void Shown(this ILogger log, string line);

    [LoggerMessage(LogLevel.Information, "Asked to end by a signal")]
    internal static partial void ShutdownRequested(this ILogger log);

    [LoggerMessage(LogLevel.Error, "A command could not be answered")]
    internal static partial void NotAnswered(this ILogger log, Exception exception);

    [LoggerMessage(LogLevel.Error, "Failed: {Reason}")]
    internal static partial void ScriptFailed(this ILogger log, string reason);

    [LoggerMessage(LogLevel.Critical, "The event loop is stuck at one {Event}: systemd will restart Codesmith")]
    internal static partial void EventStuck(this ILogger log, string @event);

    [LoggerMessage(LogLevel.Warning, "Systemd could not be told of the state")]
    internal static partial void SystemdNotTold(this ILogger log, Exception exception);
}
