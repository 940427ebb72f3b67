using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord.Inbox;

/// <summary>Looks into histories, for what no event told.</summary>
internal sealed partial class MessageInbox
{
    /// <summary>Events may be missing: until the history has been read, what comes is held back.</summary>
    /// <returns>Done when all channels have been caught up with.</returns>
    public Task CatchUpAsync(CancellationToken cancellation)
    {
        List<(Snowflake Channel, ChannelInbox Inbox)> behind;
        lock (_gate)
        {
            behind = [.. _watched.Select(watched => (watched.Key, watched.Value))];
            behind.ForEach(watched => watched.Inbox.BeginRead(isHolding: true));
        }
        return Task.WhenAll(behind.Select(async watched =>
        {
            try
            {
                await LookAsync(watched.Channel, watched.Inbox, cancellation);
            }
            finally
            {
                lock (_gate)
                {
                    foreach (var message in watched.Inbox.EndRead(isHolding: true))
                        Tell(watched.Inbox, message);
                }
                happened(new ChannelCaughtUp(new ChannelId(watched.Channel.ToString())));
            }
        }));
    }

    /// <summary>
    /// Looks into one history after the other, for as long as the program runs. That of a channel just opened is next.
    /// </summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var round = new Queue<Snowflake>();
        while (true)
        {
            var pace = DiscordLimits.SweepPeriod / Math.Max(1, _watched.Count);
            await Task.Delay(pace > DiscordLimits.SweepPace ? pace : DiscordLimits.SweepPace, clock, cancellation);
            if (round.Count == 0)
                round = new Queue<Snowflake>(_watched.Keys);
            bool hasNext = _opened.TryDequeue(out var channel) || round.TryDequeue(out channel);
            // Not waited for: a channel where Discord lets us wait long holds up no other.
            if (hasNext && _watched.TryGetValue(channel, out var inbox) && inbox.Look.IsCompleted)
                inbox.Look = LookAsync(channel, inbox, cancellation);
        }
    }

    private async Task LookAsync(Snowflake channel, ChannelInbox inbox, CancellationToken cancellation)
    {
        try
        {
            await CompareAsync(channel, inbox, cancellation);
            await ReviewAsync(channel, inbox, cancellation);
        }
        catch (DiscordException exception) when (exception.Code == DiscordErrors.UnknownChannel)
        {
            Close(channel);
        }
        catch (DiscordException exception)
        {
            LogNotRead(exception, channel);
        }
    }

    /// <summary>What was written that nobody told of.</summary>
    private async Task CompareAsync(Snowflake channel, ChannelInbox inbox, CancellationToken cancellation)
    {
        var settled = Snowflake.At(clock.GetUtcNow() - DiscordLimits.Settling);
        Snowflake after;
        lock (_gate)
        {
            inbox.BeginRead(isHolding: false);
            after = inbox.Verified;
        }
        try
        {
            var read = after;
            int count;
            do
            {
                var page = await rest.GetMessagesAsync(
                    channel, after, before: null, DiscordLimits.HistoryPage, cancellation);
                var authors = await AdmittedAsync(channel, inbox, page, cancellation);
                foreach (var message in page.OrderBy(message => message.Id))
                {
                    if (!notices.TryRemove(message, cancellation) && authors.Contains(message.Author.Id))
                        Find(inbox, message);
                    after = message.Id;
                    read = message.Id <= settled ? message.Id : read;
                }
                count = page.Count;
            }
            while (count == DiscordLimits.HistoryPage);
            lock (_gate)
                inbox.Verify(read, settled);
        }
        finally
        {
            lock (_gate)
                inbox.EndRead(isHolding: false);
        }
    }

    private void Find(ChannelInbox inbox, Message message)
    {
        if (!MessageReading.IsFromPerson(message))
            return;
        lock (_gate)
            Tell(inbox, message);
    }

    /// <summary>Of those with a session there who may use Codesmith. The history says less of them than events do.</summary>
    private async Task<HashSet<Snowflake>> AdmittedAsync(
        Snowflake channel, ChannelInbox inbox, IReadOnlyList<Message> page, CancellationToken cancellation)
    {
        HashSet<Snowflake> authors;
        lock (_gate)
            authors = [.. page.Select(message => message.Author.Id).Where(inbox.Concerns)];
        if (authors.Count == 0)
            return authors;
        var place = world.Find(channel)?.Channel ?? await rest.GetChannelAsync(channel, cancellation);
        foreach (var author in authors.ToList())
        {
            var roles = admission.AsksForRoles(author)
                ? await RolesAsync(place.GuildId, author, cancellation)
                : [];
            if (!admission.Admits(author, roles, place))
                authors.Remove(author);
        }
        return authors;
    }

    /// <summary>None for one who has left.</summary>
    private async Task<IReadOnlyList<Snowflake>> RolesAsync(
        Snowflake? guild, Snowflake user, CancellationToken cancellation)
    {
        try
        {
            return guild is { } id ? (await rest.GetGuildMemberAsync(id, user, cancellation)).Roles ?? [] : [];
        }
        catch (DiscordException exception) when (exception.Kind == DiscordErrorKind.Gone)
        {
            return [];
        }
    }

    /// <summary>What became of the messages that wait.</summary>
    private async Task ReviewAsync(Snowflake channel, ChannelInbox inbox, CancellationToken cancellation)
    {
        IReadOnlyList<Snowflake> waiting;
        lock (_gate)
            waiting = inbox.Waiting;
        foreach (var message in waiting)
        {
            try
            {
                TakeEdit(await rest.GetMessageAsync(channel, message, cancellation), isFound: true);
            }
            catch (DiscordException exception) when (exception.Code == DiscordErrors.UnknownMessage)
            {
                TakeDeletion(channel, message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The history of {Channel} could not be read: messages may be missing")]
    private partial void LogNotRead(DiscordException exception, Snowflake channel);
}
