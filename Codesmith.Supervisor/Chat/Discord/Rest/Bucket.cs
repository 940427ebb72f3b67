namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>
/// One of Discord's limits for one resource: who waits for it, who is under way, and what is left in its window.
/// Belongs to the <see cref="RateLimiter"/>; times are since that began.
/// </summary>
internal sealed class Bucket(RouteKey key)
{
    /// <summary>Opens when an answer comes, not at a time.</summary>
    public static readonly TimeSpan WithAnAnswer = TimeSpan.MaxValue;

    /// <summary>Seconds by which Discord's times of one window's end differ.</summary>
    private const double SameReset = 0.02;

    private bool _isKnown;
    private int _limit;
    private int _remaining;
    private double _reset;
    private TimeSpan _resetAt;
    private TimeSpan _span;
    private TimeSpan _blockedUntil;

    public RouteKey Key { get; } = key;

    /// <summary>The routes that are counted here.</summary>
    public HashSet<RouteKey> Routes { get; } = [];

    public SortedSet<Turn> Waiting { get; } = [];

    public HashSet<Turn> UnderWay { get; } = [];

    /// <summary>The number of the last turn granted: those served longest ago come first.</summary>
    public long Served { get; set; }

    public TimeSpan LastUsed { get; set; }

    /// <summary>
    /// When the next may be sent: now if at once. Those under way are held to be not counted yet, whatever the last
    /// answer said; and as long as nothing is known, one goes ahead as the probe.
    /// </summary>
    public TimeSpan OpensAt(TimeSpan now)
    {
        if (now < _blockedUntil)
            return _blockedUntil;
        if (!_isKnown)
            return UnderWay.Count == 0 ? now : WithAnAnswer;
        if (now >= _resetAt)
        {
            _remaining = _limit;
            _resetAt = now + _span;
        }

        if (UnderWay.Count < _remaining)
            return now;
        return UnderWay.Count < _limit ? _resetAt : WithAnAnswer;
    }

    /// <summary>
    /// Answers overtake each other, so what is told of an earlier window is not believed, and of one window only the
    /// lowest number is.
    /// </summary>
    public void Learn(RateLimitHeaders headers, TimeSpan now)
    {
        var resetAt = now + headers.ResetAfter;
        if (!_isKnown || headers.Reset > _reset + SameReset)
        {
            _isKnown = true;
            _limit = headers.Limit;
            _remaining = headers.Remaining;
            _reset = headers.Reset;
            _resetAt = resetAt;
            _span = headers.ResetAfter > _span ? headers.ResetAfter : _span;
        }
        else if (headers.Reset >= _reset - SameReset)
        {
            _remaining = Math.Min(_remaining, headers.Remaining);
            _resetAt = resetAt < _resetAt ? resetAt : _resetAt;
        }
    }

    /// <summary>A request that came to nothing, or whose answer tells nothing: it may have been counted.</summary>
    public void Count()
    {
        if (_remaining > 0)
            _remaining--;
    }

    /// <summary>It worked, and no limit is told: there is none, unless one is known.</summary>
    public void LearnNoLimit()
    {
        if (!_isKnown)
            _limit = _remaining = int.MaxValue;
        _isKnown = true;
        Count();
    }

    /// <summary>After a 429. What was known did not help, so the next one is a probe again.</summary>
    public void Block(TimeSpan until)
    {
        _isKnown = false;
        if (until > _blockedUntil)
            _blockedUntil = until;
    }

    /// <summary>Whether nothing is lost when it is forgotten.</summary>
    public bool IsForgettable(TimeSpan now) =>
        Waiting.Count == 0 && UnderWay.Count == 0 && now >= _blockedUntil
        && (!_isKnown || _limit == int.MaxValue || (now >= _resetAt && now >= LastUsed + RestLimits.BucketIdle));

    /// <summary>Discord counts this route elsewhere: its requests go there.</summary>
    public void MoveTo(Bucket target, RouteKey route)
    {
        Routes.Remove(route);
        target.Routes.Add(route);
        target.Waiting.UnionWith(Waiting.Where(turn => turn.Key == route));
        target.UnderWay.UnionWith(UnderWay.Where(turn => turn.Key == route));
        Waiting.RemoveWhere(turn => turn.Key == route);
        UnderWay.RemoveWhere(turn => turn.Key == route);
    }
}
