namespace Codesmith.Worker.Pty;

/// <summary>The size of a terminal in character cells; each 1 to 65535.</summary>
internal readonly record struct TerminalSize(int Columns, int Rows);
