using Spectre.Console;

namespace Codesmith.Supervisor.Chat.Console.Terminal;

/// <summary>Styles the inline marks of a line of Markdown. Marks without a partner stay as they are.</summary>
internal static class MarkdownInline
{
    /// <summary>Marks within marks that are styled: what is nested deeper was not written for people.</summary>
    private const int DeepestNesting = 8;

    private static readonly Style Code = new(Color.Teal);
    private static readonly Style Address = new(decoration: Decoration.Dim);

    /// <summary>Longest first, so that ** is not read as two *.</summary>
    private static readonly (string Mark, Style Style)[] Marks =
    [
        ("***", new(decoration: Decoration.Bold | Decoration.Italic)),
        ("**", new(decoration: Decoration.Bold)),
        ("__", new(decoration: Decoration.Bold)),
        ("~~", new(decoration: Decoration.Strikethrough)),
        ("*", new(decoration: Decoration.Italic)),
        ("_", new(decoration: Decoration.Italic)),
    ];

    /// <summary>The line's text, already escaped for the terminal, with its styles.</summary>
    internal static Paragraph Render(string text, Style style)
    {
        var paragraph = new Paragraph();
        Append(paragraph, text, style, depth: 0);
        return paragraph;
    }

    private static void Append(Paragraph paragraph, string text, Style style, int depth)
    {
        int plain = 0;
        int at = 0;
        while (at < text.Length)
        {
            if (text[at] == '\\' && at + 1 < text.Length && (char.IsPunctuation(text[at + 1]) || char.IsSymbol(text[at + 1])))
            {
                paragraph.Append(text[plain..at], style);
                plain = at + 1;
                at += 2;
                continue;
            }

            int length = depth < DeepestNesting ? Styled(paragraph, text, at, plain, style, depth) : 0;
            if (length > 0)
                plain = at += length;
            else
                at++;
        }

        paragraph.Append(text[plain..], style);
    }

    /// <summary>Appends what is styled at this place, and the plain text before it. Returns its length; 0 for none.</summary>
    private static int Styled(Paragraph paragraph, string text, int at, int plain, Style style, int depth)
    {
        if (text[at] == '`')
            return CodeSpan(paragraph, text, at, plain, style);
        if (text[at] == '[')
            return Link(paragraph, text, at, plain, style, depth);

        foreach ((string mark, Style marked) in Marks)
        {
            if (string.CompareOrdinal(text, at, mark, 0, mark.Length) != 0)
                continue;
            int end = Closing(text, at, mark);
            if (end < 0)
                continue;
            paragraph.Append(text[plain..at], style);
            Append(paragraph, text[(at + mark.Length)..end], style.Combine(marked), depth + 1);
            return end + mark.Length - at;
        }

        return 0;
    }

    private static int Closing(string text, int at, string mark)
    {
        int begin = at + mark.Length;
        bool inWord = mark[0] == '_' && at > 0 && char.IsLetterOrDigit(text[at - 1]);
        if (inWord || begin >= text.Length || char.IsWhiteSpace(text[begin]))
            return -1;

        for (int end = text.IndexOf(mark, begin + 1, StringComparison.Ordinal);
             end >= 0;
             end = end + 1 < text.Length ? text.IndexOf(mark, end + 1, StringComparison.Ordinal) : -1)
        {
            int after = end + mark.Length;
            bool wordGoesOn = mark[0] == '_' && after < text.Length && char.IsLetterOrDigit(text[after]);
            if (!char.IsWhiteSpace(text[end - 1]) && !wordGoesOn)
                return end;
        }

        return -1;
    }

    private static int CodeSpan(Paragraph paragraph, string text, int at, int plain, Style style)
    {
        int ticks = 1;
        while (at + ticks < text.Length && text[at + ticks] == '`')
            ticks++;
        string mark = text.Substring(at, ticks);
        int end = text.IndexOf(mark, at + ticks, StringComparison.Ordinal);
        if (end < 0)
            return 0;

        paragraph.Append(text[plain..at], style);
        string code = text[(at + ticks)..end];
        paragraph.Append(ticks > 1 ? code.Trim() : code, style.Combine(Code));
        return end + ticks - at;
    }

    private static int Link(Paragraph paragraph, string text, int at, int plain, Style style, int depth)
    {
        int middle = text.IndexOf("](", at, StringComparison.Ordinal);
        int end = middle < 0 ? -1 : text.IndexOf(')', middle);
        if (end < 0 || text.AsSpan(at + 1, middle - at - 1).Contains('['))
            return 0;

        paragraph.Append(text[plain..at], style);
        Append(paragraph, text[(at + 1)..middle], style.Combine(new(decoration: Decoration.Underline)), depth + 1);
        // The address is shown, not hidden behind the text: what a link claims to be is the agent's word.
        paragraph.Append($" ({text[(middle + 2)..end]})", style.Combine(Address));
        return end + 1 - at;
    }
}
