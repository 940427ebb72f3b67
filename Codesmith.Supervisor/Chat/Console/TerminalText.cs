using System.Globalization;
using System.Text;

namespace Codesmith.Supervisor.Chat.Console;

/// <summary>
/// Makes text safe for a terminal. What the agent, a tool or a worker says is untrusted: an escape sequence in it could
/// retitle the window, write to the clipboard or hide what is on the screen.
/// </summary>
internal static class TerminalText
{
    /// <summary>
    /// Control, direction and other invisible characters are shown as &lt;U+001B&gt;; line feeds and tabs stay, a CRLF
    /// is a line feed. Lone surrogates become U+FFFD.
    /// </summary>
    internal static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;

        var safe = new StringBuilder(text.Length + 16);
        foreach (Rune rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            if (IsHarmful(rune))
                safe.Append(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>");
            else
                safe.Append(rune);
        }

        return safe.ToString();
    }

    /// <summary>Like <see cref="Escape"/>, on one line: its lines are trimmed and joined with " / ", tabs are spaces.</summary>
    internal static string EscapeLine(string text) =>
        string.Join(" / ", Escape(text).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Replace('\t', ' ');

    private static bool IsHarmful(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => rune.Value is not ('\n' or '\t'),
        // Joiners are part of words and emoji; the others of this category reorder or hide text.
        UnicodeCategory.Format => rune.Value is not (0x200c or 0x200d),
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        _ => false,
    };
}
