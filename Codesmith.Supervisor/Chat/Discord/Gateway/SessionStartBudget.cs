using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>
/// How many sessions may still be begun, counted on from what Discord last said. Used by one at a time.
/// </summary>
internal sealed class SessionStartBudget(TimeProvider clock, ILogger log)
{
    private readonly Queue<long> _recent = new(); // timestamps of the last starts, the oldest first
    private SessionStartLimit _limit = new(1, 1, TimeSpan.Zero, 1);
    private long _since = clock.GetTimestamp();
    private int _spent;

    /// <summary>How long to wait before the next start; zero if it may begin.</summary>
    public TimeSpan UntilNext()
    {
        var untilReset = _limit.ResetAfter - clock.GetElapsedTime(_since);
        if (untilReset <= TimeSpan.Zero)
            Update(_limit with { Remaining = _limit.Total, ResetAfter = GatewayLimits.StartsReset });
        else if (Remaining <= 0)
            return untilReset;
        if (_recent.Count < _limit.MaxConcurrency)
            return TimeSpan.Zero;
        var untilFree = GatewayLimits.StartsPeriod - clock.GetElapsedTime(_recent.Peek());
        return untilFree > TimeSpan.Zero ? untilFree : TimeSpan.Zero;
    }

    private int Remaining => _limit.Remaining - _spent;

    /// <summary>Takes over what Discord says.</summary>
    public void Update(SessionStartLimit limit)
    {
        _limit = limit with
        {
            Total = Math.Max(limit.Total, 1),
            ResetAfter = limit.ResetAfter < GatewayLimits.StartsReset ? limit.ResetAfter : GatewayLimits.StartsReset,
            MaxConcurrency = Math.Max(limit.MaxConcurrency, 1),
        };
        _since = clock.GetTimestamp();
        _spent = 0;
    }

    /// <summary>A session is begun.</summary>
    public void Spend()
    {
        _spent++;
        _recent.Enqueue(clock.GetTimestamp());
        while (_recent.Count > _limit.MaxConcurrency)
            _recent.Dequeue();
        if (Remaining < GatewayLimits.FewStarts)
            log.FewStarts(Math.Max(Remaining, 0), _limit.Total);
    }
}
