namespace Codesmith.Protocol;

/// <summary>The agent waits for the user's decision.</summary>
/// <param name="QuestionId">Pairs it with the answer and with <see cref="QuestionClosed"/>.</param>
/// <param name="Kind">What is asked, and so which answers fit.</param>
/// <param name="Title">One line.</param>
/// <param name="Body">Markdown: the plan, the command that needs permission, the screen nobody foresaw; may be empty.</param>
/// <param name="Items">For <see cref="QuestionKind.Choice"/>: one for each question, at least one. Else empty.</param>
public sealed record QuestionAsked(
    string QuestionId, QuestionKind Kind, string Title, string Body, IReadOnlyList<QuestionItem> Items) : WorkerEvent;

/// <summary>What is asked.</summary>
public enum QuestionKind
{
    /// <summary>Choose among options, or say it in own words.</summary>
    Choice,

    /// <summary>Approve a plan, or say what to change.</summary>
    Plan,

    /// <summary>Allow or deny a tool call.</summary>
    Permission,

    /// <summary>A screen that nobody foresaw: answered by keys.</summary>
    Screen,
}

/// <summary>One question of a <see cref="QuestionKind.Choice"/>. Any text of the user's own is a valid answer too.</summary>
/// <param name="Header">A word or two.</param>
/// <param name="Text">The question.</param>
/// <param name="MultiSelect">Whether several options may be chosen.</param>
/// <param name="Options">What can be chosen.</param>
public sealed record QuestionItem(
    string Header, string Text, bool MultiSelect, IReadOnlyList<QuestionOption> Options);

/// <summary>One option of a question.</summary>
/// <param name="Label">What is chosen by.</param>
/// <param name="Description">One line more; may be empty.</param>
public sealed record QuestionOption(string Label, string Description);

/// <summary>The question is not open any more.</summary>
/// <param name="QuestionId">As in <see cref="QuestionAsked"/>.</param>
/// <param name="Closing">How it closed.</param>
public sealed record QuestionClosed(string QuestionId, QuestionClosing Closing) : WorkerEvent;

/// <summary>How a question closed.</summary>
public enum QuestionClosing
{
    /// <summary>The user's answer was taken.</summary>
    Answered,

    /// <summary>It was dismissed, the turn was interrupted, or the agent went on without an answer.</summary>
    Dismissed,
}
