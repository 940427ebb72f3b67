using System.Globalization;
using System.Text;

namespace Codesmith.Worker.Claude;

/// <summary>A user's text in the form in which Claude Code's prompt box takes it as nothing but a prompt.</summary>
internal static class PromptText
{
    /// <summary>In front of a text that the box would take for a command of its own.</summary>
    private const string Guard = "Message: ";

    /// <summary>Words that end Claude Code when they are all that is in the box.</summary>
    private static readonly string[] ExitWords = ["exit", "quit", ":q", ":q!", ":wq", ":wq!"];

    /// <summary>
    /// Drops what would act as keys (escape and other control characters), gives lines one ending, and guards what
    /// would run a command: a leading slash, a leading exclamation mark (shell), the words that exit, a backslash at
    /// the end (which turns Enter into a new line). Empty if nothing is left to say.
    /// </summary>
    public static string Clean(string text)
    {
        var cleaned = TrimBlanks(Printable(text));
        if (cleaned.Length == 0)
            return "";
        if (cleaned[0] == '/' || ExitWords.Contains(WithoutInvisible(cleaned), StringComparer.OrdinalIgnoreCase))
            cleaned = Guard + cleaned;
        else if (cleaned[0] == '!')
            cleaned = " " + cleaned;
        return cleaned[^1] == '\\' ? cleaned + " " : cleaned;
    }

    /// <summary>Whether two texts are the same prompt, whatever the box did to white space and invisible characters.</summary>
    public static bool AreSame(string one, string other) =>
        string.Equals(Visible(one), Visible(other), StringComparison.Ordinal);

    private static string Printable(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var character in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (character.Value is '\n' or '\t' || !(Rune.IsControl(character) || IsHidden(character.Value)))
                result.Append(character);
        }

        return result.ToString();
    }

    /// <summary>
    /// Direction marks, soft hyphens, tags and the like: the box removes them, too, but then waits for a second Enter.
    /// The joiners of emoji and scripts stay.
    /// </summary>
    private static bool IsHidden(int character) => character
        is 0xAD or 0x61C or 0x180E or 0x200B or 0x200E or 0x200F or (>= 0x2028 and <= 0x202E)
        or (>= 0x2060 and <= 0x206F) or 0xFEFF or (>= 0xFFF9 and <= 0xFFFB) or (>= 0xE0000 and <= 0xE007F);

    /// <summary>
    /// At the start, the box drops what cannot be seen and asks for a second Enter; at the end, it would hide a
    /// backslash from us.
    /// </summary>
    private static string TrimBlanks(string text)
    {
        var start = text.EnumerateRunes().TakeWhile(IsBlank).Sum(rune => rune.Utf16SequenceLength);
        var end = text.Length;
        while (end > start && IsBlank(text[end - 1]))
            end--;
        return text[start..end];
    }

    private static string WithoutInvisible(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format));

    private static bool IsBlank(Rune rune) =>
        Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;

    private static bool IsBlank(char character) =>
        char.IsWhiteSpace(character) || char.GetUnicodeCategory(character) == UnicodeCategory.Format;

    /// <summary>The box also composes accents (NFC), which cannot be told here without ICU: such a text counts as another.</summary>
    private static string Visible(string text) => string.Concat(text.Where(character => !IsBlank(character)));
}
