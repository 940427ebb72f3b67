using System.Globalization;
using System.Text;
using Codesmith.Supervisor.Chat.Console;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;
using Serilog.Sinks.File;

namespace Codesmith.Supervisor.Hosting;

/// <summary>The log beside the console: bounded, and readable by its owner only.</summary>
internal static class LogFile
{
    /// <summary>Bytes of one file: what an editor opens without trouble.</summary>
    private const long MaximumBytes = 10 * 1024 * 1024;

    /// <summary>Files kept, the current one included: with <see cref="MaximumBytes"/> the bound on the disk.</summary>
    private const int KeptFiles = 5;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const string Line = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u3} {SourceContext}: {Message:lj}";

    /// <summary>The log's place under a data folder.</summary>
    internal static string PathUnder(string dataFolder) => Path.Combine(dataFolder, "logs", "codesmith.log");

    /// <summary>Opens the log and makes its folder.</summary>
    /// <exception cref="IOException">The folder cannot be made or written to.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    internal static Logger Open(string path, bool isVerbose)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, OwnerOnly | UnixFileMode.UserExecute);
        // Tried here, because the sink itself keeps silent about a file that it cannot write.
        using (File.Open(path, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            UnixCreateMode = OwnerOnly,
        }))
        {
        }

        return new LoggerConfiguration()
            .MinimumLevel.Is(isVerbose ? LogEventLevel.Debug : LogEventLevel.Information)
            .WriteTo.File(
                new HarmlessLines(new MessageTemplateTextFormatter(Line, CultureInfo.InvariantCulture)),
                path,
                fileSizeLimitBytes: MaximumBytes,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: KeptFiles,
                encoding: new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                hooks: new OwnerOnlyFiles())
            .CreateLogger();
    }

    /// <summary>
    /// One line for an event, and the exception below it. What users and sandboxes put into it can neither pass for
    /// another line nor do anything to the terminal of the one who reads it.
    /// </summary>
    private sealed class HarmlessLines(ITextFormatter inner) : ITextFormatter
    {
        public void Format(LogEvent logEvent, TextWriter output)
        {
            using var line = new StringWriter(CultureInfo.InvariantCulture);
            inner.Format(logEvent, line);
            output.WriteLine(TerminalText.EscapeLine(line.ToString()));
            if (logEvent.Exception is { } exception)
                output.WriteLine(TerminalText.Escape(exception.ToString()));
        }
    }

    private sealed class OwnerOnlyFiles : FileLifecycleHooks
    {
        public override Stream OnFileOpened(string path, Stream underlyingStream, Encoding encoding)
        {
            File.SetUnixFileMode(path, OwnerOnly);
            return underlyingStream;
        }
    }
}
