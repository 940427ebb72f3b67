using System.Globalization;
using System.Text;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat.Discord.Interactions;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Questions;
using Codesmith.Supervisor.Chat.Discord.SignIns;

namespace Codesmith.Supervisor.Chat.Discord.Posts;

/// <summary>
/// What a post looks like on Discord. The payload sets text, embeds and components alike, so that an edit clears what
/// the post does not have any more.
/// </summary>
internal static class PostBody
{
    private const int ToolResult = 500;

    /// <param name="post">What to say.</param>
    /// <param name="owner">Whose session it is: nobody else is ever notified.</param>
    /// <param name="progress">For an open question: how far its user got with it.</param>
    public static MessagePayload Of(Post post, Snowflake owner, QuestionProgress? progress) => post switch
    {
        TextPost text => Text(text.Markdown),
        ToolsPost tools => Text(string.Join('\n', tools.Lines.Select(Line))),
        NoticePost notice => Notice(notice, owner),
        QuestionPost question => QuestionBody.Of(question, owner, progress),
        SignInPost signIn => SignInBody.Of(signIn, owner),
        PanelPost panel => new MessagePayload { Content = "", Embeds = [PanelEmbed.Of(panel.Panel, owner)], Components = [] },
        _ => throw new InvalidOperationException($"No such post: {post.GetType().Name}"),
    };

    /// <summary>The payload of a new message: what is empty is left out, and what it replies to is named.</summary>
    public static MessagePayload AsNew(MessagePayload payload, MessageId? replyTo) => payload with
    {
        Content = payload.Content is { Length: > 0 } ? payload.Content : null,
        Embeds = payload.Embeds is { Count: > 0 } ? payload.Embeds : null,
        Components = payload.Components is { Count: > 0 } ? payload.Components : null,
        MessageReference = replyTo is { } message && Snowflake.TryParse(message.Value, out var id)
            ? new MessageReference(id, FailIfNotExists: false)
            : null,
    };

    private static MessagePayload Text(string content) => new()
    {
        Content = DiscordText.Clip(content, DiscordLimits.Content),
        Embeds = [],
        Components = [],
    };

    private static MessagePayload Notice(NoticePost notice, Snowflake owner)
    {
        string mark = notice.Level switch
        {
            NoticeLevel.Error => "❌ ",
            NoticeLevel.Warning => "⚠️ ",
            _ => "",
        };
        var payload = Text(mark + notice.Markdown);
        Component[] buttons = [.. Buttons(notice, owner)];
        return buttons.Length > 0 ? payload with { Components = [new ActionRow(buttons)] } : payload;
    }

    private static IEnumerable<Component> Buttons(NoticePost notice, Snowflake owner)
    {
        if (notice.CanSignIn)
            yield return new Button(ButtonStyle.Primary, "Sign in…", new CustomId.BeginSignIn(owner).Write());
        if (notice is { CanRetry: true, ReplyTo: { } message })
            yield return new Button(ButtonStyle.Secondary, "Retry", new CustomId.Retry(owner, message).Write());
    }

    private static string Line(ToolLine line)
    {
        var text = new StringBuilder("-# ");
        text.Append(line.Outcome switch
        {
            null => "▸",
            ToolOutcome.Succeeded => "✓",
            ToolOutcome.Failed => "✗",
            _ => "◌",
        });
        text.Append(" **").Append(DiscordText.Plain(line.Name)).Append("**");
        if (line.Summary.Length > 0)
            text.Append(' ').Append(DiscordText.Code(line.Summary));
        if (line.Duration is { } time)
            text.Append(CultureInfo.InvariantCulture, $" {time.TotalSeconds:0.0} s");
        if (line.Result is { Length: > 0 } result)
            text.Append('\n').Append(DiscordText.Block(result, ToolResult));
        return text.ToString();
    }
}
