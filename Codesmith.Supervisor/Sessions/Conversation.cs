using System.Collections.Immutable;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>
/// What the chat should show of a conversation and does not show for good yet, oldest first. Bounded, whatever the
/// worker says and however slow the chat is.
/// </summary>
internal sealed record Conversation
{
    public static readonly Conversation Empty = new();

    /// <summary>By rising number.</summary>
    public ImmutableList<ConversationItem> Items { get; private init; } = [];

    private long LastNumber { get; init; }

    private ImmutableList<string> FinishedTexts { get; init; } = [];

    private MessageId? NextReplyTo { get; init; }

    public IEnumerable<AskedItem> OpenQuestions =>
        Items.OfType<AskedItem>().Where(item => item.Closing is null);

    /// <summary>More of a text that is still being written.</summary>
    public Conversation Stream(string blockId, string delta)
    {
        if (delta.Length == 0 || FinishedTexts.Contains(blockId))
            return this;
        if (FindText(blockId) is not { } item)
            return Add(number => new TextItem(number, blockId, Clip(delta), IsComplete: false));
        return Replace(item, item with { Text = Clip(item.Text + delta) });
    }

    /// <summary>The text as it stays. An empty one takes back what was streamed.</summary>
    public Conversation Complete(string blockId, string text)
    {
        if (FinishedTexts.Contains(blockId))
            return this;
        var remembering = this with
        {
            FinishedTexts = FinishedTexts.Add(blockId).RemoveRange(
                0, Math.Max(0, FinishedTexts.Count + 1 - SessionLimits.RememberedTexts)),
        };
        var item = FindText(blockId);
        if (string.IsNullOrWhiteSpace(text))
            return item is null ? remembering : remembering with { Items = Items.Remove(item) };
        return item is null
            ? remembering.Add(number => new TextItem(number, blockId, Clip(text), IsComplete: true))
            : remembering.Replace(item, item with { Text = Clip(text), IsComplete = true });
    }

    public Conversation StartTool(string toolId, string name, string summary)
    {
        if (FindTool(toolId) is not null)
            return this;
        var call = new ToolCall(toolId, new ToolLine(name, summary, Outcome: null, Result: null, Duration: null));
        return Items.LastOrDefault() is ToolsItem { IsClosed: false, Calls.Count: < SessionLimits.ToolsInGroup } group
            ? Replace(group, group with { Calls = group.Calls.Add(call) })
            : Add(number => new ToolsItem(number, [call], IsClosed: false));
    }

    /// <summary>The result of a call that went well is not shown: what came of it is in the agent's answer.</summary>
    public Conversation EndTool(string toolId, ToolOutcome outcome, string? result, TimeSpan? duration)
    {
        if (FindTool(toolId) is not { } group)
            return this;
        var call = group.Calls.Find(call => call.ToolId == toolId)!;
        var ended = call.Line with
        {
            Outcome = outcome,
            Result = outcome == ToolOutcome.Failed && result is not null ? Clip(result, SessionLimits.ToolResult) : null,
            Duration = duration,
        };
        return Replace(group, group with { Calls = group.Calls.Replace(call, call with { Line = ended }) });
    }

    /// <summary>One that is told again while it is open has changed, as a screen does.</summary>
    public Conversation Ask(QuestionAsked question) =>
        FindOpen(question.QuestionId) is { } open
            ? Replace(open, open with { Question = question })
            : Add(number => new AskedItem(number, question, Closing: null));

    public Conversation Close(string questionId, QuestionClosing closing) =>
        FindOpen(questionId) is { } open ? Replace(open, open with { Closing = closing }) : this;

    public Conversation Note(NoticeLevel level, string markdown, bool canSignIn = false) =>
        Add(number => new NoticeItem(number, level, markdown, CanSignIn: canSignIn));

    /// <summary>Says what became of a message, in reply to it.</summary>
    public Conversation NoteOn(
        MessageId message, NoticeLevel level, string markdown, bool canRetry, bool canSignIn = false) =>
        Add(number => new NoticeItem(number, level, markdown, CanRetry: canRetry, CanSignIn: canSignIn)
        {
            ReplyTo = message,
        });

