namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>
/// Keeps the number of requests that Discord may count within a span of its own below a limit. Discord counts a request
/// somewhere between its being sent and its being answered, so here it counts from the one until a whole span after the
/// other: however slowly some of them travel, no span of Discord's holds more. Not for several threads.
/// </summary>
/// <param name="limit">Requests in any span.</param>
/// <param name="span">Its length.</param>
internal sealed class RequestBudget(int limit, TimeSpan span)
{
    private readonly Queue<TimeSpan> _answered = new();
    private int _underWay;

    /// <summary>When the next may go: now, a later time, or <see cref="Bucket.WithAnAnswer"/>.</summary>
    public TimeSpan FreeAt(TimeSpan now)
    {
        Forget(now);
        if (_underWay + _answered.Count < limit)
            return now;
        return _answered.TryPeek(out var first) ? first + span : Bucket.WithAnAnswer;
    }

    /// <summary>Whether nothing is counted.</summary>
    public bool IsIdle(TimeSpan now)
    {
        Forget(now);
        return _underWay + _answered.Count == 0;
    }

    public void Begin() => _underWay++;

    /// <summary>It was answered, or nobody waits for its answer any more.</summary>
    public void End(TimeSpan now)
    {
        _underWay--;
        _answered.Enqueue(now);
    }

    private void Forget(TimeSpan now)
    {
        while (_answered.TryPeek(out var oldest) && oldest + span <= now)
            _answered.Dequeue();
    }
}
