namespace Codesmith.Worker.Terminal;

/// <summary>The answers to what a program may ask its terminal. Nothing it sent is ever repeated in them.</summary>
internal static class DeviceReports
{
    /// <summary>DA1: a VT220 with colours.</summary>
    public const string PrimaryAttributes = "\e[?62;22c";

    /// <summary>DA2: a VT100-like terminal without a firmware version.</summary>
    public const string SecondaryAttributes = "\e[>0;0;0c";

    public const string Version = "\eP>|Codesmith\e\\";

    /// <summary>DSR 5: no malfunction.</summary>
    public const string Ready = "\e[0n";

    /// <summary>The colour scheme is dark, as the colours below say.</summary>
    public const string DarkScheme = "\e[?997;1n";

    private const string Foreground = "rgb:ffff/ffff/ffff";
    private const string Background = "rgb:0000/0000/0000";

    /// <summary>CPR; row and column from 0.</summary>
    public static string CursorPosition(int row, int column, bool isPrivate) =>
        $"\e[{(isPrivate ? "?" : "")}{row + 1};{column + 1}R";

    /// <summary>DECRPM: 1 is set, 2 is reset, 0 is a mode this terminal has not.</summary>
    public static string Mode(int number, bool isPrivate, TerminalModes mode, TerminalModes current)
    {
        int state = mode == TerminalModes.None ? 0 : (current & mode) != 0 ? 1 : 2;
        return $"\e[{(isPrivate ? "?" : "")}{number};{state}$y";
    }

    /// <summary>XTWINOPS 18: the size in characters.</summary>
    public static string Size(int rows, int columns) => $"\e[8;{rows};{columns}t";

    /// <summary>OSC 10 and 11: the default foreground and background.</summary>
    public static string DefaultColor(bool background, bool endedByBell) =>
        $"\e]{(background ? "11;" + Background : "10;" + Foreground)}{(endedByBell ? "\a" : "\e\\")}";
}
