namespace Codesmith.Worker.Terminal;

/// <summary>
/// The cursor and the two buffers: everything a program can do to the cells. Rows and columns are counted from 0 and
/// clamped, so no argument is wrong. This part moves, erases and scrolls; the other one prints.
/// </summary>
internal sealed partial class ScreenEditor
{
    private readonly ScreenBuffer _primary;
    private readonly ScreenBuffer _alternate;
    private readonly TabStops _tabs;
    private ScreenBuffer _buffer;
    private Cursor _cursor;
    private Cursor _savedOnPrimary;
    private Cursor _savedOnAlternate;
    private int _columns;
    private int _rows;
    private int _top;
    private int _bottom;

    public ScreenEditor(int columns, int rows)
    {
        _primary = new ScreenBuffer(columns, rows);
        _alternate = new ScreenBuffer(columns, rows);
        _buffer = _primary;
        _tabs = new TabStops(columns);
        Clusters = new ClusterTable(_primary, _alternate);
        (_columns, _rows, _bottom) = (columns, rows, rows - 1);
    }

    public int Columns => _columns;

    public int Rows => _rows;

    public ClusterTable Clusters { get; }

    public bool IsAlternate => _buffer == _alternate;

    public int CursorRow => _cursor.Row;

    public int CursorColumn => _cursor.Column;

    public bool OriginMode => _cursor.OriginMode;

    public int TopMargin => _top;

    public bool AutoWrap { get; set; } = true;

    public bool InsertMode { get; set; }

    /// <summary>For SGR alone.</summary>
    public ref CellStyle Style => ref _cursor.Style;

    public ReadOnlySpan<Cell> Row(int row) => _buffer.Row(row);

    public void CarriageReturn()
    {
        _cursor.Column = 0;
        _cursor.WrapPending = false;
    }

    public void Backspace()
    {
        _cursor.Column = Math.Max(0, _cursor.Column - 1);
        _cursor.WrapPending = false;
    }

    /// <summary>One line down, scrolling at the bottom margin.</summary>
    public void LineFeed()
    {
        if (_cursor.Row == _bottom)
            ScrollUp(1);
        else
            MoveUp(-1);
    }

    /// <summary>One line up, scrolling at the top margin.</summary>
    public void ReverseLineFeed()
    {
        if (_cursor.Row == _top)
            ScrollDown(1);
        else
            MoveUp(1);
    }

    /// <summary>Moves up or, by a negative number, down; a margin on the way stops it.</summary>
    public void MoveUp(int count)
    {
        int row = _cursor.Row;
        int highest = row >= _top ? _top : 0;
        int lowest = row <= _bottom ? _bottom : _rows - 1;
        _cursor.Row = Math.Clamp(row - count, highest, lowest);
        _cursor.WrapPending = false;
    }

    public void MoveToColumn(int column)
    {
        _cursor.Column = Math.Clamp(column, 0, _columns - 1);
        _cursor.WrapPending = false;
    }

    /// <summary>Row as the program counts it: from the top margin in origin mode.</summary>
    public void MoveToRow(int row)
    {
        _cursor.Row = _cursor.OriginMode
            ? Math.Clamp(row + _top, _top, _bottom)
            : Math.Clamp(row, 0, _rows - 1);
        _cursor.WrapPending = false;
    }

    public void MoveTo(int row, int column)
    {
        MoveToRow(row);
        MoveToColumn(column);
    }

    public void TabForward(int count)
    {
        // In the last column there is nowhere to go, and a wrap that is pending stays so.
        for (int stop = count; stop > 0 && _cursor.Column < _columns - 1; stop--)
            MoveToColumn(_tabs.After(_cursor.Column));
    }

    public void TabBackward(int count)
    {
        for (int stop = count; stop > 0 && _cursor.Column > 0; stop--)
            MoveToColumn(_tabs.Before(_cursor.Column));
    }

    public void SetTab() => _tabs.Set(_cursor.Column);

    public void ClearTab() => _tabs.Clear(_cursor.Column);

    public void ClearAllTabs() => _tabs.ClearAll();

    public void EraseToEndOfLine() => EraseColumns(_cursor.Column, _columns);

    public void EraseToStartOfLine() => EraseColumns(0, _cursor.Column + 1);

    public void EraseLine() => EraseColumns(0, _columns);

    public void EraseCharacters(int count) =>
        EraseColumns(_cursor.Column, Math.Min(_columns, _cursor.Column + count));

