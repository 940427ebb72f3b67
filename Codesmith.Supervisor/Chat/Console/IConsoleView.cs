namespace Codesmith.Supervisor.Chat.Console;

/// <summary>How the console looks. Called by one thread at a time; escapes what it is given.</summary>
internal interface IConsoleView
{
    /// <summary>Writes something that is final.</summary>
    void Show(ConsoleItem item);

    /// <summary>Shows what goes on just now, in place of what was shown before; null for nothing.</summary>
    void ShowProgress(ConsoleProgress? progress);
}

/// <summary>What goes on just now.</summary>
/// <param name="Label">One line: the running tool, or how far the prompt got.</param>
/// <param name="Since">When that began.</param>
/// <param name="Preview">Markdown that is still being written; may be empty.</param>
internal sealed record ConsoleProgress(string Label, DateTimeOffset Since, string Preview);
