using Codesmith.Supervisor.Chat.Discord.Model;

namespace Codesmith.Supervisor.Chat.Discord.Inbox;

/// <summary>
/// Which messages of a channel with sessions in it were told: each once, however often Discord sends it, and whatever
/// was found in the history meanwhile. Not safe for use by several threads.
/// </summary>
/// <param name="from">Messages up to this one are known to be dealt with.</param>
internal sealed class ChannelInbox(Snowflake from)
{
    private readonly HashSet<Snowflake> _told = [];
    private readonly Dictionary<Snowflake, Snowflake> _floors = [];
    private readonly Dictionary<Snowflake, Snowflake> _newest = [];
    private readonly List<Message> _held = [];
    private readonly Dictionary<Snowflake, DateTimeOffset?> _waiting = []; // with the time of the last edit that was told
    private readonly Dictionary<Snowflake, Message?> _changes = []; // while histories are read; null: removed
    private int _reads;
    private int _holds;

    /// <summary>Up to here the history has been compared with what was told, for all who have a session here.</summary>
    public Snowflake Verified { get; private set; } = from;

    /// <summary>Whose channel it is; null for one that is shared.</summary>
    public Snowflake? Owner { get; set; }

    /// <summary>The last look of the sweep into its history, which may be under way. For the sweep.</summary>
    public Task Look { get; set; } = Task.CompletedTask;

    /// <summary>Messages that no agent has taken yet: who changes or removes one still means something by it.</summary>
    public IReadOnlyList<Snowflake> Waiting => [.. _waiting.Keys.Order()];

    public void SetWaiting(Snowflake message, bool isWaiting) =>
        _ = isWaiting ? _waiting.TryAdd(message, null) : _waiting.Remove(message);

    /// <summary>A user's messages up to this one were dealt with by an earlier program or are no prompts.</summary>
    public void SetFloor(Snowflake user, Snowflake floor)
    {
        if (!_floors.TryGetValue(user, out var known) || known < floor)
            _floors[user] = floor;
        if (_floors[user] < Verified)
            Verified = _floors[user];
    }

    /// <summary>Whether the user has a session here: only theirs are looked for in the history.</summary>
    public bool Concerns(Snowflake user) => _floors.ContainsKey(user);

    /// <summary>The history is read from now on: what is changed or removed meanwhile may be in it as it was.</summary>
    /// <param name="isHolding">Whether messages are held back until then, because older ones may be found.</param>
    public void BeginRead(bool isHolding)
    {
        _reads++;
        if (isHolding)
            _holds++;
    }

    /// <summary>The end of one such reading.</summary>
    /// <returns>Those held back, oldest first and as they are by now, once no other reading holds them.</returns>
    public IReadOnlyList<Message> EndRead(bool isHolding)
    {
        if (isHolding)
            _holds--;
        List<Message> released = [];
        if (_holds == 0)
        {
            released = [.. _held.OrderBy(message => message.Id).Select(Latest).OfType<Message>()];
            _held.Clear();
        }
        if (--_reads == 0)
            _changes.Clear();
        return released;
    }

    /// <summary>Whether the message is held back.</summary>
    public bool TryHold(Message message)
    {
        if (_holds > 0)
            _held.Add(message);
        return _holds > 0;
    }

    /// <summary>Whether nobody has heard of the message, but may when the history has been read: as it is now, then.</summary>
    /// <param name="message">Which.</param>
    /// <param name="changed">What it says now; null if it was removed.</param>
    public bool TryChange(Snowflake message, Message? changed)
    {
        if (_reads == 0 || message <= Verified || _told.Contains(message) || _waiting.ContainsKey(message))
            return false;
        _changes[message] = changed;
        return true;
    }

    /// <summary>Whether this version of a message is to be told.</summary>
    /// <param name="message">As it is now.</param>
    /// <param name="isFound">Not told by an event, but read: only a waiting one's later version is news.</param>
    public bool TryEdit(Message message, bool isFound)
    {
        bool isWaiting = _waiting.TryGetValue(message.Id, out var told);
        if (isFound && (!isWaiting || told >= message.EditedTimestamp))
            return false;
        if (isWaiting)
            _waiting[message.Id] = message.EditedTimestamp;
        return true;
    }

    /// <summary>The message as it is to be told now; null if it was told, or was removed.</summary>
    /// <param name="message">From an event or the history.</param>
    /// <param name="isLate">Whether a later one of its author was told.</param>
    public Message? Tell(Message message, out bool isLate)
    {
        isLate = _newest.TryGetValue(message.Author.Id, out var newest) && message.Id < newest;
        if (message.Id <= _floors.GetValueOrDefault(message.Author.Id, Verified)
            || Latest(message) is not { } latest || !_told.Add(message.Id))
            return null;
        if (!isLate)
            _newest[message.Author.Id] = message.Id;
        return latest;
    }

    /// <summary>The history has been read to its end.</summary>
    /// <param name="read">The newest message in it that is settled.</param>
    /// <param name="settled">Before later ones than this one, others may still appear.</param>
    public void Verify(Snowflake read, Snowflake settled)
    {
        // Where the bot may not read the history, it is what was told that shows how far it goes.
        foreach (var message in _told.Append(read))
        {
            if (message <= settled && message > Verified)
                Verified = message;
        }
        _told.RemoveWhere(message => message <= Verified);
        // Who begins a session later may have a lower floor: nothing is told to the others again.
        foreach (var user in _floors.Keys.ToList())
            SetFloor(user, Verified);
    }

    private Message? Latest(Message message) => !_changes.TryGetValue(message.Id, out var changed)
        ? message
        : changed is null ? null : message with { Content = changed.Content };
}
