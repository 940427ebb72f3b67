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

    /// <summary>The column of the character to the left of where the next one goes, or -1 at the start of a line.</summary>
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
        // Emoji presentation takes two columns, also on a character that has one without it.
        if (codePoint == Emoji.PresentationSelector && !row[column].IsWide && column + 1 < _columns
            && row[column].Content != 0 && !_cursor.WrapPending)
        {
            ScreenBuffer.Part(row, column + 2);
            row[column + 1] = Cell.Continuation(row[column].Style);
            Clusters.Append(ref row[column], codePoint, wide: true);
            if (!row[column].IsWide)
                row[column + 1] = Cell.Blank(row[column].Style);
            else
                Advance(1);
            return;
        }
        Clusters.Append(ref row[column], codePoint, row[column].IsWide);
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
        Clusters.Append(ref row[column], codePoint, wide: true);
        return true;
    }
}
