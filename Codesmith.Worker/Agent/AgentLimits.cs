namespace Codesmith.Worker.Agent;

/// <summary>How long the agent's loop waits for what, and why that long.</summary>
internal static class AgentLimits
{
    /// <summary>Claude Code is at its prompt within a second; a loaded machine takes many times that.</summary>
    public static readonly TimeSpan Start = TimeSpan.FromSeconds(45);

    /// <summary>Between turns it rests within a second; what the user runs at the end of each may hold it up for longer.</summary>
    public static readonly TimeSpan PromptDeadline = TimeSpan.FromMinutes(2);

    /// <summary>A prompt is accepted within 60 ms of Enter; the hook's own way and load are in this.</summary>
    public static readonly TimeSpan PromptConfirm = TimeSpan.FromSeconds(3);

    /// <summary>On top of <see cref="PromptConfirm"/> for every thousand characters: the box lays out every paste.</summary>
    public static readonly TimeSpan PromptConfirmPerThousand = TimeSpan.FromMilliseconds(200);

    /// <summary>The record is written 100 ms after Stop.</summary>
    public static readonly TimeSpan TurnRecord = TimeSpan.FromSeconds(2);

    /// <summary>Stop and the status of rest arrive within 50 ms of each other, the mark of an interrupt within 150 ms.</summary>
    public static readonly TimeSpan RestWithoutStop = TimeSpan.FromSeconds(1);

    /// <summary>Far longer than the sources ever differ.</summary>
    public static readonly TimeSpan ScreenAtRest = TimeSpan.FromSeconds(5);

    /// <summary>An interrupt works within 100 ms.</summary>
    public static readonly TimeSpan InterruptConfirm = TimeSpan.FromSeconds(2);

    /// <summary>How often Escape is pressed for one interrupt: once for what runs, once for what hides it, once more.</summary>
    public const int InterruptTries = 3;

    /// <summary>At rest for this long after a command was typed, without a sign of it: it did nothing.</summary>
    public static readonly TimeSpan CommandConfirm = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A compaction takes as long as the model does, which the agent gives up after ten minutes. A command that waits
    /// longer for the end of a turn is out of date.
    /// </summary>
    public static readonly TimeSpan CommandDeadline = TimeSpan.FromMinutes(15);

    /// <summary>The record of a command is written 150 ms after it was done.</summary>
    public static readonly TimeSpan CommandRecord = TimeSpan.FromSeconds(1);

    /// <summary>A hook announces a question 30 ms before the status says waiting.</summary>
    public static readonly TimeSpan UnknownDialog = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A tool's hook overtakes the hook of the text in front of it by up to 5 ms, on a loaded machine by far more. The
    /// record, 100 ms later, tells that there is no such text; this is only for when that fails.
    /// </summary>
    public static readonly TimeSpan Held = TimeSpan.FromMilliseconds(500);

    /// <summary>A text that the model ended is in the record 100 ms later. One whose stream broke never is.</summary>
    public static readonly TimeSpan Doubt = TimeSpan.FromMilliseconds(500);

    /// <summary>The picture is read when it has been still for this long: a frame is drawn in a few milliseconds.</summary>
    public static readonly TimeSpan ScreenStill = TimeSpan.FromMilliseconds(40);

    /// <summary>Characters of a tool's result that an event carries: a preview, the transcript has it all.</summary>
    public const int ResultPreview = 2000;
}
