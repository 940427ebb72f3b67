using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.Gateway;

/// <summary>How often a session may be started. Under the world's lock.</summary>
internal sealed class IdentifyLimits(TimeProvider clock, int maxConcurrency, TimeSpan window)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Queue<DateTimeOffset> _starts = new();

    public bool TryStart()
    {
        var now = clock.GetUtcNow();
        Forget(now);
        if (_starts.Count >= GatewayLimits.IdentifiesADay
            || _starts.Count(start => now - start < window) >= maxConcurrency)
            return false;
        _starts.Enqueue(now);
        return true;
    }

    public JsonObject ToJson()
    {
        var now = clock.GetUtcNow();
        Forget(now);
        var resetAfter = _starts.TryPeek(out var first) ? first + Day - now : TimeSpan.Zero;
        return new JsonObject
        {
            ["total"] = GatewayLimits.IdentifiesADay,
            ["remaining"] = GatewayLimits.IdentifiesADay - _starts.Count,
            ["reset_after"] = (long)resetAfter.TotalMilliseconds,
            ["max_concurrency"] = maxConcurrency,
        };
    }

    private void Forget(DateTimeOffset now)
    {
        while (_starts.TryPeek(out var start) && now - start > Day)
            _starts.Dequeue();
    }
}
