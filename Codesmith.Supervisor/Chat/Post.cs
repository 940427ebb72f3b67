using Codesmith.Protocol;

namespace Codesmith.Supervisor.Chat;

/// <summary>What one of our messages says. A closed union; each adapter gives it its own form.</summary>
internal abstract record Post
{
    /// <summary>The user's message it belongs to, where that has to be said; null else.</summary>
    public MessageId? ReplyTo { get; init; }
}

/// <summary>A piece of the agent's answer, not longer than the chat allows.</summary>
/// <param name="Markdown">The text; code fences are closed within the piece.</param>
/// <param name="IsLive">Whether more may come: a preview.</param>
internal sealed record TextPost(string Markdown, bool IsLive) : Post;

/// <summary>Tool calls that follow each other, a line each.</summary>
internal sealed record ToolsPost(IReadOnlyList<ToolLine> Lines) : Post;

/// <summary>One tool call.</summary>
/// <param name="Name">Such as Bash.</param>
/// <param name="Summary">One line.</param>
/// <param name="Outcome">Null while it runs.</param>
/// <param name="Result">The first lines of an error; null else.</param>
/// <param name="Duration">How long it ran, if known.</param>
internal sealed record ToolLine(string Name, string Summary, ToolOutcome? Outcome, string? Result, TimeSpan? Duration);

/// <summary>Something Codesmith itself says.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Markdown">What it says.</param>
/// <param name="CanRetry">
/// Whether the message in <see cref="Post.ReplyTo"/> can be tried again: <see cref="MessageRetried"/>.
/// </param>
/// <param name="CanSignIn">Whether to sign in is the way out of it: the login command, at hand.</param>
internal sealed record NoticePost(
    NoticeLevel Level, string Markdown, bool CanRetry = false, bool CanSignIn = false) : Post;

/// <summary>How much a notice matters.</summary>
internal enum NoticeLevel
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>Something is odd, but it goes on.</summary>
    Warning,

    /// <summary>Something failed.</summary>
    Error,
}

/// <summary>A question of the agent's, with the means to answer it while it is open.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Closing">Null while it is open.</param>
internal sealed record QuestionPost(QuestionAsked Question, QuestionClosing? Closing) : Post;

/// <summary>A sign-in, with the means to go on with it while it is open.</summary>
/// <param name="Markdown">What to do, or what came of it; empty where that was said already.</param>
/// <param name="Offer">Null when it is over.</param>
internal sealed record SignInPost(string Markdown, SignInOffer? Offer) : Post;

/// <summary>The one pinned status of a session.</summary>
internal sealed record PanelPost(Panel Panel) : Post;

/// <summary>What the panel shows. Null is unknown.</summary>
/// <param name="Activity">What the session does.</param>
/// <param name="State">The same in a word or two, such as "working".</param>
/// <param name="Status">The agent's gauges; null before it told any.</param>
/// <param name="StartedAt">When the session's agent was started; null while it does not run.</param>
/// <param name="QueueLength">Prompts that wait.</param>
internal sealed record Panel(
    SessionActivity Activity, string State, AgentStatus? Status, DateTimeOffset? StartedAt, int QueueLength);

/// <summary>What a session does, for a colour or a sign.</summary>
internal enum SessionActivity
{
    /// <summary>Nothing runs.</summary>
    Stopped,

    /// <summary>On its way up or down.</summary>
    Changing,

    /// <summary>At rest.</summary>
    Ready,

    /// <summary>In a turn.</summary>
    Working,

    /// <summary>It waits for its user.</summary>
    Waiting,

    /// <summary>It does not run any more, and not because somebody wanted that.</summary>
    Failed,
}
