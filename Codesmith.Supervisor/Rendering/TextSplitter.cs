namespace Codesmith.Supervisor.Rendering;

/// <summary>
/// Cuts Markdown into pieces that fit into posts. The same for a text that is still growing and for the whole one: a
/// piece that is followed by another one never changes when more text comes, as each cut depends on nothing behind it.
/// </summary>
internal static class TextSplitter
{
    /// <summary>Room for an opening, a closing and some text between them.</summary>
    public const int SmallestLimit = 128;

    /// <param name="text">Markdown. May grow by whole characters only, not by half a surrogate pair.</param>
    /// <param name="limit">The most UTF-16 units of a piece's Markdown; at least <see cref="SmallestLimit"/>.</param>
    /// <returns>The pieces in order; none for an empty text.</returns>
    public static IReadOnlyList<TextPiece> Split(string text, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, SmallestLimit);
        var pieces = new List<TextPiece>();
        CodeFence? fence = null;
        for (int start = 0; start < text.Length;)
        {
            var (length, behind) = Cut(text, start, fence, limit);
            pieces.Add(new TextPiece(start, length, Write(text.AsSpan(start, length), fence, behind)));
            fence = behind;
            start += length;
        }
        return pieces;
    }

    /// <summary>How long the piece is, and the fence that is open behind it.</summary>
    private static (int Length, CodeFence? Behind) Cut(string text, int start, CodeFence? fence, int limit)
    {
        var rest = text.AsSpan(start);
        int opening = fence?.Opening.Length ?? 0;
        var cut = new BestCut(limit - opening);
        CodeFence? open = fence;
        bool hasContent = false;
        for (int line = 0; line < rest.Length;)
        {
            int newline = rest[line..].IndexOf('\n');
            int end = newline < 0 ? rest.Length : line + newline + 1;
            // Every place up to the end of this line has to leave room for the fence that is open there, so that
            // no text that comes later can make a piece fit that did not fit before.
            int room = limit - opening - Closing(open, endsLine: false);
            if (end > room)
            {
                cut.AddWithin(rest, line, room, open);
                return cut.Choose(rest, room, open);
            }
            var behind = CodeFence.After(open, rest[line..end]);
            // The beginning of an opening line may still become something else.
            if (newline < 0)
                return (rest.Length, open is null ? null : behind);
            if (end + opening + Closing(behind, endsLine: true) > limit)
                return cut.Choose(rest, line > 0 ? line : end, open);
            bool opens = open is null && behind is not null;
            bool isBlank = rest[line..end].IsWhiteSpace();
            hasContent |= !isBlank;
            if (hasContent && !opens)
                cut.AddLine(end, behind, isParagraph: isBlank && behind is null);
            open = behind;
            line = end;
        }
        return (rest.Length, open);
    }

    private static int Closing(CodeFence? fence, bool endsLine) =>
        fence is null ? 0 : fence.Mark.Length + (endsLine ? 0 : 1);

    private static string Write(ReadOnlySpan<char> part, CodeFence? before, CodeFence? behind)
    {
        if (before is not null)
        {
            // A block that would be opened only to be closed at once is not opened.
            int newline = part.IndexOf('\n');
            var first = newline < 0 ? part : part[..(newline + 1)];
            if (CodeFence.After(before, first) is null)
            {
                part = part[first.Length..];
                before = null;
            }
        }
        if (before is null)
            part = part.TrimStart("\r\n");
        if (behind is null)
            return before?.Opening + part.TrimEnd().ToString();
        string separator = part.EndsWith('\n') ? "" : "\n";
        return $"{before?.Opening}{part}{separator}{behind.Mark}";
    }
}
