using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Gateway;

/// <summary>
/// The log that Kestrel is given. It refuses malformed requests before anybody else sees them, and tells of them only
/// here, for developers: with what was sent, and not with who sent it.
/// </summary>
/// <param name="inner">Takes all that is logged. Belongs to whoever made it.</param>
/// <param name="onMalformed">Told of the connection and the status that a malformed request was answered with.</param>
internal sealed class KestrelLog(ILoggerFactory inner, Action<string, int> onMalformed) : ILoggerFactory
{
    private const string Malformed = "Microsoft.AspNetCore.Server.Kestrel.BadRequests";

    public ILogger CreateLogger(string categoryName) => categoryName == Malformed
        ? new Listener(inner.CreateLogger(categoryName), onMalformed)
        : inner.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
    }

    private sealed class Listener(ILogger inner, Action<string, int> onMalformed) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is BadHttpRequestException malformed
                && state is IEnumerable<KeyValuePair<string, object?>> values
                && values.FirstOrDefault(value => value.Key == "ConnectionId").Value is string connectionId)
                onMalformed(connectionId, malformed.StatusCode);
            if (inner.IsEnabled(logLevel))
                inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
