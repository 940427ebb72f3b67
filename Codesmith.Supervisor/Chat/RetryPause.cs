namespace Codesmith.Supervisor.Chat;

/// <summary>
/// How long something waits that a chat service cannot do now. It is never given up: the adapter repeats by itself what
/// a moment mends, so what fails beyond that is an outage, and nobody knows how long one takes.
/// </summary>
internal static class RetryPause
{
    /// <summary>Half a minute: when the service is back, nobody waits longer for what was said meanwhile.</summary>
    private const int MostDoublings = 5;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <param name="failures">In a row, before the last one.</param>
    public static TimeSpan After(int failures) => First * (1 << Math.Min(failures, MostDoublings));
}
