using Codesmith.Worker.Terminal;
using NUnit.Framework;

namespace Codesmith.Tests.Terminal;

/// <summary>What holds for a screen whatever it was fed.</summary>
internal static class ScreenInvariants
{
    public static void Check(Screen screen, string context)
    {
        ScreenSnapshot shown = screen.Snapshot();
        bool inside = shown.CursorRow >= 0 && shown.CursorRow < screen.Rows
            && shown.CursorColumn >= 0 && shown.CursorColumn < screen.Columns;
        Assert.That(inside, $"{context}: the cursor left the screen");
        Assert.That(shown.Title, Has.Length.LessThanOrEqualTo(TerminalLimits.MaxTitleLength), context);
        Assert.That(screen.TakeReplies(), Has.Length.LessThanOrEqualTo(TerminalLimits.MaxPendingReplyBytes), context);
        for (int row = 0; row < screen.Rows; row++)
        {
            string? broken = BrokenCell(screen, row);
            Assert.That(broken, Is.Null, $"{context}: row {row}: {broken}");
        }
    }

    private static string? BrokenCell(Screen screen, int row)
    {
        ReadOnlySpan<Cell> cells = screen.Cells(row);
        for (int column = 0; column < cells.Length; column++)
        {
            bool wideBefore = column > 0 && cells[column - 1].IsWide;
            if (cells[column].IsContinuation != wideBefore)
                return $"column {column} is half of a wide character";
            if (cells[column].IsWide && column == cells.Length - 1)
                return "a wide character lies over the margin";
            if (screen.TextOf(cells[column]).Length > TerminalLimits.MaxClusterLength)
                return $"column {column} has too long a text";
        }
        return null;
    }
}
