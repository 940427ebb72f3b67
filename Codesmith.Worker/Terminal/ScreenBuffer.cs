namespace Codesmith.Worker.Terminal;

/// <summary>
/// The cells of a screen. Rows are reached through a table, so that scrolling moves row numbers and not cells.
/// Keeps the two cells of a wide character together: whoever separates them blanks them.
/// </summary>
internal sealed class ScreenBuffer
{
    private Cell[] _cells;
    private int[] _starts;

    public ScreenBuffer(int columns, int rows)
    {
        Columns = columns;
        Rows = rows;
        _cells = new Cell[columns * rows];
        _starts = Starts(columns, rows);
    }

    public int Columns { get; private set; }

    public int Rows { get; private set; }

    public int CellCount => _cells.Length;

    /// <summary>All cells, in no order.</summary>
    public Span<Cell> Cells => _cells;

    public Span<Cell> Row(int row) => _cells.AsSpan(_starts[row], Columns);

    /// <summary>Blanks a wide character that lies across the border to the left of a column.</summary>
    public static void Part(Span<Cell> row, int column)
    {
        if ((uint)column >= (uint)row.Length || !row[column].IsContinuation)
            return;
        row[column - 1] = Cell.Blank(row[column - 1].Style);
        row[column] = Cell.Blank(row[column].Style);
    }

    /// <summary>Blanks the columns from <paramref name="from"/> to before <paramref name="to"/>.</summary>
    public void Erase(int row, int from, int to, in CellStyle style)
    {
        Span<Cell> cells = Row(row);
        Part(cells, from);
        Part(cells, to);
        cells[from..to].Fill(Cell.Blank(style));
    }

    public void EraseRows(int top, int bottom, in CellStyle style)
    {
        for (int row = top; row <= bottom; row++)
            Row(row).Fill(Cell.Blank(style));
    }

    /// <summary>Pushes the cells from a column on to the right; those at the end are lost.</summary>
    public void InsertCells(int row, int column, int count, in CellStyle style)
    {
        Span<Cell> cells = Row(row);
        count = Math.Min(count, Columns - column);
        Part(cells, column);
        Part(cells, Columns - count);
        cells[column..(Columns - count)].CopyTo(cells[(column + count)..]);
        cells.Slice(column, count).Fill(Cell.Blank(style));
    }

    /// <summary>Removes cells; those to the right follow.</summary>
    public void DeleteCells(int row, int column, int count, in CellStyle style)
    {
        Span<Cell> cells = Row(row);
        count = Math.Min(count, Columns - column);
        Part(cells, column);
        Part(cells, column + count);
        cells[(column + count)..].CopyTo(cells[column..]);
        cells[(Columns - count)..].Fill(Cell.Blank(style));
    }

    /// <summary>Moves the rows between two margins, both inclusive, up; blank ones come in at the bottom.</summary>
    public void ScrollUp(int top, int bottom, int count, in CellStyle style)
    {
        count = Math.Min(count, bottom - top + 1);
        Rotate(top, bottom, count);
        EraseRows(bottom - count + 1, bottom, style);
    }

    /// <summary>Moves the rows between two margins, both inclusive, down; blank ones come in at the top.</summary>
    public void ScrollDown(int top, int bottom, int count, in CellStyle style)
    {
        int height = bottom - top + 1;
        count = Math.Min(count, height);
        Rotate(top, bottom, height - count);
        EraseRows(top, top + count - 1, style);
    }

    /// <summary>Changes the size; rows are kept from <paramref name="firstRow"/> on, nothing is wrapped anew.</summary>
    public void Resize(int columns, int rows, int firstRow)
    {
        var cells = new Cell[columns * rows];
        int common = Math.Min(columns, Columns);
        for (int row = 0; row < Math.Min(rows, Rows - firstRow); row++)
        {
            Span<Cell> old = Row(firstRow + row);
            Part(old, common);
            old[..common].CopyTo(cells.AsSpan(row * columns));
        }
        (Columns, Rows, _cells, _starts) = (columns, rows, cells, Starts(columns, rows));
    }

    private static int[] Starts(int columns, int rows)
    {
        var starts = new int[rows];
        for (int row = 0; row < rows; row++)
            starts[row] = row * columns;
        return starts;
    }

    private void Rotate(int top, int bottom, int count)
    {
        Span<int> region = _starts.AsSpan(top, bottom - top + 1);
        if (count == 1)
        {
            int first = region[0];
            region[1..].CopyTo(region);
            region[^1] = first;
            return;
        }
        region[..count].Reverse();
        region[count..].Reverse();
        region.Reverse();
    }
}
