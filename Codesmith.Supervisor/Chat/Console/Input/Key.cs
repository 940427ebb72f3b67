namespace Codesmith.Supervisor.Chat.Console.Input;

/// <summary>Something pressed or pasted in a terminal. A closed union.</summary>
internal abstract record Key
{
    private Key()
    {
    }

    /// <summary>Text typed or pasted; pasted text may have line feeds.</summary>
    internal sealed record Text(string Value) : Key;

    /// <summary>A key that does something.</summary>
    internal sealed record Action(EditAction What) : Key;
}

/// <summary>What a key does in the line editor.</summary>
internal enum EditAction
{
    Submit,
    NewLine,
    Backspace,
    Delete,
    Left,
    Right,
    WordLeft,
    WordRight,
    Home,
    End,
    Up,
    Down,
    DeleteToStart,
    DeleteToEnd,
    DeleteWord,
    EndOfInput,
    Redraw,
}
