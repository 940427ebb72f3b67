using System.Globalization;

namespace Codesmith.Supervisor.Rendering;

/// <summary>
/// Remembers the places where a piece may end and chooses: behind a paragraph, else a line, else a word, else a
/// character as people see it. A nicer place is not taken if it leaves the post mostly empty.
/// </summary>
/// <param name="room">How much of the text a piece can hold at most.</param>
internal sealed class BestCut(int room)
{
    private (int At, CodeFence? Behind) _paragraph;
    private (int At, CodeFence? Behind) _line;
    private (int At, CodeFence? Behind) _word;

    /// <summary>The piece may end behind this line.</summary>
    public void AddLine(int at, CodeFence? behind, bool isParagraph)
    {
        _line = (at, behind);
        if (isParagraph)
            _paragraph = (at, behind);
    }

    /// <summary>The piece may end behind a word of the line that does not fit.</summary>
    /// <param name="text">The text from the piece's start.</param>
    /// <param name="line">Where that line begins.</param>
    /// <param name="most">The last place that fits.</param>
    /// <param name="open">The fence in which the line stands.</param>
    public void AddWithin(ReadOnlySpan<char> text, int line, int most, CodeFence? open)
    {
        if (most <= line)
            return;
        int space = text[line..most].LastIndexOfAny(" \t");
        // A mark that combines with the space would be torn off it.
        if (space > 0 && !Combines(text[line + space + 1]))
            _word = (line + space + 1, open);
    }

    /// <param name="text">The text from the piece's start.</param>
    /// <param name="most">The last place that fits.</param>
    /// <param name="open">The fence open there.</param>
    public (int Length, CodeFence? Behind) Choose(ReadOnlySpan<char> text, int most, CodeFence? open)
    {
        if (_paragraph.At >= room / 2)
            return _paragraph;
        if (_line.At >= room / 3)
            return _line;
        if (_word.At >= room / 4)
            return _word;
        return (CharacterAtOrBefore(text, most), open);
    }

    private static int CharacterAtOrBefore(ReadOnlySpan<char> text, int most)
    {
        int at = 0;
        while (at < most)
        {
            int length = StringInfo.GetNextTextElementLength(text[at..]);
            if (at + length > most)
                break;
            at += length;
        }
        if (at > 0)
            return at;
        // One character as long as a post: a base with thousands of marks. It is torn between two of them.
        return char.IsHighSurrogate(text[most - 1]) && most > 1 ? most - 1 : most;
    }

    private static bool Combines(char character) =>
        char.IsSurrogate(character) || character == '\u200d'
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;
}
