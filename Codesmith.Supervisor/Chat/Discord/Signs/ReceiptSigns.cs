using System.Collections.Concurrent;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;

namespace Codesmith.Supervisor.Chat.Discord.Signs;

/// <summary>
/// Receipts as reactions on the user's message: stored, waiting, at work, done or failed. What stays is that it was
/// stored, and how it ended.
/// </summary>
internal sealed class ReceiptSigns(DiscordRest rest)
{
    private const string Failed = "❌";
    private const string Received = "👀";
    private const string Queued = "⏳";
    private const string Accepted = "⚙️";
    private const string Done = "✅";

    /// <summary>Signs that go when the next comes, on messages that are not done with.</summary>
    private readonly ConcurrentDictionary<Snowflake, string[]> _passing = [];

    public async Task ShowAsync(Snowflake channel, Snowflake message, Receipt receipt, CancellationToken cancellation)
    {
        string sign = receipt switch
        {
            Receipt.Received => Received,
            Receipt.Queued => Queued,
            Receipt.Accepted => Accepted,
            Receipt.Done => Done,
            _ => Failed,
        };
        await rest.AddReactionAsync(channel, message, sign, cancellation);
        // One message's receipts come one after the other. What an earlier program left there is not known.
        string[] before = _passing.TryGetValue(message, out var known) ? known
            : receipt == Receipt.Received ? []
            : [Queued, Accepted];
        // A message that was withdrawn comes to no end. Forgetting costs two requests more, and nothing else.
        if (_passing.Count >= DiscordLimits.RememberedSigns)
            _passing.Clear();
        if (receipt is Receipt.Done or Receipt.Failed)
            _passing.TryRemove(message, out _);
        else
            _passing[message] = receipt == Receipt.Received ? [] : [sign];
        foreach (string past in before.Where(past => past != sign))
            await rest.RemoveOwnReactionAsync(channel, message, past, cancellation);
    }

    /// <summary>The message is to be tried again: that it failed is taken back as soon as it is stored once more.</summary>
    public void ExpectAgain(Snowflake message) =>
        _passing.AddOrUpdate(message, [Failed], (_, known) => [.. known.Union([Failed])]);
}
