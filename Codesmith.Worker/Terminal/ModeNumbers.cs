namespace Codesmith.Worker.Terminal;

/// <summary>The numbers of the modes in SM, RM, DECSET, DECRST and DECRQM.</summary>
internal static class ModeNumbers
{
    public const int SaveCursor = 1048;
    public const int AlternateScreenAndCursor = 1049;

    /// <summary>The mode with a number, or <see cref="TerminalModes.None"/> for one this terminal has not.</summary>
    public static TerminalModes Find(int number, bool isPrivate) => (number, isPrivate) switch
    {
        (4, false) => TerminalModes.Insert,
        (20, false) => TerminalModes.NewLine,
        (1, true) => TerminalModes.ApplicationCursorKeys,
        (6, true) => TerminalModes.Origin,
        (7, true) => TerminalModes.AutoWrap,
        (25, true) => TerminalModes.CursorVisible,
        (47 or 1047 or AlternateScreenAndCursor, true) => TerminalModes.AlternateScreen,
        (1000, true) => TerminalModes.MouseClicks,
        (1002, true) => TerminalModes.MouseDrags,
        (1003, true) => TerminalModes.MouseMoves,
        (1004, true) => TerminalModes.FocusReports,
        (1006, true) => TerminalModes.MouseSgr,
        (2004, true) => TerminalModes.BracketedPaste,
        (2026, true) => TerminalModes.SynchronizedOutput,
        (2031, true) => TerminalModes.ColorSchemeReports,
        _ => TerminalModes.None,
    };
}
