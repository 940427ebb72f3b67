using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace Codesmith.Tests.Gateway;

/// <summary>Keeps every line that is logged, at every level, with what an exception says.</summary>
internal sealed class RecordedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _written = new(0);

    public RecordedLog() => Factory = LoggerFactory.Create(log => log.SetMinimumLevel(LogLevel.Trace).AddProvider(this));

    public ILoggerFactory Factory { get; }

    public IReadOnlyList<string> Lines => [.. _lines];

    public string Text => string.Join('\n', _lines);

    public IEnumerable<string> Warnings => _lines.Where(line => line.StartsWith(nameof(LogLevel.Warning), StringComparison.Ordinal));

    /// <summary>Done when there is a warning.</summary>
    public async Task WarnedAsync()
    {
        while (!Warnings.Any())
            Assert.That(await _written.WaitAsync(Timeouts.MustNotHang), Is.True, "Nobody warned.");
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose() => _written.Dispose();

    private void Write(string line)
    {
        _lines.Enqueue(line);
        _written.Release();
    }

    private sealed class Logger(RecordedLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write($"{logLevel} {formatter(state, exception)} {exception}");
    }
}
