using Codesmith.Protocol;

namespace Codesmith.Worker.Link;

/// <summary>
/// What happened, until the supervisor has read it. Bounded in events and bytes: when nobody reads, the oldest go and
/// the numbers show the gap. Any number of threads may append and read.
/// </summary>
internal sealed class EventLog(TimeProvider clock)
{
    /// <summary>Bytes around an event in a batch: names, punctuation, its number and its time.</summary>
    private const int EnvelopeBytes = 128;

    private readonly Lock _gate = new();
    private readonly Queue<Entry> _entries = new();
    private long _bytes;
    private long _lastSequence;
    private TaskCompletionSource? _appended;

    /// <summary>The number of the newest event; 0 for none.</summary>
    public long LastSequence
    {
        get
        {
            lock (_gate)
                return _lastSequence;
        }
    }

    /// <summary>Adds the event, trimmed to what the wire allows, and wakes whoever waits for it.</summary>
    /// <returns>Its number.</returns>
    public long Append(WorkerEvent happening)
    {
        var (trimmed, eventBytes) = EventTrimmer.Trim(happening);
        var bytes = eventBytes + EnvelopeBytes;
        TaskCompletionSource? waiters;
        long sequence;
        lock (_gate)
        {
            sequence = ++_lastSequence;
            _entries.Enqueue(new Entry(new NumberedEvent(sequence, clock.GetUtcNow(), trimmed), bytes));
            _bytes += bytes;
            while (_entries.Count > WireLimits.LogEvents || _bytes > WireLimits.LogBytes)
                Forget();
            waiters = _appended;
            _appended = null;
        }

        waiters?.SetResult();
        return sequence;
    }

    /// <summary>
    /// The events after a number, which by that is acknowledged, and so is everything before it. Waits for the first
    /// up to <see cref="WireLimits.LongPoll"/>; nothing by then is an empty batch.
    /// </summary>
    /// <param name="after">0 to <see cref="LastSequence"/>.</param>
    /// <param name="max">1 to <see cref="WireLimits.BatchEvents"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<EventBatch> ReadAsync(long after, int max, CancellationToken cancellationToken)
    {
        Task appended;
        lock (_gate)
        {
            while (_entries.TryPeek(out var oldest) && oldest.Event.Sequence <= after)
                Forget();
            if (_entries.Count > 0)
                return TakeBatch(max);
            _appended ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            appended = _appended.Task;
        }

        try
        {
            await appended.WaitAsync(WireLimits.LongPoll, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Nothing happened in time: the empty batch below is the sign of life.
        }

        lock (_gate)
            return TakeBatch(max);
    }

    private EventBatch TakeBatch(int max)
    {
        var events = new List<NumberedEvent>();
        var bytes = 0;
        foreach (var entry in _entries)
        {
            if (events.Count == max || bytes >= WireLimits.BatchBytes)
                break;
            events.Add(entry.Event);
            bytes += entry.Bytes;
        }

        return new EventBatch(events);
    }

    private void Forget() => _bytes -= _entries.Dequeue().Bytes;

    private readonly record struct Entry(NumberedEvent Event, int Bytes);
}
