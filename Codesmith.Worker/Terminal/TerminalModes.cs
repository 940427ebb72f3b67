namespace Codesmith.Worker.Terminal;

/// <summary>The modes this terminal knows and a program may set, reset and ask for.</summary>
[Flags]
internal enum TerminalModes
{
    None = 0,
    Insert = 1 << 0,
    NewLine = 1 << 1,
    ApplicationCursorKeys = 1 << 2,
    Origin = 1 << 3,
    AutoWrap = 1 << 4,
    CursorVisible = 1 << 5,
    MouseClicks = 1 << 6,
    MouseDrags = 1 << 7,
    MouseMoves = 1 << 8,
    MouseSgr = 1 << 9,
    FocusReports = 1 << 10,
    BracketedPaste = 1 << 11,
    SynchronizedOutput = 1 << 12,
    ColorSchemeReports = 1 << 13,
    AlternateScreen = 1 << 14,

    /// <summary>After a reset.</summary>
    Initial = AutoWrap | CursorVisible,
}
