using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Extensions.Logging;

namespace Codesmith.Supervisor.Hosting;

/// <summary>Where the log goes: the journal under systemd, else a file, and standard error where no picture is spoilt.</summary>
internal static class Logging
{
    /// <summary>Sets the log up.</summary>
    /// <param name="options">For the place of the file.</param>
    /// <param name="isVerbose">Whether details are wanted.</param>
    /// <param name="hasPicture">Whether the console is a picture that nothing else may write into.</param>
    /// <param name="errors">Standard error.</param>
    /// <param name="place">Where to look, for people.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    internal static ILoggerFactory Start(
        CodesmithOptions options, bool isVerbose, bool hasPicture, TextWriter errors, out string place)
    {
        LogLevel lowest = isVerbose ? LogLevel.Debug : LogLevel.Information;
        if (SystemdService.Current.IsThis)
        {
            place = "the journal";
            return LoggerFactory.Create(logging => Limit(logging, lowest)
                .AddSystemdConsole()
                .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        }

        place = LogFile.PathUnder(options.DataFolder);
        Logger file = LogFile.Open(place, isVerbose);
        return LoggerFactory.Create(logging =>
        {
            Limit(logging, lowest).AddProvider(new SerilogLoggerProvider(file, dispose: true));
            if (!hasPicture)
                logging.AddProvider(new ErrorStreamLoggerProvider(errors, isVerbose ? LogLevel.Debug : LogLevel.Warning));
        });
    }

    /// <summary>
    /// The web server and the proxy log every request; ours say what matters. The lowest level is part of the filter,
    /// for one that says nothing of levels lets all of them through, whatever the minimum.
    /// </summary>
    private static ILoggingBuilder Limit(ILoggingBuilder logging, LogLevel lowest) =>
        logging.SetMinimumLevel(lowest).AddFilter((category, level) =>
            level >= lowest
            && (level >= LogLevel.Warning
                || category is null
                || !(category.StartsWith("Microsoft.", StringComparison.Ordinal)
                    || category.StartsWith("Yarp.", StringComparison.Ordinal))));
}
