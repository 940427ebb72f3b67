using Codesmith.Protocol;

namespace Codesmith.Supervisor.Chat.Console;

/// <summary>Something that is final and so can be written to the console once. A closed union.</summary>
internal abstract record ConsoleItem
{
    private ConsoleItem()
    {
    }

    /// <summary>What the program says before anything else; a fact a line.</summary>
    internal sealed record Banner(IReadOnlyList<string> Lines) : ConsoleItem;

    /// <summary>What the user said.</summary>
    internal sealed record Echo(string Text) : ConsoleItem;

    /// <summary>A piece of the agent's answer.</summary>
    internal sealed record Answer(string Markdown) : ConsoleItem;

    /// <summary>A tool call that ended.</summary>
    internal sealed record Tool(ToolLine Line) : ConsoleItem;

    /// <summary>Something Codesmith says.</summary>
    internal sealed record Notice(NoticeLevel Level, string Markdown) : ConsoleItem;

    /// <summary>A page that the user is to open.</summary>
    internal sealed record Link(Uri Address) : ConsoleItem;

    /// <summary>A question that the user can answer now.</summary>
    internal sealed record Question(QuestionPrompt Prompt) : ConsoleItem;

    /// <summary>The session's status, because the user asked for it.</summary>
    internal sealed record Status(Panel Panel, DateTimeOffset Now) : ConsoleItem;
}

/// <summary>One question in the form in which the console asks it.</summary>
/// <param name="Title">One line.</param>
/// <param name="Body">Markdown or a screen; may be empty.</param>
/// <param name="IsScreen">Whether the body is the picture of a terminal.</param>
/// <param name="Options">Chosen by number, beginning with 1.</param>
/// <param name="Hint">How to answer; one line.</param>
internal sealed record QuestionPrompt(
    string Title, string Body, bool IsScreen, IReadOnlyList<QuestionOption> Options, string Hint);
