namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>
/// The wait before the next connection: next to none after a session that lived, because users wait; else longer with
/// each failure in a row. Never quite the same.
/// </summary>
internal sealed class ReconnectPause(TimeProvider clock, Random random)
{
    private TimeSpan _ceiling = GatewayLimits.FirstPause;
    private long? _reachedAt; // until the loss

    /// <summary>A session was reached. Whether that ends the row of failures shows when it is lost.</summary>
    public void Reached() => _reachedAt = clock.GetTimestamp();

    /// <summary>Counts a loss.</summary>
    public TimeSpan After(GatewayEnd end)
    {
        var pace = end is GatewayEnd.Resume resume ? resume.Pace : ResumePace.Later;
        bool hasLived = _reachedAt is { } since && clock.GetElapsedTime(since) >= GatewayLimits.Lived;
        _reachedAt = null;
        // To send too fast takes a while: that such a session lived says nothing.
        if (hasLived && pace != ResumePace.Slowly)
            _ceiling = GatewayLimits.FirstPause;
        if (hasLived && pace == ResumePace.AtOnce)
            return Between(TimeSpan.Zero, GatewayLimits.ResumePause);
        if (pace == ResumePace.Slowly)
            _ceiling = Longer(_ceiling, GatewayLimits.TooFastPause);
        _ceiling = Shorter(_ceiling * 2, GatewayLimits.LongestPause);
        var pause = Between(_ceiling / 2, _ceiling);
        return pace == ResumePace.Later
            ? Longer(pause, Between(GatewayLimits.ShortestInvalidPause, GatewayLimits.LongestInvalidPause))
            : pause;
    }

    private TimeSpan Between(TimeSpan shortest, TimeSpan longest) =>
        shortest + ((longest - shortest) * random.NextDouble());

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
