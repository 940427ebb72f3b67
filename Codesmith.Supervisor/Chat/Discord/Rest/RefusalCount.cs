namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>
/// Counts refused requests, so that a defect of ours does not get the address banned. Safe for several threads.
/// </summary>
internal sealed class RefusalCount(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly SlidingWindow _refused = new(RestLimits.RefusedRequests, RestLimits.RefusedSpan);
    private readonly long _start = clock.GetTimestamp();

    public bool IsSpent
    {
        get
        {
            lock (_gate)
                return _refused.FreeAt(Now) > Now;
        }
    }

    private TimeSpan Now => clock.GetElapsedTime(_start);

    /// <summary>Counts the answer, if it is one of those that Discord counts.</summary>
    /// <returns>Whether the budget is spent by it.</returns>
    public bool Add(RestAnswer answer, Limited? limited)
    {
        if (answer.Status is not (401 or 403 or 429) || limited is { IsShared: true })
            return false;
        lock (_gate)
        {
            bool wasSpent = _refused.FreeAt(Now) > Now;
            _refused.Add(Now);
            return !wasSpent && _refused.FreeAt(Now) > Now;
        }
    }
}
