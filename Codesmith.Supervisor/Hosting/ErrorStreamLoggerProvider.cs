using Codesmith.Supervisor.Chat.Console;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Hosting;

/// <summary>
/// Logs to standard error, a line an entry, for a person or script beside it. Unlike the framework's console logger
/// it lets no control character of a message through, and writes at once.
/// </summary>
internal sealed class ErrorStreamLoggerProvider(TextWriter errors, LogLevel lowest) : ILoggerProvider
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new ErrorStreamLogger(this);

    /// <inheritdoc/>
    public void Dispose() => errors.Flush();

    private void Write(LogLevel level, string message, Exception? exception)
    {
        string word = level switch
        {
            >= LogLevel.Error => "error",
            LogLevel.Warning => "warning",
            LogLevel.Information => "info",
            _ => "debug",
        };
        string cause = exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})";
        lock (_gate)
        {
            errors.Write($"codesmith: {word}: {TerminalText.EscapeLine(message + cause)}\n");
            errors.Flush();
        }
    }

    private sealed class ErrorStreamLogger(ErrorStreamLoggerProvider provider) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= provider.Lowest && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                provider.Write(logLevel, formatter(state, exception), exception);
        }
    }

    private LogLevel Lowest { get; } = lowest;
}
