using System.Text;

namespace Codesmith.Worker.Terminal;

/// <summary>
/// The text of a title as it may be shown: no control characters, cut to its limit between characters.
/// </summary>
internal static class TitleText
{
    public static string Decode(ReadOnlySpan<byte> utf8)
    {
        var title = new StringBuilder();
        foreach (Rune rune in Encoding.UTF8.GetString(utf8).EnumerateRunes())
        {
            if (title.Length + rune.Utf16SequenceLength > TerminalLimits.MaxTitleLength)
                break;
            if (!Rune.IsControl(rune))
                title.Append(rune);
        }
        return title.ToString();
    }
}
