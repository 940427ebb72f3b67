using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Gateway.Metering;

/// <summary>The meter of one answer. Disposing ends it.</summary>
internal sealed class ReplyMeter(UsageLedger ledger, UserId user, DateTimeOffset begun) : IDisposable
{
    private UsageReader? _reader;
    private MeteredReply _counted = MeteredReply.Nothing;

    /// <summary>Counts what the next bytes announce.</summary>
    public void Read(ReadOnlySpan<byte> piece, string? contentType)
    {
        _reader ??= new UsageReader(
            isStream: contentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) is true);
        _reader.Read(piece);
        if (_reader.Reply == _counted)
            return;
        ledger.Count(user, begun, _counted, _reader.Reply);
        _counted = _reader.Reply;
    }

    public void Dispose() => ledger.Keep(user, begun, _counted);
}
