using System.Collections.Immutable;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>One thing of a conversation that the user sees. A closed union.</summary>
/// <param name="Number">Its place: larger is later. Never used again in the session.</param>
internal abstract record ConversationItem(long Number)
{
    /// <summary>The user's message it belongs to, where that has to be said; null else.</summary>
    public MessageId? ReplyTo { get; init; }

    /// <summary>Whether it will stay as it is.</summary>
    public abstract bool IsFinal { get; }

    /// <summary>About how much room it takes.</summary>
    public abstract int Characters { get; }
}

/// <summary>A text of the agent's.</summary>
internal sealed record TextItem(long Number, string BlockId, string Text, bool IsComplete) : ConversationItem(Number)
{
    public override bool IsFinal => IsComplete;

    /// <summary>Whether there is nothing to see of it.</summary>
    public bool IsBlank => string.IsNullOrWhiteSpace(Text);

    public override int Characters => Text.Length;
}

/// <summary>Tool calls that follow each other.</summary>
/// <param name="Number">See <see cref="ConversationItem"/>.</param>
/// <param name="Calls">In the order in which they began.</param>
/// <param name="IsClosed">Whether no more calls join: something else came after, or the turn ended.</param>
internal sealed record ToolsItem(long Number, ImmutableList<ToolCall> Calls, bool IsClosed) : ConversationItem(Number)
{
    public override bool IsFinal => IsClosed && Calls.All(call => call.Line.Outcome is not null);

    public override int Characters =>
        Calls.Sum(call => call.Line.Name.Length + call.Line.Summary.Length + (call.Line.Result?.Length ?? 0));
}

/// <summary>A tool call of a <see cref="ToolsItem"/>.</summary>
internal sealed record ToolCall(string ToolId, ToolLine Line);

/// <summary>A question of the agent's.</summary>
/// <param name="Number">See <see cref="ConversationItem"/>.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Closing">Null while it is open.</param>
internal sealed record AskedItem(long Number, QuestionAsked Question, QuestionClosing? Closing)
    : ConversationItem(Number)
{
    public override bool IsFinal => Closing is not null;

    public override int Characters => Question.Title.Length + Question.Body.Length;
}

/// <summary>Something Codesmith itself says.</summary>
/// <param name="Number">See <see cref="ConversationItem"/>.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Markdown">What it says.</param>
/// <param name="IsGap">Whether it stands for items that were left out.</param>
/// <param name="CanRetry">Whether the message in <see cref="ConversationItem.ReplyTo"/> can be tried again.</param>
/// <param name="CanSignIn">Whether to sign in is the way out of it.</param>
internal sealed record NoticeItem(
    long Number, NoticeLevel Level, string Markdown, bool IsGap = false, bool CanRetry = false, bool CanSignIn = false)
    : ConversationItem(Number)
{
    public override bool IsFinal => true;

    public override int Characters => Markdown.Length;
}
