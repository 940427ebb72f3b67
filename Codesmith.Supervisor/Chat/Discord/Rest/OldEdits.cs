using Codesmith.Supervisor.Chat.Discord.Model;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>
/// Keeps the edits of old messages to what Discord takes of them in a channel, of which no header tells. What is too
/// much is not sent: whoever waited for it could do nothing else. Safe for several threads.
/// </summary>
internal sealed class OldEdits(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Snowflake, RequestBudget> _channels = [];
    private readonly Dictionary<Snowflake, TimeSpan> _made = []; // those whose ids do not tell it, with their time
    private readonly long _start = clock.GetTimestamp();

    private TimeSpan Now => clock.GetElapsedTime(_start);

    /// <summary>A message was made just now. Where ids are not made of times, its own would make it old.</summary>
    public void Made(Snowflake message)
    {
        if (IsYoungById(message))
            return;
        lock (_gate)
        {
            var now = Now;
            foreach (var (known, at) in _made)
            {
                if (now - at >= RestLimits.EditsAreFree)
                    _made.Remove(known);
            }
            _made[message] = now;
        }
    }

    /// <summary>Makes the edit, if the message is young, or it is the turn of an old one.</summary>
    /// <exception cref="DiscordException">EditTooOld: there were too many, and it says when the next may be made.</exception>
    public async Task MakeAsync(Snowflake channel, Snowflake message, Func<Task> edit)
    {
        if (IsYoungById(message) || WasMadeLately(message))
        {
            await edit();
            return;
        }
        var budget = Begin(channel);
        try
        {
            await edit();
        }
        catch (DiscordException exception) when (exception.Kind == DiscordErrorKind.EditTooOld)
        {
            // Others were counted that are not known here.
            throw TooMany(Spend(budget));
        }
        finally
        {
            lock (_gate)
                budget.End(Now);
        }
    }

    private bool IsYoungById(Snowflake message) =>
        clock.GetUtcNow() - message.CreatedAt < RestLimits.EditsAreFree;

    private bool WasMadeLately(Snowflake message)
    {
        lock (_gate)
            return _made.TryGetValue(message, out var at) && Now - at < RestLimits.EditsAreFree;
    }

    private RequestBudget Begin(Snowflake channel)
    {
        lock (_gate)
        {
            var now = Now;
            foreach (var (key, known) in _channels)
            {
                if (known.IsIdle(now))
                    _channels.Remove(key);
            }
            // What an earlier program used up is not known.
            if (now < RestLimits.OldEditsSpan)
                throw TooMany(RestLimits.OldEditsSpan - now);
            if (!_channels.TryGetValue(channel, out var budget))
                _channels.Add(channel, budget = new RequestBudget(RestLimits.OldEdits, RestLimits.OldEditsSpan));
            var free = budget.FreeAt(now);
            if (free > now)
                throw TooMany(free == Bucket.WithAnAnswer ? RestLimits.OldEditsSpan : free - now);
            budget.Begin();
            return budget;
        }
    }

    /// <returns>The wait that follows.</returns>
    private TimeSpan Spend(RequestBudget budget)
    {
        lock (_gate)
        {
            for (int count = 0; count < RestLimits.OldEdits; count++)
            {
                budget.Begin();
                budget.End(Now);
            }
        }
        return RestLimits.OldEditsSpan;
    }

    private DiscordException TooMany(TimeSpan wait) =>
        new(DiscordErrorKind.EditTooOld, "Too many messages over an hour old were edited in this channel.")
        {
            NotBefore = clock.GetUtcNow() + wait,
        };
}
