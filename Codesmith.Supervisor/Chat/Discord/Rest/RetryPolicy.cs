namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>Decides for one request, try by try, whether it is sent again.</summary>
/// <param name="rule">Whether it may be when its answer was lost.</param>
/// <param name="clock">The time.</param>
/// <param name="spread">Between 0 and 1: sets apart what failed at once, so that it does not come back at once.</param>
internal sealed class RetryPolicy(RepeatRule rule, TimeProvider clock, Func<double> spread)
{
    private readonly long _start = clock.GetTimestamp();
    private int _failures;
    private int _limited;

    /// <summary>Whether the request may have done its work although nobody said so.</summary>
    public bool MayHaveArrived { get; private set; }

    /// <summary>How long to wait after a failure before the next try; null to give up.</summary>
    public TimeSpan? AfterFailure(bool mayHaveArrived)
    {
        MayHaveArrived |= mayHaveArrived;
        _failures++;
        if (_failures >= RestLimits.Attempts || (rule == RepeatRule.OnlyIfNotArrived && mayHaveArrived))
            return null;
        if (rule == RepeatRule.Callback)
        {
            var pause = Spread(RestLimits.CallbackPause);
            return clock.GetElapsedTime(_start) + pause < RestLimits.CallbackClock ? pause : null;
        }

        var longest = RestLimits.FirstPause * Math.Pow(2, _failures - 1);
        return Spread(longest < RestLimits.LongestPause ? longest : RestLimits.LongestPause);
    }

    /// <summary>Whether to try again after a 429; the limits say when.</summary>
    public bool AfterLimit() => ++_limited < RestLimits.LimitedAttempts;

    private TimeSpan Spread(TimeSpan longest) => longest * (0.5 + (spread() / 2));
}
