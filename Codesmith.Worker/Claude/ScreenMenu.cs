using System.Text.RegularExpressions;

namespace Codesmith.Worker.Claude;

/// <summary>A choice on the screen: its options by their text, and the one that Enter would take.</summary>
/// <param name="Heading">The lines above it, as one text: which menu it is.</param>
/// <param name="Options">Without their numbers.</param>
/// <param name="Selected">Index of the marked option.</param>
internal sealed partial record ScreenMenu(string Heading, IReadOnlyList<string> Options, int Selected)
{
    private const string Mark = "❯";

    /// <summary>More rows than any menu has.</summary>
    private const int HeadingLines = 12;

    /// <summary>The lowest menu on the screen: a marked line with options right above or below it, at the same depth.</summary>
    public static ScreenMenu? Find(IReadOnlyList<string> lines)
    {
        for (var row = lines.Count - 1; row >= 0; row--)
        {
            if (At(lines, row) is { } menu)
                return menu;
        }

        return null;
    }

    /// <summary>How many times down (positive) or up (negative) to reach the first option with this text; null: not there.</summary>
    public int? StepsTo(string text)
    {
        var index = Options.ToList().FindIndex(option => option.Contains(text, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : index - Selected;
    }

    private static ScreenMenu? At(IReadOnlyList<string> lines, int row)
    {
        var line = lines[row];
        var depth = line.IndexOf(Mark, StringComparison.Ordinal);
        // The prompt box's mark is followed by a no-break space, an option's by a plain one.
        if (depth < 0 || line[..depth].Trim().Length > 0 || line.Length <= depth + 1 || line[depth + 1] != ' ')
            return null;

        // A tick in front of the marked option moves the others by its width.
        var column = depth + (line.AsSpan(depth + 2).StartsWith("✔ ") ? 4 : 2);
        var first = row;
        while (first > 0 && IsOption(lines[first - 1], column))
            first--;
        var last = row;
        while (last + 1 < lines.Count && IsOption(lines[last + 1], column))
            last++;
        if (first == last)
            return null;

        var options = Enumerable.Range(first, last - first + 1)
            .Select(index => NumberPattern().Replace(lines[index][(depth + 1)..].Trim(), ""))
            .ToList();
        var heading = string.Join('\n', lines.Take(first).TakeLast(HeadingLines)).Trim();
        return new ScreenMenu(heading, options, row - first);
    }

    /// <summary>Text that begins right below the marked option's text.</summary>
    private static bool IsOption(string line, int column) =>
        line.Length > column && string.IsNullOrWhiteSpace(line[..column]) && !char.IsWhiteSpace(line[column]);

    [GeneratedRegex(@"^(\d+\.|✔)\s+")]
    private static partial Regex NumberPattern();
}
