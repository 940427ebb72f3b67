using System.Text.RegularExpressions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Codesmith.Supervisor.Chat.Console.Terminal;

/// <summary>
/// Markdown for a terminal, rendered lightly and line by line: what it does not know stays readable as it was written.
/// </summary>
internal static partial class MarkdownText
{
    /// <summary>
    /// Characters of a line that is styled and wrapped in one go, which costs time that grows with the square of it.
    /// Nobody writes longer ones; they are shown as they are, in pieces.
    /// </summary>
    private const int LongestLine = 4096;

    private static readonly Style CodeStyle = new(Color.Grey85, Color.Grey15);
    private static readonly Style Faint = new(decoration: Decoration.Dim);

    /// <summary>Renders untrusted Markdown: it is escaped here.</summary>
    internal static Rows Render(string markdown)
    {
        List<IRenderable> blocks = [];
        string[] lines = TerminalText.Escape(markdown).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            Match fence = Fence().Match(lines[i]);
            if (!fence.Success)
            {
                if (lines[i].Length <= LongestLine)
                    blocks.Add(Line(lines[i]));
                else
                    blocks.AddRange(Pieces(lines[i]).Select(piece => new Text(piece)));
                continue;
            }

            List<string> code = [];
            while (++i < lines.Length && !Closes(lines[i], fence.Groups["mark"].Value))
                code.AddRange(Pieces(lines[i]));
            blocks.Add(Code(code));
        }

        return new Rows(blocks);
    }

    private static bool Closes(string line, string mark)
    {
        string closing = line.Trim();
        return closing.Length >= mark.Length && closing.All(character => character == mark[0]);
    }

    private static IEnumerable<string> Pieces(string line)
    {
        int at = 0;
        while (line.Length - at > LongestLine)
        {
            int length = char.IsHighSurrogate(line[at + LongestLine - 1]) ? LongestLine - 1 : LongestLine;
            yield return line.Substring(at, length);
            at += length;
        }

        yield return line[at..];
    }

    /// <summary>Code on a background of its own, as wide as its longest line.</summary>
    private static PrefixedBlock Code(List<string> lines)
    {
        string[] expanded = [.. lines.Select(line => line.Replace("\t", "    ", StringComparison.Ordinal))];
        int width = expanded.Select(line => line.GetCellWidth()).DefaultIfEmpty().Max();
        IEnumerable<IRenderable> rows = expanded.Select(
            line => new Text($" {line}{new string(' ', width - line.GetCellWidth())} ", CodeStyle));
        return new PrefixedBlock("  ", "  ", Style.Plain, new Rows(rows));
    }

    private static IRenderable Line(string line)
    {
        if (Heading().Match(line) is { Success: true } heading)
        {
            bool isTop = heading.Groups["level"].Length == 1;
            return MarkdownInline.Render(
                heading.Groups["text"].Value,
                new(decoration: isTop ? Decoration.Bold | Decoration.Underline : Decoration.Bold));
        }

        if (Separator().IsMatch(line))
            return new Text("────────", Faint);
        // The cells of a table stand where the author put them.
        if (line.TrimStart().StartsWith('|'))
            return new Text(line);
        if (Item().Match(line) is { Success: true } item)
        {
            string mark = item.Groups["mark"].Value;
            string shown = $"{item.Groups["indent"].Value}{(mark is "-" or "*" or "+" ? "•" : mark)} ";
            return new PrefixedBlock(
                shown,
                new string(' ', shown.Length),
                Style.Plain,
                MarkdownInline.Render(item.Groups["text"].Value, Style.Plain));
        }

        if (Quote().Match(line) is { Success: true } quote)
            return new PrefixedBlock("│ ", "│ ", Faint, MarkdownInline.Render(quote.Groups["text"].Value, Faint));
        return MarkdownInline.Render(line, Style.Plain);
    }

    [GeneratedRegex(@"^ {0,3}(?<mark>`{3,}|~{3,})[^`]*$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^ {0,3}(?<level>#{1,6})\s+(?<text>.*?)\s*#*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^ {0,3}(-{3,}|\*{3,}|_{3,})\s*$")]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(?<indent>\s*)(?<mark>[-*+]|\d{1,9}[.)])\s+(?<text>.*)$")]
    private static partial Regex Item();

    [GeneratedRegex(@"^ {0,3}> ?(?<text>.*)$")]
    private static partial Regex Quote();
}
