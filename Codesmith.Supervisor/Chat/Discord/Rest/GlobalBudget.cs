namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>
/// Keeps the number of requests that Discord may count within any second below its global limit. Discord counts a request
/// somewhere between its being sent and its being answered, so here it counts from the one until
/// <see cref="RestLimits.GlobalSpan"/> after the other: however slowly some of them travel, no second of Discord's holds
/// more. Not for several threads.
/// </summary>
internal sealed class GlobalBudget
{
    private readonly Queue<TimeSpan> _answered = new();
    private int _underWay;

    /// <summary>When the next may go: now, a later time, or <see cref="Bucket.WithAnAnswer"/>.</summary>
    public TimeSpan FreeAt(TimeSpan now)
    {
        while (_answered.TryPeek(out var oldest) && oldest + RestLimits.GlobalSpan <= now)
            _answered.Dequeue();
        if (_underWay + _answered.Count < RestLimits.GlobalRequests)
            return now;
        return _answered.TryPeek(out var first) ? first + RestLimits.GlobalSpan : Bucket.WithAnAnswer;
    }

    public void Begin() => _underWay++;

    /// <summary>It was answered, or nobody waits for its answer any more.</summary>
    public void End(TimeSpan now)
    {
        _underWay--;
        _answered.Enqueue(now);
    }
}
