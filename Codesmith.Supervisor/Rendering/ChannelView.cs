using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Rendering;

/// <summary>The posts that should exist for a session. Pure.</summary>
internal static class ChannelView
{
    /// <summary>The panel's place: before everything that is said.</summary>
    public static readonly PostKey PanelKey = new(0, 0);

    /// <summary>Characters of a tool's summary that are shown: a line stays a line.</summary>
    private const int ToolSummary = 160;

    /// <summary>Characters of a failed tool's result that are shown.</summary>
    private const int ToolResult = 400;

    /// <summary>Characters that an adapter puts around one tool call.</summary>
    private const int ToolDecoration = 40;

    /// <param name="state">The session.</param>
    /// <param name="traits">What the chat can show.</param>
    /// <returns>In the order in which they should appear.</returns>
    public static IReadOnlyList<DesiredPost> Of(SessionState state, ChatTraits traits)
    {
        var posts = new List<DesiredPost>();
        if (!state.IsPlaceGone && (state.Generation > 0 || state.Panel is not null))
            posts.Add(new DesiredPost(PanelKey, new PanelPost(PanelView.Of(state)), IsFinal: false, IsPinned: true));
        foreach (var item in state.Conversation.Items)
        {
            int part = 0;
            foreach (var post in Posts(item, traits))
            {
                var placed = part == 0 ? post with { ReplyTo = item.ReplyTo } : post;
                posts.Add(new DesiredPost(new PostKey(item.Number, part++), placed, item.IsFinal));
            }
        }
        return posts;
    }

    private static IEnumerable<Post> Posts(ConversationItem item, ChatTraits traits) => item switch
    {
        TextItem text => Texts(text.Text, traits.PostCharacters)
            .Select(piece => new TextPost(piece, IsLive: traits.TellsPreviews && !text.IsComplete)),
        ToolsItem tools => Tools(tools, traits.PostCharacters),
        AskedItem asked => Question(asked, traits.PostCharacters),
        NoticeItem notice => Texts(notice.Markdown, traits.PostCharacters)
            .Select((piece, part) => new NoticePost(
                notice.Level, piece, CanRetry: notice.CanRetry && part == 0, CanSignIn: notice.CanSignIn && part == 0)),
        _ => throw new InvalidOperationException($"No such item: {item}"),
    };

    private static IEnumerable<string> Texts(string text, int limit) =>
        TextSplitter.Split(text, limit).Select(piece => piece.Markdown).Where(piece => piece.Length > 0);

    private static IEnumerable<ToolsPost> Tools(ToolsItem item, int limit)
    {
        var lines = new List<ToolLine>();
        int characters = 0;
        foreach (var line in item.Calls.Select(call => Shortened(call.Line)))
        {
            int cost = line.Name.Length + line.Summary.Length + (line.Result?.Length ?? 0) + ToolDecoration;
            if (lines.Count > 0 && characters + cost > limit)
            {
                yield return new ToolsPost(lines);
                lines = [];
                characters = 0;
            }
            lines.Add(line);
            characters += cost;
        }
        yield return new ToolsPost(lines);
    }

    /// <summary>
    /// A long text, such as a plan, is posted before the question, which then stands close to its answers. A command or
    /// a screen is no Markdown: adapters show as it is what matters of it.
    /// </summary>
    private static IEnumerable<Post> Question(AskedItem item, int limit)
    {
        bool isMarkdown = item.Question.Kind is QuestionKind.Plan or QuestionKind.Choice;
        if (!isMarkdown || item.Question.Body.Length <= limit / 2)
            return [new QuestionPost(item.Question, item.Closing)];
        return Texts(item.Question.Body, limit)
            .Select(Post (piece) => new TextPost(piece, IsLive: false))
            .Append(new QuestionPost(item.Question with { Body = "" }, item.Closing));
    }

    private static ToolLine Shortened(ToolLine line) => line with
    {
        Name = Clip(line.Name, ToolSummary),
        Summary = Clip(line.Summary, ToolSummary),
        Result = line.Result is null ? null : Clip(line.Result, ToolResult),
    };

    private static string Clip(string text, int most)
    {
        if (text.Length <= most)
            return text;
        int end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return text[..end] + "…";
    }
}
