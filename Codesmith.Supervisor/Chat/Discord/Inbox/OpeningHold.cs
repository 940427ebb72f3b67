using Codesmith.Supervisor.Chat.Discord.Model;

namespace Codesmith.Supervisor.Chat.Discord.Inbox;

/// <summary>
/// What users write while channels are opened for their sessions. A session takes nothing from a channel that it does
/// not know yet, so it is kept until then. Not safe for use by several threads.
/// </summary>
internal sealed class OpeningHold
{
    private readonly Dictionary<Snowflake, int> _openings = []; // by user
    private readonly SortedDictionary<Snowflake, Message> _held = [];

    /// <summary>A channel is being opened for this user.</summary>
    public void Begin(Snowflake user) => _openings[user] = _openings.GetValueOrDefault(user) + 1;

    /// <summary>It is open, or will not be.</summary>
    /// <returns>What was held, oldest first and as it is by now, once no other is being opened for the user.</returns>
    public IReadOnlyList<Message> End(Snowflake user)
    {
        if (--_openings[user] > 0)
            return [];
        _openings.Remove(user);
        List<Message> released = [.. _held.Values.Where(message => message.Author.Id == user)];
        released.ForEach(message => _held.Remove(message.Id));
        return released;
    }

    /// <summary>Whether the message is held.</summary>
    public bool TryHold(Message message)
    {
        bool isHeld = _openings.ContainsKey(message.Author.Id);
        if (isHeld)
            _held.TryAdd(message.Id, message); // Discord may send it twice
        return isHeld;
    }

    /// <summary>Whether the message is one of those held: then it is told as it is now.</summary>
    /// <param name="message">Which.</param>
    /// <param name="changed">What it says now; null if it was removed.</param>
    public bool TryChange(Snowflake message, Message? changed)
    {
        if (!_held.TryGetValue(message, out var held))
            return false;
        if (changed is null)
            _held.Remove(message);
        else
            _held[message] = held with { Content = changed.Content };
        return true;
    }
}
