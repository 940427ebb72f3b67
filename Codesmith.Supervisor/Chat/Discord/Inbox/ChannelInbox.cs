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
    private readonly HashSet<Snowflake> _waiting = [];
    private int _catchUps;
    private bool _isCompared;

    /// <summary>Up to here the history has been compared with what was told.</summary>
    public Snowflake Verified { get; private set; } = from;

    /// <summary>Messages that no agent has taken yet: who changes or removes one still means something by it.</summary>
    public IReadOnlyList<Snowflake> Waiting => [.. _waiting.Order()];

    public void SetWaiting(Snowflake message, bool isWaiting) =>
        _ = isWaiting ? _waiting.Add(message) : _waiting.Remove(message);

    /// <summary>A user's messages up to this one were dealt with by an earlier program or are no prompts.</summary>
    public void SetFloor(Snowflake user, Snowflake floor)
    {
        _floors[user] = floor;
        // Once the history was compared, what lies behind was told to whom it concerned.
        if (floor < Verified && !_isCompared)
            Verified = floor;
    }

    /// <summary>Messages are held back from now on, because older ones may still be found.</summary>
    public void BeginCatchUp() => _catchUps++;

    /// <summary>The end of one catch-up.</summary>
    /// <returns>Those held back, oldest first, once no other catch-up is under way.</returns>
    public IReadOnlyList<Message> EndCatchUp()
    {
        if (--_catchUps > 0)
            return [];
        List<Message> released = [.. _held.OrderBy(message => message.Id)];
        _held.Clear();
        return released;
    }

    /// <summary>Whether the message is held back, as it is to be now.</summary>
    public bool TryHold(Message message)
    {
        if (_catchUps > 0)
            _held.Add(message);
        return _catchUps > 0;
    }

    /// <summary>Whether the message was held back: it says something else now.</summary>
    public bool TryAmend(Message message)
    {
        int index = _held.FindIndex(held => held.Id == message.Id);
        if (index >= 0)
            _held[index] = _held[index] with { Content = message.Content };
        return index >= 0;
    }

    /// <summary>Whether the message was held back: nobody will hear of it.</summary>
    public bool TryDrop(Snowflake message) => _held.RemoveAll(held => held.Id == message) > 0;

    /// <summary>Whether the message is new here, and now told; late, if a later one of its author was told.</summary>
    public bool TryTell(Message message, out bool isLate)
    {
        isLate = _newest.TryGetValue(message.Author.Id, out var newest) && message.Id < newest;
        if (message.Id <= Verified || (_floors.TryGetValue(message.Author.Id, out var floor) && message.Id <= floor)
            || !_told.Add(message.Id))
            return false;
        if (!isLate)
            _newest[message.Author.Id] = message.Id;
        return true;
    }

    /// <summary>All up to this message has been told, or is none of our business.</summary>
    public void Verify(Snowflake upTo)
    {
        _isCompared = true;
        if (upTo <= Verified)
            return;
        Verified = upTo;
        _told.RemoveWhere(id => id <= upTo);
    }
}
