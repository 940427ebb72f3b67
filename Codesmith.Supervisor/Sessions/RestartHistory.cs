using System.Collections.Immutable;

namespace Codesmith.Supervisor.Sessions;

/// <summary>The deaths of a session's worker and agent that still count, and what follows from them.</summary>
/// <param name="InARow">Deaths since the agent was last well for <see cref="Healthy"/>.</param>
/// <param name="Recent">When it died within <see cref="Period"/>; never more than <see cref="MostInPeriod"/> + 1.</param>
internal sealed record RestartHistory(int InARow, ImmutableList<DateTimeOffset> Recent)
{
    public static readonly RestartHistory Clean = new(0, []);

    /// <summary>An agent that was ready for so long has recovered: the delays begin anew.</summary>
    public static readonly TimeSpan Healthy = TimeSpan.FromMinutes(1);

    /// <summary>Deaths that lie back further do not count.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <summary>More deaths in a <see cref="Period"/> are no accident, however well it was in between.</summary>
    public const int MostInPeriod = 12;

    /// <summary>
    /// Failures after which a start that the user waits for is given up: enough for an accident, few enough that the
    /// reason is seen while they still look.
    /// </summary>
    public const int MostAtFirstStart = 3;

    /// <summary>The wait before each restart: at once after an accident, rarely when something is wrong for longer.</summary>
    private static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15),
        TimeSpan.FromSeconds(60),
    ];

    /// <summary>Counts a death.</summary>
    /// <param name="now">When it died.</param>
    /// <param name="readySince">Since when it was at its prompt; null if it had not come so far.</param>
    /// <param name="wasEverReady">False while the start that the user asked for has not succeeded yet.</param>
    /// <returns>The new history, and how long to wait before the next start; null if there should be none.</returns>
    public (RestartHistory History, TimeSpan? Delay) Died(
        DateTimeOffset now, DateTimeOffset? readySince, bool wasEverReady)
    {
        int inARow = now - readySince >= Healthy ? 1 : InARow + 1;
        var recent = Recent.RemoveAll(death => now - death > Period).Add(now);
        int most = wasEverReady ? Delays.Length + 1 : MostAtFirstStart;
        TimeSpan? delay = inARow >= most || recent.Count > MostInPeriod ? null : Delays[inARow - 1];
        return (new RestartHistory(inARow, recent), delay);
    }
}
