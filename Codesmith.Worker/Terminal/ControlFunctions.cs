using System.Runtime.CompilerServices;

namespace Codesmith.Worker.Terminal;

/// <summary>Gives controls and sequences their meaning. Those it does not know are counted and do nothing.</summary>
internal sealed class ControlFunctions(ScreenEditor editor, ReplyBuffer replies)
{
    private const byte Backspace = 0x08;
    private const byte Tab = 0x09;
    private const byte LineFeed = 0x0A;
    private const byte VerticalTab = 0x0B;
    private const byte FormFeed = 0x0C;
    private const byte CarriageReturn = 0x0D;
    private const byte ShiftOut = 0x0E;
    private const byte ShiftIn = 0x0F;

    // Bytes of VtSequence.Selector.
    private const int Private = '?' << 24;
    private const int Greater = '>' << 24;
    private const int Dollar = '$' << 8;

    private readonly ModeSwitch _modes = new(editor);

    public TerminalModes Modes => _modes.Current;

    public string Title { get; private set; } = "";

    /// <summary>How many sequences had no meaning here, or were too long to have one.</summary>
    public long Ignored { get; private set; }

    public void Execute(byte control)
    {
        switch (control)
        {
            case CarriageReturn:
                editor.CarriageReturn();
                break;
            case LineFeed or VerticalTab or FormFeed:
                editor.LineFeed();
                if ((Modes & TerminalModes.NewLine) != 0)
                    editor.CarriageReturn();
                break;
            case Backspace:
                editor.Backspace();
                break;
            case Tab:
                editor.TabForward(1);
                break;
            case ShiftOut or ShiftIn:
                editor.ActivateG1(control == ShiftOut);
                break;
        }
    }

    public void Csi(in VtSequence sequence)
    {
        if (sequence.Truncated)
        {
            Ignored++;
            return;
        }
        int count = sequence.Parameter(0, absent: 1);
        switch (sequence.Selector)
        {
            case 'm': GraphicRendition.Apply(in sequence, ref editor.Style); break;
            case 'G' or '`': editor.MoveToColumn(count - 1); break;
            case 'A': editor.MoveUp(count); break;
            case 'B' or 'e': editor.MoveUp(-count); break;
            case 'C' or 'a': editor.MoveToColumn(editor.CursorColumn + count); break;
            case 'D': editor.MoveToColumn(editor.CursorColumn - count); break;
            case 'H' or 'f': editor.MoveTo(count - 1, sequence.Parameter(1, absent: 1) - 1); break;
            case 'K': EraseInLine(sequence.Parameter(0, absent: 0)); break;
            case 'J': EraseInScreen(sequence.Parameter(0, absent: 0)); break;
            case 'E' or 'F':
                editor.MoveUp(sequence.Selector == 'F' ? count : -count);
                editor.CarriageReturn();
                break;
            case 'd': editor.MoveToRow(count - 1); break;
            case 'X': editor.EraseCharacters(count); break;
            case '@': editor.InsertCells(count); break;
            case 'P': editor.DeleteCells(count); break;
            case 'L': editor.InsertLines(count); break;
            case 'M': editor.DeleteLines(count); break;
            case 'S': editor.ScrollUp(count); break;
            // With five parameters it tracks the mouse.
            case 'T' when sequence.Parameters.Length <= 1: editor.ScrollDown(count); break;
            case 'I': editor.TabForward(count); break;
            case 'Z': editor.TabBackward(count); break;
            case 'b': editor.Repeat(count); break;
            case 'r': editor.SetMargins(count - 1, sequence.Parameter(1, absent: editor.Rows) - 1); break;
            case 's': editor.SaveCursor(); break;
            case 'u': editor.RestoreCursor(); break;
            case 'g': ClearTabs(sequence.Parameter(0, absent: 0)); break;
            default: Uncommon(in sequence); break;
        }
    }

    public void Escape(in VtSequence sequence)
    {
        switch (sequence.Selector)
        {
            case '7': editor.SaveCursor(); break;
            case '8': editor.RestoreCursor(); break;
            case 'D': editor.LineFeed(); break;
            case 'E':
                editor.LineFeed();
                editor.CarriageReturn();
                break;
            case 'H': editor.SetTab(); break;
            case 'M': editor.ReverseLineFeed(); break;
            case 'c': _modes.Reset(); break;
            case '8' | '#' << 8: editor.FillWithE(); break;
            case '0' | '(' << 8: editor.DesignateG0(lineDrawing: true); break;
            case '0' | ')' << 8: editor.DesignateG1(lineDrawing: true); break;
            // ST ends a string that was given its meaning already; keypads are for keyboards.
            case '\\' or '=' or '>': break;
            default:
                if ((sequence.Selector >> 8 & 0xFF) == '(')
                    editor.DesignateG0(lineDrawing: false);
                else if ((sequence.Selector >> 8 & 0xFF) == ')')
                    editor.DesignateG1(lineDrawing: false);
                else
                    Ignored++;
                break;
        }
    }

