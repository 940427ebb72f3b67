using System.Collections.Immutable;

namespace Codesmith.Worker.Agent;

/// <summary>
/// The texts of a turn that were shown while they were written, until the record has them. Pieces may overtake each
/// other, the record may overtake them all, and a text whose stream broke may be shown twice and recorded once.
/// </summary>
internal sealed class LiveTexts
{
    /// <summary>Far more texts of one turn than are ever without their record, or overtaken by it, at one time.</summary>
    private const int Remembered = 64;

    /// <summary>Of one text: by so long a beginning its record is surely known.</summary>
    private const int RememberedCharacters = 64 * 1024;

    public static readonly LiveTexts None = new([], [], "");

    private readonly ImmutableList<LiveText> _texts;

    /// <summary>Recorded before anything of them was shown: their pieces come late, if they come.</summary>
    private readonly ImmutableList<string> _ahead;

    private readonly string _lastRecorded;

    private LiveTexts(ImmutableList<LiveText> texts, ImmutableList<string> ahead, string lastRecorded)
    {
        _texts = texts;
        _ahead = ahead;
        _lastRecorded = lastRecorded;
    }

    /// <summary>Blocks that were shown and that no record has.</summary>
    public IEnumerable<string> Unrecorded => _texts.Where(text => !text.Recorded && text.Shown.Length > 0).Select(text => text.Id);

    /// <summary>Whether anything of the text came.</summary>
    public bool Has(string id) => _texts.Exists(text => text.Id == id);

    /// <summary>Whether the record has it, and nothing more of it is to be shown.</summary>
    public bool IsRecorded(string id) => _texts.Exists(text => text.Id == id && text.Recorded);

    /// <summary>Adds a piece. Returns what can be shown now: this piece, those that waited for it, or nothing.</summary>
    public (LiveTexts Texts, string Delta) Add(string id, int index, string piece)
    {
        var known = _texts.Find(text => text.Id == id) ?? new LiveText(id);
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

        var grown = known with { Next = next, Early = early, Shown = Beginning(known.Shown, delta) };
        var start = grown.Shown.Trim();
        if (start.Length > 0 && _ahead.Find(text => text.StartsWith(start, StringComparison.Ordinal)) is { } late)
            return (With(known, grown.Done(), _ahead.Remove(late), _lastRecorded), "");
        return (With(known, grown, _ahead, _lastRecorded), delta);
    }

    /// <summary>
    /// Finds the shown text that a recorded one replaces: the same, else the last that it continues, as those before
    /// broke off, else one that begins with it. A message of several texts is shown as one and recorded text by text: its
    /// first replaces it all, the others are told as texts that were not shown.
    /// </summary>
    /// <returns>The block's id, or null if nothing of it was shown.</returns>
    public (LiveTexts Texts, string? Id) Record(string recorded)
    {
        var whole = recorded.Trim();
        var match = _texts.Find(text => !text.Recorded && text.Shown.Trim() == whole)
            ?? _texts.FindLast(text => !text.Recorded && text.Shown.Trim() is { Length: > 0 } shown
                && whole.StartsWith(shown, StringComparison.Ordinal))
            ?? _texts.Find(text => !text.Recorded && text.Shown.TrimStart().StartsWith(whole, StringComparison.Ordinal));
        return match is null
            ? (new LiveTexts(_texts, Newest(_ahead.Add(whole)), whole), null)
            : (With(match, match.Done(), _ahead, whole), match.Id);
    }

    /// <summary>Takes a text as if it had been shown whole: its record, should it come, replaces it.</summary>
    /// <param name="text">What the turn said last.</param>
    /// <param name="freshId">For a block of its own.</param>
    /// <returns>The block that it is, or null if it was recorded already.</returns>
    public (LiveTexts Texts, string? Id) StandIn(string text, string freshId)
    {
        var whole = text.Trim();
        if (_lastRecorded.Length > 0 && whole.EndsWith(_lastRecorded, StringComparison.Ordinal))
            return (this, null);
        var begun = _texts.FindLast(shown => !shown.Recorded && shown.Shown.Trim() is { Length: > 0 } start
            && whole.StartsWith(start, StringComparison.Ordinal)) ?? new LiveText(freshId);
        var standing = begun with { Shown = Beginning("", whole), Next = int.MaxValue };
        return (With(begun, standing, _ahead, _lastRecorded), begun.Id);
    }

    /// <summary>Takes a text back whose stream broke. Returns whether anything of it was shown and is not recorded.</summary>
    public (LiveTexts Texts, bool Withdrawn) Withdraw(string id) =>
        _texts.Find(text => text.Id == id && !text.Recorded && text.Shown.Length > 0) is { } broken
            ? (With(broken, broken.Done(), _ahead, _lastRecorded), true)
            : (this, false);

    private LiveTexts With(LiveText old, LiveText changed, ImmutableList<string> stillAhead, string lastRecorded) =>
        new(_texts.Contains(old) ? _texts.Replace(old, changed) : Newest(_texts.Add(changed)), stillAhead, lastRecorded);

    private static ImmutableList<T> Newest<T>(ImmutableList<T> list) =>
        list.Count > Remembered ? list.RemoveAt(0) : list;

    private static string Beginning(string shown, string delta)
    {
        var free = RememberedCharacters - shown.Length;
        return string.Concat(shown, delta.AsSpan(0, Math.Min(free, delta.Length)));
    }

    private sealed record LiveText(string Id)
    {
        /// <summary>The index of the piece that is due.</summary>
        public int Next { get; init; }

        /// <summary>Pieces that came before their turn.</summary>
        public ImmutableDictionary<int, string> Early { get; init; } = ImmutableDictionary<int, string>.Empty;

        /// <summary>All pieces so far, in order; of a long text the beginning.</summary>
        public string Shown { get; init; } = "";

        /// <summary>Whether the record has it.</summary>
        public bool Recorded { get; init; }

        /// <summary>The same, when nothing of it is awaited any more.</summary>
        public LiveText Done() => new(Id) { Recorded = true };
    }
}
