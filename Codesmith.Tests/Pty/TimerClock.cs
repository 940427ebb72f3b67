using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Codesmith.Tests.Pty;

/// <summary>A clock that stands until it is moved, and tells a test when somebody starts to wait on it.</summary>
internal sealed class TimerClock : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>The length of the next wait, once it has begun.</summary>
    public async Task<TimeSpan> NextWaitAsync()
    {
        return await _timers.Reader.ReadAsync().AsTask().WaitAsync(Timeouts.MustNotHang);
    }
}