    /// <summary>What the agent says or does next answers this message, and says so.</summary>
    public Conversation Answer(MessageId message) => this with { NextReplyTo = message };

    /// <summary>
    /// Nothing of the turn changes any more: texts stay as they are, calls without an end had none. A text of blanks
    /// goes: there is no post of it that would ever settle it.
    /// </summary>
    public Conversation EndTurn() => this with
    {
        NextReplyTo = null,
        Items = Items.RemoveAll(item => item is TextItem { IsBlank: true }).ConvertAll(Ended),
    };

    /// <summary>
    /// <see cref="EndTurn"/>, and nobody waits for an answer any more. What the next worker calls its texts is its own
    /// affair.
    /// </summary>
    public Conversation EndAgent()
    {
        var ended = OpenQuestions.Aggregate(
            EndTurn(), (rest, open) => rest.Close(open.Question.QuestionId, QuestionClosing.Dismissed));
        return ended with { FinishedTexts = [] };
    }

    /// <summary>Leaves out what the chat shows for good.</summary>
    public Conversation Drop(IReadOnlyCollection<long> settled) =>
        this with { Items = Items.RemoveAll(item => item.IsFinal && settled.Contains(item.Number)) };

    /// <summary>Goes on elsewhere, where others may read: what is not shown yet stays where it was said.</summary>
    public Conversation Leave() => this with { Items = [] };

    private static ConversationItem Ended(ConversationItem item) => item switch
    {
        TextItem { IsComplete: false } text => text with { IsComplete = true },
        ToolsItem { IsFinal: false } tools => tools with
        {
            IsClosed = true,
            Calls = tools.Calls.ConvertAll(call => call.Line.Outcome is null
                ? call with { Line = call.Line with { Outcome = ToolOutcome.Interrupted } }
                : call),
        },
        _ => item,
    };

    private AskedItem? FindOpen(string questionId) =>
        OpenQuestions.FirstOrDefault(item => item.Question.QuestionId == questionId);

    private TextItem? FindText(string blockId) =>
        Items.OfType<TextItem>().FirstOrDefault(item => item.BlockId == blockId && !item.IsComplete);

    private ToolsItem? FindTool(string toolId) =>
        Items.OfType<ToolsItem>().FirstOrDefault(item => item.Calls.Any(call => call.ToolId == toolId));

    private Conversation Add(Func<long, ConversationItem> create)
    {
        var items = Items;
        if (items.LastOrDefault() is ToolsItem { IsClosed: false } group)
            items = items.Replace(group, group with { IsClosed = true });
        var item = create(LastNumber + 1);
        bool answers = item is not NoticeItem && NextReplyTo is not null;
        if (answers)
            item = item with { ReplyTo = NextReplyTo };
        return (this with
        {
            Items = items.Add(item),
            LastNumber = item.Number,
            NextReplyTo = answers ? null : NextReplyTo,
        }).Bounded();
    }

    private Conversation Replace(ConversationItem old, ConversationItem changed) =>
        (this with { Items = Items.Replace(old, changed) }).Bounded();

    /// <summary>Leaves out the oldest until the rest is small enough, and says so where they were.</summary>
    private Conversation Bounded()
    {
        int characters = Items.Sum(item => item.Characters);
        if (Items.Count <= SessionLimits.Items && characters <= SessionLimits.Characters)
            return this;
        int count = 0;
        while (count < Items.Count - 1
            && (Items.Count - count >= SessionLimits.Items || characters > SessionLimits.Characters))
        {
            characters -= Items[count].Characters;
            count++;
        }
        if (count == 0)
            return this;
        var gap = new NoticeItem(Items[count - 1].Number, NoticeLevel.Warning, SessionTexts.LeftOut, IsGap: true);
        return this with { Items = Items.RemoveRange(0, count).Insert(0, gap) };
    }

    private static string Clip(string text, int most = WireLimits.EventText) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
