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
/// <param name="notices">Removes what nobody wants to read.</param>
/// <param name="happened">Takes the events, in order.</param>
/// <param name="clock">The pace of looks into the history.</param>
/// <param name="log">For channels that cannot be read.</param>
internal sealed partial class MessageInbox(
    DiscordRest rest, DiscordWorld world, Admission admission, MessageReading reading, PinNotices notices,
    Action<ChatEvent> happened, TimeProvider clock, ILogger log)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Snowflake, ChannelInbox> _watched = [];
    private readonly ConcurrentQueue<Snowflake> _opened = new(); // those to look into next
    private readonly OpeningHold _openings = new();

    /// <summary>A channel is being opened for this user: what they write meanwhile is told when it is.</summary>
    public void BeginOpening(Snowflake user)
    {
        lock (_gate)
            _openings.Begin(user);
    }

    /// <summary>It is open, or will not be. What was written is told in a moment, when the session knows it.</summary>
    public void EndOpening(Snowflake user) => _ = ReleaseAsync(user);

    /// <summary>As <see cref="Watch"/>, for a channel just opened: what was written meanwhile is looked for next.</summary>
    public void Open(SessionChannel channel, Snowflake user, Snowflake after)
    {
        Watch(channel, user, after);
        _opened.Enqueue(Snowflake.Parse(channel.Id.Value));
    }

    /// <summary>From now on no message in this channel is missed.</summary>
    /// <param name="channel">A session's.</param>
    /// <param name="user">Whose.</param>
    /// <param name="after">The last message that was taken.</param>
    /// <param name="waiting">Messages that were taken and wait for the agent.</param>
    public void Watch(SessionChannel channel, Snowflake user, Snowflake after, params IEnumerable<Snowflake> waiting)
    {
        lock (_gate)
        {
            var inbox = _watched.GetOrAdd(Snowflake.Parse(channel.Id.Value), _ => new ChannelInbox(after));
            inbox.SetFloor(user, after);
            if (!channel.IsShared)
                inbox.Owner = user;
            foreach (var message in waiting)
                inbox.SetWaiting(message, isWaiting: true);
        }
    }

    /// <summary>The channel is gone; told once, however many notice it.</summary>
    public void Close(Snowflake channel)
    {
        if (_watched.TryRemove(channel, out _))
            happened(new ChannelClosed(new ChannelId(channel.ToString())));
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

    /// <summary>A message was written.</summary>
    public void Take(Message message)
    {
        var place = world.Find(message.ChannelId)?.Channel;
        if (MessageReading.IsFromPerson(message)
            && admission.Admits(message, place, isWatched: _watched.ContainsKey(message.ChannelId)))
            Pass(message);
    }

    /// <summary>A message says something else.</summary>
    public void TakeEdit(Message message) => TakeEdit(message, isFound: false);

    public void TakeDeletion(Snowflake channel, Snowflake message)
    {
        lock (_gate)
        {
            if (_openings.TryChange(message, changed: null)
                || !_watched.TryGetValue(channel, out var inbox) || inbox.TryChange(message, changed: null))
                return;
            inbox.SetWaiting(message, isWaiting: false);
            happened(new MessageDeleted(new ChannelId(channel.ToString()), new MessageId(message.ToString())));
        }
    }

    /// <summary>The pictures that Discord adds to links are no edit.</summary>
    private void TakeEdit(Message message, bool isFound)
    {
        if (message.EditedTimestamp is null || !MessageReading.IsFromPerson(message))
            return;
        lock (_gate)
        {
            if (!_openings.TryChange(message.Id, message)
                && _watched.TryGetValue(message.ChannelId, out var inbox)
                && !inbox.TryChange(message.Id, message) && inbox.TryEdit(message, isFound))
                happened(reading.ReadEdit(message));
        }
    }

    /// <summary>Brings a message that was admitted to where it belongs.</summary>
    private void Pass(Message message)
    {
        lock (_gate)
        {
            if (_watched.TryGetValue(message.ChannelId, out var inbox))
            {
                if (!inbox.TryHold(message))
                    Tell(inbox, message);
                return;
            }
            if (_openings.TryHold(message))
                return;
        }
        // Elsewhere only what is said to the bot counts, and nobody looks for what was missed.
        if (reading.NamesBot(message))
            happened(reading.Read(message, isAddressed: true));
    }

    private async Task ReleaseAsync(Snowflake user)
    {
        await Task.Delay(DiscordLimits.OpeningHold, clock);
        lock (_gate)
        {
            foreach (var message in _openings.End(user))
                Pass(message);
        }
    }

    private void Tell(ChannelInbox inbox, Message message)
    {
        if (_openings.TryHold(message))
            return;
        // Who only talks where others have sessions may begin one here in this moment: then it is found in the history.
        if (!inbox.Concerns(message.Author.Id) && !reading.NamesBot(message))
            return;
        if (inbox.Tell(message, out bool isLate) is not { } told)
            return;
        bool isAddressed = inbox.Owner == told.Author.Id || reading.NamesBot(told);
        happened(reading.Read(told, isAddressed, isLate));
    }
}
