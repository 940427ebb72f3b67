using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Gateway.Metering;

/// <summary>The meter of one answer. Disposing ends it.</summary>
/// <param name="ledger">Where it counts.</param>
/// <param name="user">For whom.</param>
/// <param name="begun">When it was asked for.</param>
/// <param name="promptTokens">What the request is expected to use, see <see cref="TokenUsage.ExpectedOf"/>.</param>
internal sealed class ReplyMeter(UsageLedger ledger, UserId user, DateTimeOffset begun, long promptTokens) : IDisposable
{
    private UsageReader? _reader;
    private MeteredReply _counted = MeteredReply.Nothing;
    private bool _isExpected = true;

    /// <summary>Counts what the next bytes announce.</summary>
    public void Read(ReadOnlySpan<byte> piece, string? contentType)
    {
        _reader ??= new UsageReader(
            isStream: contentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) is true);
        _reader.Read(piece);
        Count(_reader.Reply);
    }

    /// <summary>
    /// The client left before the end, and with it the sums that the end announces. The model has worked all the same:
    /// what it read and wrote until then is estimated.
    /// </summary>
    public void Abandon() => Count(_counted with
    {
        Usage = _counted.Usage.AtLeast(promptTokens, TokenUsage.ExpectedOf(_reader?.WrittenBytes ?? 0)),
    });

    public void Dispose()
    {
        ExpectNoMore();
        ledger.Keep(user, begun, _counted);
    }

    private void Count(MeteredReply reply)
    {
        if (reply == _counted)
            return;
        // What is counted is not expected any more.
        ExpectNoMore();
        ledger.Count(user, begun, _counted, reply);
        _counted = reply;
    }

    private void ExpectNoMore()
    {
        if (_isExpected)
            ledger.Expect(user, -promptTokens);
        _isExpected = false;
    }
}
