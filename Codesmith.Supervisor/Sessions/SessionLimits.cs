using Codesmith.Protocol;

namespace Codesmith.Supervisor.Sessions;

/// <summary>Every maximum of a session, each with its reason.</summary>
internal static class SessionLimits
{
    /// <summary>Prompts and commands that wait for the agent: more than a person has on their mind.</summary>
    public const int Queue = 50;

    /// <summary>Characters of a prompt: what the worker takes, less the lines that name attachments.</summary>
    public const int PromptText = WireLimits.PromptText - (Attachments * 256);

    /// <summary>Files of one message: what chats allow.</summary>
    public const int Attachments = 10;

    /// <summary>Bytes of one file: what a chat takes in one upload. Larger ones are better fetched by the agent itself.</summary>
    public const long AttachmentBytes = 25 * 1024 * 1024;

    /// <summary>Commands and clicks that wait for their response at one time: only a script sends more.</summary>
    public const int PendingResponses = 64;

    /// <summary>
    /// Items of a conversation that the chat does not show in full yet. Beyond it the oldest are left out, with a
    /// mark: a chat that is so far behind will not catch up.
    /// </summary>
    public const int Items = 200;

    /// <summary>Characters of all these items together.</summary>
    public const int Characters = 1024 * 1024;

    /// <summary>Tool calls in one group: a post that stays readable.</summary>
    public const int ToolsInGroup = 20;

    /// <summary>Characters of a failed call's result: what went wrong is said at its beginning.</summary>
    public const int ToolResult = 2000;

    /// <summary>Finished texts that are remembered, so that one reported twice is not shown twice.</summary>
    public const int RememberedTexts = 64;

    /// <summary>Tries to hand over a prompt that the worker cannot take now, one each <see cref="ResendDelay"/>.</summary>
    public const int Refusals = 30;

    /// <summary>Part of a limit from which on its use is told: early enough to do something about it.</summary>
    public const double NearShare = 0.8;

    /// <summary>Hosts a user is asked about at one time: more questions are read by nobody.</summary>
    public const int HostQuestions = 3;

    /// <summary>How long a host that its user did not decide on is not asked about again: programs try often.</summary>
    public static readonly TimeSpan HostUnanswered = TimeSpan.FromMinutes(10);

    /// <summary>Wait before a prompt is offered again: a dialog or a repaint of the agent's takes about so long.</summary>
    public static readonly TimeSpan ResendDelay = TimeSpan.FromSeconds(1);

    /// <summary>The same hint is not repeated sooner.</summary>
    public static readonly TimeSpan HintInterval = TimeSpan.FromMinutes(1);

    /// <summary>From the start of a worker to its agent's prompt: seconds, but a cold disk needs long.</summary>
    public static readonly TimeSpan Start = TimeSpan.FromSeconds(60);

    /// <summary>For an agent that was asked to end: it still writes its records.</summary>
    public static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);

    /// <summary>For an interrupted turn to end: the agent takes a tenth of a second.</summary>
    public static readonly TimeSpan Interrupt = TimeSpan.FromSeconds(10);

    /// <summary>
    /// From the end of a turn to the agent's gauges, for which it takes a third of a second, on a busy machine a whole
    /// one; after a turn that cost nothing there may be none.
    /// </summary>
    public static readonly TimeSpan StatusDelay = TimeSpan.FromSeconds(2);
}
