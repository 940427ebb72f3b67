using Codesmith.Protocol;
using Codesmith.Protocol.Wire;

namespace Codesmith.Worker.Link;

/// <summary>Makes any event fit the wire: long texts are cut with a mark, long lists end early, numbers are clamped.</summary>
internal sealed class EventTrimmer : EventRule
{
    /// <summary>Stands at the end of a text that was cut.</summary>
    public const string Mark = "… [cut]";

    private readonly int _divisor;

    private EventTrimmer(int divisor) => _divisor = divisor;

    /// <summary>The event as it may be sent, with its size.</summary>
    /// <exception cref="ArgumentException">A list that must not be empty is, or an enum has no such value.</exception>
    public static (WorkerEvent Event, int Bytes) Trim(WorkerEvent happening)
    {
        // Each text within its limit, an event of many may still be too large: then all of them get less, until it fits.
        for (var divisor = 1; ; divisor *= 2)
        {
            var trimmed = new EventTrimmer(divisor).Apply(happening);
            var bytes = WorkerWire.SizeOf(trimmed);
            if (bytes <= WireLimits.EventBytes)
                return (trimmed, bytes);
        }
    }

    /// <summary>The beginning of the text and the mark, together at most <paramref name="limit"/> characters.</summary>
    public static string Cut(string text, int limit)
    {
        if (text.Length <= limit)
            return text;

        var kept = Math.Max(0, limit - Mark.Length);
        // Half of a surrogate pair is no character.
        if (kept > 0 && char.IsHighSurrogate(text[kept - 1]))
            kept--;
        return string.Concat(text.AsSpan(0, kept), Mark);
    }

    protected override string Text(string value, int limit, string field) => Cut(value, limit / _divisor);

    protected override IReadOnlyList<T> Bounded<T>(IReadOnlyList<T> value, int minimum, int maximum, string field) =>
        value.Count >= minimum
            ? [.. value.Take(maximum)]
            : throw new ArgumentException($"{field} has {value.Count} entries, at least {minimum} are needed.");

    protected override T Within<T>(T value, T minimum, T maximum, string field)
    {
        // NaN compares as less than anything, and JSON has no word for it.
        if (value.CompareTo(minimum) < 0)
            return minimum;
        return value.CompareTo(maximum) > 0 ? maximum : value;
    }

    protected override T Known<T>(T value, string field = "") =>
        Enum.IsDefined(value) ? value : throw new ArgumentException($"{field} is {value}, which is not declared.");
}
