namespace Codesmith.Worker.Terminal;

/// <content>Printing: characters of one and of two columns, and those that join the one before them.</content>
internal sealed partial class ScreenEditor
{
    private int _lastPrinted;

    public void Print(ReadOnlySpan<byte> text)
    {
        _lastPrinted = text[^1];
        if (InsertMode || _cursor.DrawsLines)
        {
            foreach (byte character in text)
                Print((int)character, 1);
            return;
        }
        while (!text.IsEmpty)
        {
            if (_cursor.WrapPending)
                WrapLine();
            int column = _cursor.Column;
            int count = Math.Min(text.Length, _columns - column);
            Span<Cell> row = _buffer.Row(_cursor.Row);
            ScreenBuffer.Part(row, column);
            ScreenBuffer.Part(row, column + count);
            Span<Cell> target = row.Slice(column, count);
            CellStyle style = _cursor.Style;
            for (int index = 0; index < target.Length; index++)
                target[index] = Cell.Narrow(text[index], style);
            Advance(count);
            text = text[count..];
        }
    }

    /// <summary>Writes a character as often as <paramref name="count"/> says.</summary>
    public void Print(int codePoint, int count)
    {
        if (codePoint <= '~' && _cursor.DrawsLines)
            codePoint = LineDrawing.Of(codePoint);
        int width = CharacterWidth.Of(codePoint);
        if (width == 0)
        {
            for (int added = Math.Min(count, TerminalLimits.MaxClusterLength); added > 0; added--)
                Combine(codePoint);
            return;
        }
        if (codePoint > '~' && JoinEmoji(codePoint))
            count--;
        _lastPrinted = codePoint;
        while (count > 0)
            count -= width == 1 ? PrintNarrow(codePoint, count) : PrintWide(codePoint);
    }

    /// <summary>Writes the last character again.</summary>
    public void Repeat(int count)
    {
        // More than fill the screen only scroll the same picture.
        if (_lastPrinted != 0)
            Print(_lastPrinted, Math.Min(count, _columns * _rows));
    }

    private int PrintNarrow(int codePoint, int count)
    {
        if (_cursor.WrapPending)
            WrapLine();
        int column = _cursor.Column;
        count = Math.Min(count, _columns - column);
        if (InsertMode)
            InsertCells(count);
        Span<Cell> row = _buffer.Row(_cursor.Row);
        ScreenBuffer.Part(row, column);
        ScreenBuffer.Part(row, column + count);
        row.Slice(column, count).Fill(Cell.Narrow(codePoint, _cursor.Style));
        Advance(count);
        return count;
    }

    private int PrintWide(int codePoint)
    {
        // No room on any line: there is nothing to show.
        if (_columns < 2)
            return 1;
        if (_cursor.WrapPending || _cursor.Column == _columns - 1)
        {
            if (AutoWrap)
                WrapLine();
            else
                _cursor.Column = _columns - 2;
        }
        if (InsertMode)
            InsertCells(2);
        int column = _cursor.Column;
        Span<Cell> row = _buffer.Row(_cursor.Row);
        ScreenBuffer.Part(row, column);
        ScreenBuffer.Part(row, column + 2);
        row[column] = Cell.Wide(codePoint, _cursor.Style);
        row[column + 1] = Cell.Continuation(_cursor.Style);
        Advance(2);
        return 1;
    }

    private void Advance(int columns)
    {
        int column = _cursor.Column + columns;
        if (column >= _columns)
        {
            column = _columns - 1;
            _cursor.WrapPending = AutoWrap;
        }
        _cursor.Column = column;
    }

    private void WrapLine()
    {
        CarriageReturn();
        LineFeed();
    }

    /// <summary>
    /// The column of the character to the left of where the next one goes, or -1 at the start of a line.
    /// </summary>
    private int PreviousColumn(ReadOnlySpan<Cell> row)
    {
        int column = _cursor.WrapPending ? _cursor.Column : _cursor.Column - 1;
        return column > 0 && row[column].IsContinuation ? column - 1 : column;
    }

    private void Combine(int codePoint)
    {
        Span<Cell> row = _buffer.Row(_cursor.Row);
        int column = PreviousColumn(row);
        if (column < 0)
            return;
        ref Cell cell = ref row[column];
        // As an emoji a character takes two columns, also one that has one by itself; in the last column it cannot.
        bool widens = codePoint == Emoji.PresentationSelector && !cell.IsWide && !cell.IsBlank && !_cursor.WrapPending;
        if (!Clusters.TryAppend(ref cell, codePoint, cell.IsWide || widens) || !widens)
            return;
        ScreenBuffer.Part(row, column + 2);
        row[column + 1] = Cell.Continuation(cell.Style);
        Advance(1);
    }

    /// <summary>Adds a character to the emoji before it when the two are one.</summary>
    private bool JoinEmoji(int codePoint)
    {
        Span<Cell> row = _buffer.Row(_cursor.Row);
        int column = PreviousColumn(row);
        if (column < 0 || !row[column].IsWide)
            return false;
        if (!Emoji.IsSkinTone(codePoint) && !Clusters.EndsWithJoiner(row[column]))
            return false;
        // One that is full swallows what it cannot hold, as it would have been drawn in the same place.
        Clusters.TryAppend(ref row[column], codePoint, wide: true);
        return true;
    }
}
