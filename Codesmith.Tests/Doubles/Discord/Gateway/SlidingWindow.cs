namespace Codesmith.Tests.Doubles.Discord.Gateway;

/// <summary>So many in any stretch of this length.</summary>
internal sealed class SlidingWindow(int most, TimeSpan length)
{
    private readonly Queue<DateTimeOffset> _times = new();

    public bool TryTake(DateTimeOffset now)
    {
        while (_times.TryPeek(out var first) && now - first > length)
            _times.Dequeue();
        _times.Enqueue(now);
        return _times.Count <= most;
    }
}
