using System.Collections.Immutable;

namespace Codesmith.Worker.Agent;

/// <summary>
/// The texts of a turn that were shown while they were written, until the record has them. Pieces may overtake each
/// other, and a text whose stream broke may be shown twice and recorded once.
/// </summary>
internal sealed class LiveTexts
{
    public static readonly LiveTexts None = new([]);

    private readonly ImmutableList<LiveText> texts;

    private LiveTexts(ImmutableList<LiveText> texts) => this.texts = texts;

    /// <summary>Blocks that were shown and that no record has.</summary>
    public IEnumerable<string> Unrecorded => texts.Where(text => !text.Recorded && text.Shown.Length > 0).Select(text => text.Id);

    /// <summary>Adds a piece. Returns what can be shown now: this piece, those that waited for it, or nothing.</summary>
    public (LiveTexts Texts, string Delta) Add(string id, int index, string piece)
    {
        var known = texts.Find(text => text.Id == id) ?? new LiveText(id);
        if (known.Recorded || index < known.Next || known.Early.ContainsKey(index))
            return (this, "");

        var early = known.Early.Add(index, piece);
        var next = known.Next;
        var delta = "";
        while (early.TryGetValue(next, out var ready))
        {
            delta += ready;
            early = early.Remove(next);
            next++;
        }

        return (With(known, known with { Next = next, Early = early, Shown = known.Shown + delta }), delta);
    }

    /// <summary>
    /// Finds the shown text that a recorded one replaces: the same, else one that it continues.
    /// </summary>
    /// <returns>The block's id, or null if nothing of it was shown.</returns>
    public (LiveTexts Texts, string? Id) Record(string recorded)
    {
        var whole = recorded.Trim();
        var match = texts.Find(text => !text.Recorded && text.Shown.Trim() == whole)
            ?? texts.Find(text => !text.Recorded && text.Shown.Trim() is { Length: > 0 } shown
                && whole.StartsWith(shown, StringComparison.Ordinal));
        return match is null ? (this, null) : (With(match, match with { Recorded = true }), match.Id);
    }

    private LiveTexts With(LiveText old, LiveText changed) =>
        new(texts.Contains(old) ? texts.Replace(old, changed) : texts.Add(changed));

    private sealed record LiveText(string Id)
    {
        /// <summary>The index of the piece that is due.</summary>
        public int Next { get; init; }

        /// <summary>Pieces that came before their turn.</summary>
        public ImmutableDictionary<int, string> Early { get; init; } = ImmutableDictionary<int, string>.Empty;

        /// <summary>All pieces so far, in order.</summary>
        public string Shown { get; init; } = "";

        /// <summary>Whether the record has it.</summary>
        public bool Recorded { get; init; }
    }
}
