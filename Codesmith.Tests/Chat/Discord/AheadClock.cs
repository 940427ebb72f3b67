namespace Codesmith.Tests.Chat.Discord;

/// <summary>The real clock, and its hour can be put forward; what waits goes on waiting as long as it would.</summary>
internal sealed class AheadClock : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _ahead));

    public void PutForward(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);
}
