using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Codesmith.Supervisor.Chat.Console.Terminal;

/// <summary>
/// The only writer to the terminal. Output scrolls; below it stand the rows that change: what goes on just now, and
/// the text being typed. They are overwritten in place and in one write, so nothing flickers and nothing typed is lost.
/// </summary>
internal sealed class TerminalScreen(TextWriter output, Func<TerminalSize> measure)
{
    /// <summary>Asks the terminal to show the following only when it is whole; others ignore it.</summary>
    private const string BeginPicture = "\e[?2026h";
    private const string EndPicture = "\e[?2026l";
    private const string EraseRow = "\e[K";
    private const string EraseBelow = "\e[J";

    /// <summary>Typed text takes at most that part of the screen: output stays visible above a long paste.</summary>
    private const int InputShare = 2;

    private readonly Lock _gate = new();
    private IReadOnlyList<ScreenRow> _progress = [];
    private (string Text, int Cursor)? _input;

    /// <summary>What is drawn above the cursor's row, and where in its row the cursor is.</summary>
    private IReadOnlyList<ScreenRow> _above = [];
    private int _cursorColumn;

    /// <summary>The terminal's size now.</summary>
    internal TerminalSize Size => measure();

    /// <summary>Writes output: ANSI, already escaped, each line ended.</summary>
    internal void Print(string text)
    {
        lock (_gate)
            Write(ToTop() + EraseBelow + text + DrawBottom());
    }

    /// <summary>Replaces the rows that tell what goes on; already escaped and fitted to the width.</summary>
    internal void SetProgress(IReadOnlyList<ScreenRow> rows)
    {
        lock (_gate)
        {
            if (_progress.Count == 0 && rows.Count == 0)
                return;
            _progress = rows;
            Write(ToTop() + DrawBottom());
        }
    }

    /// <summary>Replaces the typed text; null when nothing is to be typed.</summary>
    internal void SetInput(string? text, int cursor)
    {
        lock (_gate)
        {
            _input = text is null ? null : (text, cursor);
            Write(ToTop() + DrawBottom());
        }
    }

    /// <summary>Draws anew on an empty screen, after the user asked for it or something else wrote there.</summary>
    internal void Clear()
    {
        lock (_gate)
        {
            _above = [];
            Write("\e[H\e[2J" + DrawBottom());
        }
    }

    /// <summary>Draws the rows below anew, after the terminal changed its size or its mode.</summary>
    internal void Redraw()
    {
        lock (_gate)
            Write(ToTop() + DrawBottom());
    }

    private void Write(string text)
    {
        output.Write(BeginPicture + text + EndPicture);
        output.Flush();
    }

    /// <summary>Goes to where the bottom begins. A terminal that got narrower has wrapped the rows meanwhile.</summary>
    private string ToTop()
    {
        int columns = measure().Columns;
        int up = _above.Sum(row => 1 + (Math.Max(0, row.Cells - 1) / columns)) + (_cursorColumn / columns);
        return up > 0 ? string.Create(CultureInfo.InvariantCulture, $"\r\e[{up}A") : "\r";
    }

    private string DrawBottom()
    {
        TerminalSize size = measure();
        InputPicture? input = _input is { } typed
            ? InputPicture.Draw(typed.Text, typed.Cursor, size.Columns, Math.Max(1, size.Rows / InputShare))
            : null;
        ScreenRow[] rows = [.. _progress, .. (input?.Rows ?? []).Select(row => new ScreenRow(row, row.GetCellWidth()))];
        int cursorRow = Math.Max(0, _progress.Count + (input?.CursorRow ?? -1));
        _above = rows[..Math.Min(cursorRow, rows.Length)];
        _cursorColumn = input?.CursorColumn ?? 0;

        var text = new StringBuilder();
        text.AppendJoin('\n', rows.Select(row => row.Text + EraseRow)).Append(EraseBelow);
        int up = rows.Length - 1 - cursorRow;
        if (up > 0)
            text.Append(CultureInfo.InvariantCulture, $"\e[{up}A");
        text.Append('\r');
        if (_cursorColumn > 0)
            text.Append(CultureInfo.InvariantCulture, $"\e[{_cursorColumn}C");
        return text.ToString();
    }
}

/// <summary>A row that is drawn in place.</summary>
/// <param name="Text">ANSI, narrower than the terminal.</param>
/// <param name="Cells">How wide it is.</param>
internal readonly record struct ScreenRow(string Text, int Cells);

/// <summary>A terminal's size in cells.</summary>
internal readonly record struct TerminalSize(int Columns, int Rows);
