namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>The wait before the next connection: longer with each failure in a row, and never quite the same.</summary>
internal sealed class ReconnectPause(Random random)
{
    private TimeSpan _ceiling = GatewayLimits.FirstPause;

    /// <summary>A session was reached.</summary>
    public void Reset() => _ceiling = GatewayLimits.FirstPause;

    /// <summary>Counts a failure.</summary>
    public TimeSpan After(GatewayEnd end)
    {
        bool isSlow = end is GatewayEnd.Resume { Slowly: true };
        _ceiling = isSlow ? GatewayLimits.LongestPause : Shorter(_ceiling * 2, GatewayLimits.LongestPause);
        var pause = Between(_ceiling / 2, _ceiling);
        if (end is not GatewayEnd.Identify)
            return pause;
        var least = Between(GatewayLimits.ShortestIdentifyPause, GatewayLimits.LongestIdentifyPause);
        return least > pause ? least : pause;
    }

    private TimeSpan Between(TimeSpan shortest, TimeSpan longest) =>
        shortest + ((longest - shortest) * random.NextDouble());

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
