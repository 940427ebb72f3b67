namespace Codesmith.Worker.Terminal;

/// <summary>The modes that are set, and what setting one does at once.</summary>
internal sealed class ModeSwitch(ScreenEditor editor)
{
    /// <summary>What DECSTR gives its initial value; the rest stays.</summary>
    private const TerminalModes SoftlyReset = TerminalModes.Insert | TerminalModes.AutoWrap
        | TerminalModes.CursorVisible | TerminalModes.ApplicationCursorKeys;

    private TerminalModes _set = TerminalModes.Initial;

    /// <summary>The modes that are set. Two are the editor's: they also change with a restored cursor.</summary>
    public TerminalModes Current => _set
        | (editor.OriginMode ? TerminalModes.Origin : TerminalModes.None)
        | (editor.IsAlternate ? TerminalModes.AlternateScreen : TerminalModes.None);

    /// <returns>Whether this terminal has the mode.</returns>
    public bool TrySet(int number, bool isPrivate, bool on)
    {
        if (isPrivate && number == ModeNumbers.SaveCursor)
        {
            SaveOrRestoreCursor(on);
            return true;
        }
        TerminalModes mode = ModeNumbers.Find(number, isPrivate);
        switch (mode)
        {
            case TerminalModes.None:
                return false;
            case TerminalModes.Origin:
                editor.SetOriginMode(on);
                return true;
            case TerminalModes.AlternateScreen:
                SwitchScreen(number, on);
                return true;
        }
        _set = on ? _set | mode : _set & ~mode;
        editor.InsertMode = (_set & TerminalModes.Insert) != 0;
        editor.AutoWrap = (_set & TerminalModes.AutoWrap) != 0;
        return true;
    }

    public void SoftReset()
    {
        editor.SoftReset();
        _set = _set & ~SoftlyReset | TerminalModes.Initial;
    }

    public void Reset()
    {
        editor.Reset();
        _set = TerminalModes.Initial;
    }

    private void SwitchScreen(int number, bool alternate)
    {
        // 47 only switches; 1047 leaves the alternate screen empty; 1049 enters it empty and remembers the cursor.
        if (alternate && number == ModeNumbers.AlternateScreenAndCursor)
            editor.SaveCursor();
        if (!alternate && editor.IsAlternate && number != 47)
            editor.EraseScreen();
        editor.SwitchBuffer(alternate);
        if (number != ModeNumbers.AlternateScreenAndCursor)
            return;
        if (alternate)
            editor.EraseScreen();
        else
            editor.RestoreCursor();
    }

    private void SaveOrRestoreCursor(bool save)
    {
        if (save)
            editor.SaveCursor();
        else
            editor.RestoreCursor();
    }
}
