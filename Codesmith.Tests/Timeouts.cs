namespace Codesmith.Tests;

/// <summary>The only real-time waits a test may use.</summary>
internal static class Timeouts
{
    /// <summary>Long enough to believe that something which should not happen did not.</summary>
    public static readonly TimeSpan NothingHappens = TimeSpan.FromMilliseconds(200);

    /// <summary>Between two steps of a clock that a test moves: what a step brings about mostly takes less.</summary>
    public static readonly TimeSpan StepOfAClock = TimeSpan.FromMilliseconds(5);

    /// <summary>Far longer than anything takes on a busy machine: reached only by a hang.</summary>
    public static readonly TimeSpan MustNotHang = TimeSpan.FromSeconds(30);

    /// <summary>The same with real agents in it, which take seconds of a processor that others use, too.</summary>
    public static readonly TimeSpan EndToEnd = TimeSpan.FromSeconds(90);
}
