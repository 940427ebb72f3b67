namespace Codesmith.Supervisor.Chat.Console;

/// <summary>Where the user's words come from.</summary>
internal interface IConsoleInput
{
    /// <summary>Whether a person types: their lines are sent at once, and their mistakes are not failures.</summary>
    bool IsInteractive { get; }

    /// <summary>
    /// Whether what is typed is hidden, and not remembered, as nobody is to read it over a shoulder. Commands are shown.
    /// May be set at any time.
    /// </summary>
    bool IsHidden { get; set; }

    /// <summary>The next thing the user said; null at the end of the input.</summary>
    ValueTask<ConsoleEntry?> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>Something the user entered. A closed union.</summary>
internal abstract record ConsoleEntry
{
    private ConsoleEntry()
    {
    }

    /// <summary>A line, or a block between two fences: a block is never a command.</summary>
    internal sealed record Words(string Text, bool IsBlock) : ConsoleEntry;

    /// <summary>Something that cannot be sent; the message is one line.</summary>
    internal sealed record Unusable(string Message) : ConsoleEntry;
}