    public void EraseToEndOfScreen()
    {
        EraseToEndOfLine();
        _buffer.EraseRows(_cursor.Row + 1, _rows - 1, _cursor.Style);
    }

    public void EraseToStartOfScreen()
    {
        EraseToStartOfLine();
        _buffer.EraseRows(0, _cursor.Row - 1, _cursor.Style);
    }

    public void EraseScreen() => _buffer.EraseRows(0, _rows - 1, _cursor.Style);

    public void InsertCells(int count) =>
        _buffer.InsertCells(_cursor.Row, _cursor.Column, count, _cursor.Style);

    public void DeleteCells(int count) =>
        _buffer.DeleteCells(_cursor.Row, _cursor.Column, count, _cursor.Style);

    public void InsertLines(int count)
    {
        if (_cursor.Row < _top || _cursor.Row > _bottom)
            return;
        _buffer.ScrollDown(_cursor.Row, _bottom, count, _cursor.Style);
    }

    public void DeleteLines(int count)
    {
        if (_cursor.Row < _top || _cursor.Row > _bottom)
            return;
        _buffer.ScrollUp(_cursor.Row, _bottom, count, _cursor.Style);
    }

    public void ScrollUp(int count) => _buffer.ScrollUp(_top, _bottom, count, _cursor.Style);

    public void ScrollDown(int count) => _buffer.ScrollDown(_top, _bottom, count, _cursor.Style);

    /// <summary>Sets the scrolling region, both rows inclusive; one of fewer than two rows is refused.</summary>
    public void SetMargins(int top, int bottom)
    {
        bottom = Math.Min(bottom, _rows - 1);
        if (top >= bottom)
            return;
        (_top, _bottom) = (top, bottom);
        MoveTo(0, 0);
    }

    public void SetOriginMode(bool on)
    {
        _cursor.OriginMode = on;
        MoveTo(0, 0);
    }

    public void DesignateG0(bool lineDrawing) => _cursor.G0IsLineDrawing = lineDrawing;

    public void DesignateG1(bool lineDrawing) => _cursor.G1IsLineDrawing = lineDrawing;

    public void ActivateG1(bool on) => _cursor.G1IsActive = on;

    public void SaveCursor() => (IsAlternate ? ref _savedOnAlternate : ref _savedOnPrimary) = _cursor;

    public void RestoreCursor()
    {
        _cursor = IsAlternate ? _savedOnAlternate : _savedOnPrimary;
        _cursor.Row = Math.Min(_cursor.Row, _rows - 1);
        _cursor.Column = Math.Min(_cursor.Column, _columns - 1);
    }

    public void SwitchBuffer(bool alternate) => _buffer = alternate ? _alternate : _primary;

    /// <summary>DECALN: the whole screen full of E, without margins.</summary>
    public void FillWithE()
    {
        (_top, _bottom) = (0, _rows - 1);
        MoveTo(0, 0);
        for (int row = 0; row < _rows; row++)
            _buffer.Row(row).Fill(Cell.Narrow('E', default));
    }

    /// <summary>DECSTR: everything but the cells and the place of the cursor.</summary>
    public void SoftReset()
    {
        (_top, _bottom) = (0, _rows - 1);
        _cursor = new Cursor { Row = _cursor.Row, Column = _cursor.Column };
        _savedOnPrimary = default;
        _savedOnAlternate = default;
        AutoWrap = true;
        InsertMode = false;
    }

    /// <summary>RIS: as new, of the same size.</summary>
    public void Reset()
    {
        SoftReset();
        MoveTo(0, 0);
        _lastPrinted = 0;
        _tabs.Reset(_columns);
        _primary.EraseRows(0, _rows - 1, default);
        _alternate.EraseRows(0, _rows - 1, default);
        _buffer = _primary;
    }

    /// <summary>
    /// Changes the size. The line of the cursor stays; lines above it are dropped when they have no room.
    /// </summary>
    public void Resize(int columns, int rows)
    {
        int dropped = Math.Max(0, _cursor.Row - (rows - 1));
        _primary.Resize(columns, rows, IsAlternate ? 0 : dropped);
        _alternate.Resize(columns, rows, IsAlternate ? dropped : 0);
        _tabs.Resize(columns);
        (_columns, _rows, _top, _bottom) = (columns, rows, 0, rows - 1);
        _cursor.Row -= dropped;
        _cursor.Column = Math.Min(_cursor.Column, columns - 1);
        _cursor.WrapPending = false;
    }

    private void EraseColumns(int from, int to) => _buffer.Erase(_cursor.Row, from, to, _cursor.Style);
}
