namespace Codesmith.Tests.Doubles.Discord.World;

/// <summary>Ids that rise with the clock, and by one where the clock stands still.</summary>
internal sealed class Snowflakes(TimeProvider clock)
{
    private const long EpochMilliseconds = 1420070400000;
    private const int TimeShift = 22;

    private readonly Lock _gate = new();
    private ulong _last;

    public ulong Next()
    {
        var milliseconds = clock.GetUtcNow().ToUnixTimeMilliseconds() - EpochMilliseconds;
        if (milliseconds < 0)
            throw new InvalidOperationException("The clock of the double stands before 2015, where snowflakes begin.");
        lock (_gate)
            return _last = Math.Max((ulong)milliseconds << TimeShift, _last + 1);
    }

    public static DateTimeOffset TimeOf(ulong id) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)(id >> TimeShift) + EpochMilliseconds);
}
