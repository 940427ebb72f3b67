using System.Text;
using Codesmith.Worker.Terminal;

namespace Codesmith.Tests.Terminal;

/// <summary>Writes a screen the way an expected.screen has it.</summary>
internal static class ScreenCells
{
    private static readonly (CellAttributes Attribute, char Letter)[] Letters =
    [
        (CellAttributes.Bold, 'b'), (CellAttributes.Faint, 'f'), (CellAttributes.Italic, 'i'),
        (CellAttributes.Underline, 'u'), (CellAttributes.Strikethrough, 's'), (CellAttributes.Inverse, 'v'),
    ];

    public static string State(Screen screen)
    {
        ScreenSnapshot shown = screen.Snapshot();
        return string.Join(' ',
            shown.CursorRow,
            shown.CursorColumn,
            shown.CursorVisible ? "visible" : "hidden",
            shown.AlternateScreen ? "alternate" : "primary",
            shown.Title);
    }

    public static string Styles(Screen screen, int row)
    {
        ReadOnlySpan<Cell> cells = screen.Cells(row);
        var runs = new List<string>();
        for (int column = 0; column < cells.Length;)
        {
            int first = column;
            string style = Style(cells[first]);
            do
                column += Columns(cells[column]);
            while (column < cells.Length && (LooksAlike(cells[column], cells[first]) || Style(cells[column]) == style));
            if (style.Length > 0)
                runs.Add($"{first}+{column - first}{style}");
        }
        return string.Join(',', runs);
    }

    /// <summary>Everything that can be told about a screen, to compare two.</summary>
    public static string Everything(Screen screen)
    {
        var text = new StringBuilder().AppendLine(State(screen)).AppendLine(screen.Modes.ToString());
        IReadOnlyList<string> lines = screen.Snapshot().Lines;
        for (int row = 0; row < screen.Rows; row++)
            text.AppendLine(lines[row]).AppendLine(Styles(screen, row));
        return text.ToString();
    }

    /// <summary>Cheaply, for most cells.</summary>
    private static bool LooksAlike(in Cell cell, in Cell other) =>
        cell.IsWide == other.IsWide && cell.Style == other.Style;

    private static int Columns(in Cell cell) => cell.IsWide ? 2 : 1;

    private static string Style(in Cell cell)
    {
        CellStyle style = cell.Style;
        string letters = string.Concat(
            Letters.Where(pair => style.Attributes.HasFlag(pair.Attribute)).Select(pair => pair.Letter));
        return Color(" fg=", style.Foreground) + Color(" bg=", style.Background)
            + (letters.Length > 0 ? " " + letters : "") + (cell.IsWide ? " wide" : "");
    }

    private static string Color(string name, CellColor color) =>
        color.IsDefault ? "" : name + (color.IsIndexed ? $"{color.Index}" : $"#{color.RgbValue:x6}");
}
