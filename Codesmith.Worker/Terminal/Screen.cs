using System.Text;

namespace Codesmith.Worker.Terminal;

/// <summary>
/// A terminal: takes what a program writes to it, knows what would be seen, and answers what the program asks.
/// Nothing that is fed can fail or make it grow. Not safe for use by several threads at once.
/// </summary>
internal sealed class Screen
{
    private readonly VtParser _parser = new();
    private readonly ReplyBuffer _replies = new();
    private readonly ScreenEditor _editor;
    private readonly ControlFunctions _functions;

    /// <exception cref="ArgumentOutOfRangeException">
    /// A side is not from 1 to <see cref="TerminalLimits.MaxSide"/>.
    /// </exception>
    public Screen(int columns, int rows)
    {
        CheckSize(columns, rows);
        _editor = new ScreenEditor(columns, rows);
        _functions = new ControlFunctions(_editor, _replies);
    }

    public int Columns => _editor.Columns;

    public int Rows => _editor.Rows;

    /// <summary>Grows whenever something may have changed.</summary>
    public long Version { get; private set; }

    public TerminalModes Modes => _functions.Modes;

    public string Title => _functions.Title;

    /// <summary>
    /// The program is in the middle of drawing (synchronized output): what is seen now is half a picture. A program
    /// that dies or is hostile leaves it so, hence do not wait for the end without a limit.
    /// </summary>
    public bool IsFrameOpen => (Modes & TerminalModes.SynchronizedOutput) != 0;

    /// <summary>How many sequences had no meaning for this terminal.</summary>
    public long IgnoredSequences => _functions.Ignored;

    /// <summary>Takes the next bytes, cut anywhere.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        Version++;
        var actions = new ScreenActions(_editor, _functions);
        _parser.Advance(bytes, ref actions);
    }

    /// <summary>What the terminal answers to the program since the last call; empty mostly.</summary>
    public byte[] TakeReplies() => _replies.Take();

    /// <summary>
    /// Changes the size. Lines are cut or extended, not wrapped anew: a program redraws when it is told.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A side is not from 1 to <see cref="TerminalLimits.MaxSide"/>.
    /// </exception>
    public void Resize(int columns, int rows)
    {
        CheckSize(columns, rows);
        if (columns == Columns && rows == Rows)
            return;
        Version++;
        _editor.Resize(columns, rows);
    }

    public ScreenSnapshot Snapshot()
    {
        var lines = new string[Rows];
        var text = new StringBuilder(Columns);
        for (int row = 0; row < Rows; row++)
            lines[row] = Line(row, text);
        return new ScreenSnapshot
        {
            Version = Version,
            Columns = Columns,
            Rows = Rows,
            Lines = lines,
            CursorRow = _editor.CursorRow,
            CursorColumn = _editor.CursorColumn,
            Title = Title,
            Modes = Modes,
        };
    }

    /// <summary>The cells of a row, valid until the next call that changes something.</summary>
    public ReadOnlySpan<Cell> Cells(int row) => _editor.Row(row);

    /// <summary>What a cell shows; a space for a blank one, nothing for the second half of a wide character.</summary>
    public string TextOf(in Cell cell) => _editor.Clusters.TextOf(in cell);

    private string Line(int row, StringBuilder text)
    {
        text.Clear();
        foreach (ref readonly Cell cell in _editor.Row(row))
        {
            // The characters of most cells need no text of their own.
            if (cell.IsBasic)
                text.Append((char)cell.Content);
            else
                text.Append(TextOf(in cell));
        }
        int length = text.Length;
        while (length > 0 && text[length - 1] == ' ')
            length--;
        return text.ToString(0, length);
    }

    private static void CheckSize(int columns, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, TerminalLimits.MaxSide);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, TerminalLimits.MaxSide);
    }
}
