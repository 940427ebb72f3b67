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
    private readonly List<Message> _held = [];
    private Snowflake _newest = from;

    /// <summary>Up to here the history has been compared with what was told.</summary>
    public Snowflake Verified { get; private set; } = from;

    /// <summary>Whether messages are held back, because older ones may still be found.</summary>
    public bool IsCatchingUp { get; set; }

    /// <summary>A user's messages up to this one were dealt with by an earlier program.</summary>
    public void SetFloor(Snowflake user, Snowflake floor)
    {
        _floors[user] = floor;
        if (floor < Verified)
            Verified = floor;
    }

    public void Hold(Message message) => _held.Add(message);

    /// <summary>Those held back, oldest first; none are any more.</summary>
    public IReadOnlyList<Message> Release()
    {
        List<Message> released = [.. _held.OrderBy(message => message.Id)];
        _held.Clear();
        return released;
    }

    /// <summary>Whether the message is new here, and now told; late, if a later one was told before.</summary>
    public bool TryTell(Message message, out bool isLate)
    {
        isLate = message.Id < _newest;
        if (message.Id <= Verified || (_floors.TryGetValue(message.Author.Id, out var floor) && message.Id <= floor)
            || !_told.Add(message.Id))
            return false;
        if (!isLate)
            _newest = message.Id;
        return true;
    }

    /// <summary>All up to this message has been told, or is none of our business.</summary>
    public void Verify(Snowflake upTo)
    {
        if (upTo <= Verified)
            return;
        Verified = upTo;
        _told.RemoveWhere(id => id <= upTo);
    }
}