    public void Osc(ReadOnlySpan<byte> payload, bool endedByBell)
    {
        int separator = payload.IndexOf((byte)';');
        ReadOnlySpan<byte> command = separator < 0 ? payload : payload[..separator];
        ReadOnlySpan<byte> text = separator < 0 ? [] : payload[(separator + 1)..];
        if (command.SequenceEqual("0"u8) || command.SequenceEqual("2"u8))
            Title = TitleText.Decode(text);
        else if ((command.SequenceEqual("10"u8) || command.SequenceEqual("11"u8)) && text.SequenceEqual("?"u8))
            replies.Add(DeviceReports.DefaultColor(background: command[1] == '1', endedByBell));
        else
            Ignored++;
    }

    /// <summary>A device control string: none has a meaning here.</summary>
    public void Dcs() => Ignored++;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Uncommon(in VtSequence sequence)
    {
        int parameter = sequence.Parameter(0, absent: 0);
        switch (sequence.Selector)
        {
            case 'h': SetModes(in sequence, isPrivate: false, on: true); break;
            case 'l': SetModes(in sequence, isPrivate: false, on: false); break;
            case 'h' | Private: SetModes(in sequence, isPrivate: true, on: true); break;
            case 'l' | Private: SetModes(in sequence, isPrivate: true, on: false); break;
            // Selective erasure spares protected characters, which this terminal has not.
            case 'J' | Private: EraseInScreen(parameter); break;
            case 'K' | Private: EraseInLine(parameter); break;
            case 'p' | '!' << 8: _modes.SoftReset(); break;
            case 'c' when parameter == 0: replies.Add(DeviceReports.PrimaryAttributes); break;
            case 'c' | Greater when parameter == 0: replies.Add(DeviceReports.SecondaryAttributes); break;
            case 'q' | Greater when parameter == 0: replies.Add(DeviceReports.Version); break;
            case 'n' when parameter == 5: replies.Add(DeviceReports.Ready); break;
            case 'n' when parameter == 6: ReportCursor(isPrivate: false); break;
            case 'n' | Private when parameter == 6: ReportCursor(isPrivate: true); break;
            case 'n' | Private when parameter == 996: replies.Add(DeviceReports.DarkScheme); break;
            case 't' when parameter == 18: replies.Add(DeviceReports.Size(editor.Rows, editor.Columns)); break;
            case 'p' | Dollar: ReportMode(parameter, isPrivate: false); break;
            case 'p' | Dollar | Private: ReportMode(parameter, isPrivate: true); break;
            default: Ignored++; break;
        }
    }

    private void SetModes(in VtSequence sequence, bool isPrivate, bool on)
    {
        foreach (ushort number in sequence.Parameters)
        {
            if (!_modes.TrySet(number, isPrivate, on))
                Ignored++;
        }
    }

    private void ReportCursor(bool isPrivate)
    {
        int row = editor.OriginMode ? editor.CursorRow - editor.TopMargin : editor.CursorRow;
        replies.Add(DeviceReports.CursorPosition(row, editor.CursorColumn, isPrivate));
    }

    private void ReportMode(int number, bool isPrivate) =>
        replies.Add(DeviceReports.Mode(number, isPrivate, ModeNumbers.Find(number, isPrivate), Modes));

    private void EraseInLine(int part)
    {
        switch (part)
        {
            case 0: editor.EraseToEndOfLine(); break;
            case 1: editor.EraseToStartOfLine(); break;
            case 2: editor.EraseLine(); break;
        }
    }

    private void EraseInScreen(int part)
    {
        switch (part)
        {
            case 0: editor.EraseToEndOfScreen(); break;
            case 1: editor.EraseToStartOfScreen(); break;
            case 2: editor.EraseScreen(); break;
        }
    }

    private void ClearTabs(int which)
    {
        if (which == 0)
            editor.ClearTab();
        else if (which == 3)
            editor.ClearAllTabs();
    }
}
