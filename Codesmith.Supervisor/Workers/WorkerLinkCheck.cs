using Codesmith.Protocol;
using Codesmith.Protocol.Wire;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// What a worker's answer must be after it was decoded. Whoever sits at the other end is untrusted, and a violation
/// ends the link: a worker that breaks one rule is not ours any more.
/// </summary>
/// <exception cref="WireViolationException">The first rule that is broken, by the name of the field.</exception>
internal sealed class WorkerLinkCheck : EventRule
{
    private static readonly WorkerLinkCheck Rule = new();

    private WorkerLinkCheck()
    {
    }

    /// <param name="hello">The worker's answer.</param>
    /// <param name="after">The newest event that is known already.</param>
    public static void Check(HelloReply hello, long after)
    {
        if (hello.Version != ProtocolVersion.Current)
            throw new WireViolationException(
                $"The worker speaks version {hello.Version}, this supervisor {ProtocolVersion.Current}.");
        if (hello.LastSequence < after)
            throw new WireViolationException(
                $"The worker's newest event is {hello.LastSequence}, but {after} was read already.");
    }

    /// <param name="batch">The worker's answer.</param>
    /// <param name="after">What was asked for: events after this one.</param>
    public static void Check(EventBatch batch, long after)
    {
        Rule.Bounded(batch.Events, 0, WireLimits.BatchEvents, "events");
        foreach (var numbered in batch.Events)
        {
            if (numbered.Sequence <= after)
                throw new WireViolationException($"Event {numbered.Sequence} came after event {after}.");
            after = numbered.Sequence;
            Rule.Apply(numbered.Event);
        }
    }

    public static void Check(ScreenCapture screen)
    {
        Rule.Text(screen.Text, WireLimits.EventText, "screen.Text");
        Rule.Within(screen.Columns, 0, ushort.MaxValue, "screen.Columns");
        Rule.Within(screen.Rows, 0, ushort.MaxValue, "screen.Rows");
    }

    protected override string Text(string value, int limit, string field) => value.Length <= limit
        ? value
        : throw new WireViolationException($"{field} has {value.Length} characters; at most {limit} are allowed.");

    protected override IReadOnlyList<T> Bounded<T>(IReadOnlyList<T> value, int minimum, int maximum, string field)
    {
        if (value.Count < minimum || value.Count > maximum)
            throw new WireViolationException(
                $"{field} has {value.Count} entries; {minimum} to {maximum} are allowed.");
        if (value.Any(entry => entry is null))
            throw new WireViolationException($"{field} has an entry that is null.");
        return value;
    }

    protected override T Within<T>(T value, T minimum, T maximum, string field) =>
        value.CompareTo(minimum) >= 0 && value.CompareTo(maximum) <= 0
            ? value
            : throw new WireViolationException($"{field} is {value}; {minimum} to {maximum} are allowed.");

    protected override T Known<T>(T value, string field = "") => Enum.IsDefined(value)
        ? value
        : throw new WireViolationException($"{field} is {value}, which is not declared.");
}
