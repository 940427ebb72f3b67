using System.Buffers;
using System.Globalization;
using System.Text;
using Codesmith.Worker.Terminal;

namespace Codesmith.Worker.Agent;

/// <summary>
/// The keys that put a text into Claude Code's prompt box and send it. A long or many-lined paste is folded into a
/// placeholder and reaches the model in a wrapper; small ones stay what they are, so the text goes in as many of them.
/// </summary>
internal static class TypingPlan
{
    /// <summary>Above 800 characters a paste is folded.</summary>
    private const int PieceCharacters = 700;

    /// <summary>From four lines on a paste is folded.</summary>
    private const int PieceNewlines = 2;

    private const byte ClearLine = 0x15;

    private const byte ClearBox = 0x03;
    private const byte Enter = (byte)'\r';

    /// <summary>Above 800 bytes at once, keys are taken for a paste, too.</summary>
    private const int RowsClearedOneByOne = 100;

    /// <summary>Fewer columns than the box has on the terminal that the worker opens.</summary>
    private const int RowColumns = 100;

    /// <summary>More than a tab takes.</summary>
    private const int TabColumns = 8;

    /// <param name="text">Free of control characters other than line feed and tab.</param>
    /// <param name="boxRows">Rows that may stand in the box and are cleared first; clearing an empty box does no harm.</param>
    public static ReadOnlyMemory<byte> Keys(string text, int boxRows)
    {
        var keys = new ArrayBufferWriter<byte>(text.Length + 64);
        keys.Write(Clear(boxRows).Span);
        foreach (var piece in Pieces(text))
        {
            keys.Write("\e[200~"u8);
            keys.Write(Encoding.UTF8.GetBytes(piece));
            keys.Write("\e[201~"u8);
        }

        keys.Write([Enter]);
        return keys.WrittenMemory;
    }

    /// <summary>
    /// The keys that empty the box: for each row one to clear it and one to join it with the row above. Where that
    /// would be too many, the key that clears all at once: pressed twice within a second on an empty box it would end
    /// Claude Code, so it is not for every prompt.
    /// </summary>
    public static ReadOnlyMemory<byte> Clear(int boxRows)
    {
        if (boxRows > RowsClearedOneByOne)
            return new[] { ClearBox };
        var keys = new byte[(2 * boxRows) + 2];
        Array.Fill(keys, ClearLine);
        return keys;
    }

    /// <summary>
    /// At least as many rows as the text takes in the box. Lines are wrapped between words, so that a row may be no
    /// more than half full.
    /// </summary>
    public static int Rows(string text) => text.Split('\n').Sum(line => 1 + (2 * Columns(line) / RowColumns));

    private static int Columns(string line) =>
        line.EnumerateRunes().Sum(rune => rune.Value == '\t' ? TabColumns : CharacterWidth.Of(rune.Value));

    /// <summary>Cuts between what a reader sees as characters; a cluster longer than a piece is cut where it must.</summary>
    internal static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        while (start < text.Length)
        {
            var length = 0;
            var newlines = 0;
            while (start + length < text.Length && newlines < PieceNewlines)
            {
                var cluster = StringInfo.GetNextTextElementLength(text, start + length);
                if (length + cluster > PieceCharacters)
                    break;
                newlines += text[start + length] == '\n' ? 1 : 0;
                length += cluster;
            }

            length = length > 0 ? length : WholeCharacters(text, start);
            yield return text.Substring(start, length);
            start += length;
        }
    }

    private static int WholeCharacters(string text, int start)
    {
        var length = Math.Min(PieceCharacters, text.Length - start);
        return char.IsHighSurrogate(text[start + length - 1]) ? length - 1 : length;
    }
}
