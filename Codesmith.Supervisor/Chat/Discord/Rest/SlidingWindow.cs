namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>Counts what happened in the last stretch of time, up to a limit. Not for several threads.</summary>
/// <param name="limit">How much may happen in any stretch.</param>
/// <param name="span">Its length.</param>
internal sealed class SlidingWindow(int limit, TimeSpan span)
{
    private readonly Queue<TimeSpan> _times = new();

    /// <summary>When the next may happen; now, or a time that is over, if at once.</summary>
    public TimeSpan FreeAt(TimeSpan now)
    {
        while (_times.TryPeek(out var oldest) && oldest + span <= now)
            _times.Dequeue();
        return _times.Count < limit ? now : _times.Peek() + span;
    }

    /// <summary>Beyond the limit the oldest is forgotten, so that memory is bounded.</summary>
    public void Add(TimeSpan now)
    {
        _times.Enqueue(now);
        if (_times.Count > limit)
            _times.Dequeue();
    }
}
