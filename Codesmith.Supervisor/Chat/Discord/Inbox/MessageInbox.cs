using System.Collections.Concurrent;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Chat.Discord.World;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord.Inbox;

/// <summary>
/// What users write, each message once and in order, also what they wrote while there was no connection, and what
/// Discord forgot to tell: channels with sessions are compared with their history.
/// </summary>
/// <param name="rest">For the history.</param>
/// <param name="world">For what the bot is called.</param>
/// <param name="admission">Who may use Codesmith, and where.</param>
/// <param name="reading">How messages are read.</param>
/// <param name="happened">Takes the events, in order.</param>
/// <param name="clock">The pace of looks into the history.</param>
/// <param name="log">For channels that cannot be read.</param>
internal sealed partial class MessageInbox(
    DiscordRest rest, DiscordWorld world, Admission admission, MessageReading reading, Action<ChatEvent> happened,
    TimeProvider clock, ILogger log)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Snowflake, ChannelInbox> _watched = [];
    private readonly ConcurrentDictionary<Snowflake, bool> _own = [];

    /// <summary>From now on no message in this channel is missed.</summary>
    /// <param name="channel">A session's.</param>
    /// <param name="user">Whose.</param>
    /// <param name="after">The last message that was taken.</param>
    /// <param name="waiting">Messages that were taken and wait for the agent.</param>
    public void Watch(SessionChannel channel, Snowflake user, Snowflake after, params IEnumerable<Snowflake> waiting)
    {
        var id = Snowflake.Parse(channel.Id.Value);
        lock (_gate)
        {
            var inbox = _watched.GetOrAdd(id, _ => new ChannelInbox(after));
            inbox.SetFloor(user, after);
            foreach (var message in waiting)
                inbox.SetWaiting(message, isWaiting: true);
        }
        if (!channel.IsShared)
            _own[id] = true;
    }

    /// <summary>The channel is gone.</summary>
    public void Forget(Snowflake channel)
    {
        _watched.TryRemove(channel, out _);
        _own.TryRemove(channel, out _);
    }

    /// <summary>Whether the message waits for the agent from now on.</summary>
    public void SetWaiting(Snowflake channel, Snowflake message, bool isWaiting)
    {
        lock (_gate)
        {
            if (_watched.TryGetValue(channel, out var inbox))
                inbox.SetWaiting(message, isWaiting);
        }
    }

    public bool IsWatched(Snowflake channel) => _watched.ContainsKey(channel);

    /// <summary>A message was written.</summary>
    public void Take(Message message)
    {
        if (!MessageReading.IsFromPerson(message))
            return;
        lock (_gate)
        {
            if (_watched.TryGetValue(message.ChannelId, out var inbox))
            {
                if (!inbox.TryHold(message))
                    Tell(inbox, message);
                return;
            }
        }
        // Elsewhere only what is said to the bot counts, and nobody looks for what was missed.
        if (reading.NamesBot(message) && admission.Admits(message, world))
            happened(reading.Read(message, isAddressed: true));
    }

    /// <summary>A message says something else; the pictures that Discord adds to links do not count.</summary>
    public void TakeEdit(Message message)
    {
        if (message.EditedTimestamp is null || !MessageReading.IsFromPerson(message))
            return;
        lock (_gate)
        {
            if (_watched.TryGetValue(message.ChannelId, out var inbox) && !inbox.TryAmend(message))
                happened(reading.ReadEdit(message));
        }
    }

    public void TakeDeletion(Snowflake channel, Snowflake message)
    {
        lock (_gate)
        {
            if (!_watched.TryGetValue(channel, out var inbox) || inbox.TryDrop(message))
                return;
            inbox.SetWaiting(message, isWaiting: false);
            happened(new MessageDeleted(new ChannelId(channel.ToString()), new MessageId(message.ToString())));
        }
    }

    /// <summary>Events may be missing: until the history has been read, what comes is held back.</summary>
    /// <returns>Done when all channels have been caught up with.</returns>
    public Task CatchUpAsync(CancellationToken cancellation)
    {
        List<(Snowflake Channel, ChannelInbox Inbox)> behind;
        lock (_gate)
        {
            behind = [.. _watched.Select(watched => (watched.Key, watched.Value))];
            behind.ForEach(watched => watched.Inbox.BeginCatchUp());
        }
        return Task.WhenAll(behind.Select(async watched =>
        {
            try
            {
                await ReviewAsync(watched.Channel, watched.Inbox, cancellation);
                await CompareAsync(watched.Channel, cancellation);
            }
            finally
            {
                lock (_gate)
                {
                    foreach (var message in watched.Inbox.EndCatchUp())
                        Tell(watched.Inbox, message);
                }
                happened(new ChannelCaughtUp(new ChannelId(watched.Channel.ToString())));
            }
        }));
    }

    /// <summary>Looks into one history after the other, for as long as the program runs.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var round = new Queue<Snowflake>();
        while (true)
        {
            var pace = DiscordLimits.SweepPeriod / Math.Max(1, _watched.Count);
            await Task.Delay(pace > DiscordLimits.SweepPace ? pace : DiscordLimits.SweepPace, clock, cancellation);
            if (round.Count == 0)
                round = new Queue<Snowflake>(_watched.Keys);
            if (round.TryDequeue(out var channel) && IsWatched(channel))
                await CompareAsync(channel, cancellation);
        }
    }

    /// <summary>What became meanwhile of the messages that wait.</summary>
    private async Task ReviewAsync(Snowflake channel, ChannelInbox inbox, CancellationToken cancellation)
    {
        IReadOnlyList<Snowflake> waiting;
        lock (_gate)
            waiting = inbox.Waiting;
        foreach (var message in waiting)
        {
            try
            {
                TakeEdit(await rest.GetMessageAsync(channel, message, cancellation) with { ChannelId = channel });
            }
            catch (DiscordException exception) when (exception.Kind == DiscordErrorKind.Gone)
            {
                TakeDeletion(channel, message);
            }
            catch (DiscordException exception)
            {
                LogNotRead(exception, channel);
            }
        }
    }

    private async Task CompareAsync(Snowflake channel, CancellationToken cancellation)
    {
        try
        {
            while (_watched.TryGetValue(channel, out var inbox) && await ReadPageAsync(channel, inbox, cancellation))
            {
                // On to the next page.
            }
        }
        catch (DiscordException exception) when (exception.Kind == DiscordErrorKind.Gone)
        {
            Forget(channel);
            happened(new ChannelClosed(new ChannelId(channel.ToString())));
        }
        catch (DiscordException exception)
        {
            LogNotRead(exception, channel);
        }
    }

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> ReadPageAsync(Snowflake channel, ChannelInbox inbox, CancellationToken cancellation)
    {
        Snowflake after;
        lock (_gate)
            after = inbox.Verified;
        var page = await rest.GetMessagesAsync(channel, after, before: null, DiscordLimits.HistoryPage, cancellation);
        lock (_gate)
        {
            foreach (var message in page.OrderBy(message => message.Id))
            {
                if (MessageReading.IsFromPerson(message))
                    Tell(inbox, message with { ChannelId = channel });
                inbox.Verify(message.Id);
            }
        }
        return page.Count == DiscordLimits.HistoryPage;
    }

    private void Tell(ChannelInbox inbox, Message message)
    {
        if (!inbox.TryTell(message, out bool isLate))
            return;
        bool isAddressed = _own.ContainsKey(message.ChannelId) || reading.NamesBot(message);
        happened(reading.Read(message, isAddressed, isLate));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The history of {Channel} could not be read: messages may be missing")]
    private partial void LogNotRead(DiscordException exception, Snowflake channel);
}
