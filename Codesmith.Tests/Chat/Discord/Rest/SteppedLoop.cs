namespace Codesmith.Tests.Chat.Discord.Rest;

/// <summary>
/// Runs what is awaited on the thread of the test, when the test says so: with a fake clock nothing happens that the
/// test did not bring about, in the same order each time.
/// </summary>
internal sealed class SteppedLoop : SynchronizationContext, IDisposable
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();
    private readonly SynchronizationContext? _before = Current;

    public SteppedLoop() => SetSynchronizationContext(this);

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_posted)
            _posted.Enqueue((d, state));
    }

    /// <summary>Until nothing more can go on without the clock or an answer.</summary>
    public void Drain()
    {
        while (TryTake(out var next))
            next.Callback(next.State);
    }

    public void Dispose() => SetSynchronizationContext(_before);

    private bool TryTake(out (SendOrPostCallback Callback, object? State) next)
    {
        lock (_posted)
            return _posted.TryDequeue(out next);
    }
}
