namespace Codesmith.Protocol;

/// <summary>An event with its place in the worker's log.</summary>
/// <param name="Sequence">1 for the first, one more for each; a gap means that the log overflowed.</param>
/// <param name="At">The worker's clock.</param>
/// <param name="Event">What happened.</param>
public sealed record NumberedEvent(long Sequence, DateTimeOffset At, WorkerEvent Event);

/// <summary>The answer to <see cref="IWorker.ReadEventsAsync"/>.</summary>
/// <param name="Events">Strictly increasing in sequence; empty when nothing happened in time.</param>
public sealed record EventBatch(IReadOnlyList<NumberedEvent> Events);
