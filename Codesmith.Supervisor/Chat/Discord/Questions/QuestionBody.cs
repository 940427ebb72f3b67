using System.Text;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat.Discord.Interactions;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Posts;

namespace Codesmith.Supervisor.Chat.Discord.Questions;

/// <summary>A question as a message: its text, and buttons or a list to answer it. Its user is called.</summary>
internal static class QuestionBody
{
    /// <summary>Characters of one line of a question's own: all of it has to fit into a message.</summary>
    private const int Line = 300;

    private const int OptionLine = 90;

    private static readonly (string Label, AgentKey Key)[][] Keys =
    [
        [("Enter", AgentKey.Enter), ("Esc", AgentKey.Escape), ("↑", AgentKey.Up), ("↓", AgentKey.Down), ("Tab", AgentKey.Tab)],
        [("Space", AgentKey.Space), ("1", AgentKey.One), ("2", AgentKey.Two), ("3", AgentKey.Three), ("4", AgentKey.Four)],
    ];

    /// <param name="post">The question.</param>
    /// <param name="owner">Who may answer it.</param>
    /// <param name="progress">How far they got; null if it is closed.</param>
    public static MessagePayload Of(QuestionPost post, Snowflake owner, QuestionProgress? progress)
    {
        var text = new StringBuilder(progress is null ? "" : $"<@{owner}> ");
        text.Append("**").Append(DiscordText.Plain(DiscordText.Clip(post.Question.Title, Line))).Append("**");
        string key = QuestionProgress.Key(owner, post.Question);
        IReadOnlyList<Component> rows = [];
        switch (post.Question.Kind)
        {
            case QuestionKind.Choice when progress?.Item is { } item:
                AddItem(text, post.Question, progress);
                rows = ChoiceRows(owner, key, item, progress.Chosen.Count);
                break;
            case QuestionKind.Screen:
                text.Append('\n').Append(DiscordText.Block(LastLines(post.Question.Body), DiscordLimits.PostText - text.Length));
                rows = progress is null ? [] : KeyRows(owner, key);
                break;
            case QuestionKind.Permission or QuestionKind.Plan:
                if (post.Question.Body.Length > 0)
                    text.Append('\n').Append(Body(post.Question));
                rows = progress is null ? [] : DecisionRows(owner, key, post.Question.Kind);
                break;
        }
        if (post.Closing is { } closing)
            text.Append('\n').Append(closing == QuestionClosing.Answered ? "-# ✓ answered" : "-# closed without an answer");
        return new MessagePayload
        {
            Content = DiscordText.Clip(text.ToString(), DiscordLimits.Content),
            Embeds = [],
            Components = rows,
            AllowedMentions = progress is null ? AllowedMentions.Nobody : new AllowedMentions([], [owner]),
        };
    }

    private static void AddItem(StringBuilder text, QuestionAsked asked, QuestionProgress progress)
    {
        var item = progress.Item!;
        if (asked.Items.Count > 1)
            text.Append($" ({progress.Chosen.Count + 1} of {asked.Items.Count})");
        if (progress.Chosen.Count == 0 && asked.Body.Length > 0)
            text.Append('\n').Append(asked.Body);
        if (item.Text != asked.Title)
            text.Append('\n').Append(DiscordText.Plain(DiscordText.Clip(item.Text, Line)));
        foreach (var option in item.Options)
        {
            text.Append("\n- **").Append(DiscordText.Plain(DiscordText.Clip(option.Label, OptionLine))).Append("**");
            if (option.Description.Length > 0)
                text.Append(" — ").Append(DiscordText.Plain(DiscordText.Clip(option.Description, OptionLine)));
        }
    }

    /// <summary>A plan is Markdown; what needs a permission is a command.</summary>
    private static string Body(QuestionAsked asked) => asked.Kind == QuestionKind.Plan
        ? asked.Body
        : DiscordText.Block(asked.Body, DiscordLimits.PostText / 2);

    private static List<Component> ChoiceRows(Snowflake owner, string key, QuestionItem item, int number)
    {
        var rows = new List<Component>();
        if (item.Options.Count > 0)
        {
            rows.Add(item.MultiSelect || item.Options.Count > DiscordLimits.RowButtons
                ? new ActionRow([OptionList(owner, key, item, number)])
                : new ActionRow([.. item.Options.Select((option, index) => new Button(
                    ButtonStyle.Primary, Label(option.Label, index), new CustomId.Choose(owner, key, number, index).Write()))]));
        }
        rows.Add(new ActionRow(
        [
            new Button(ButtonStyle.Secondary, "In my own words…", new CustomId.Words(owner, key, number).Write()),
            new Button(
                ButtonStyle.Danger, "Don't answer", new CustomId.Decide(owner, key, QuestionDecision.Dismiss).Write()),
        ]));
        return rows;
    }

    private static StringSelect OptionList(Snowflake owner, string key, QuestionItem item, int number) => new(
        new CustomId.Choose(owner, key, number, null).Write(),
        [.. item.Options.Select((option, index) => new SelectOption(
            DiscordText.Clip(Label(option.Label, index), DiscordLimits.SelectText), $"{index}",
            string.IsNullOrWhiteSpace(option.Description)
                ? null
                : DiscordText.Clip(option.Description, DiscordLimits.SelectText)))],
        item.MultiSelect ? "Choose one or more" : "Choose one", MinValues: 1,
        MaxValues: item.MultiSelect ? item.Options.Count : 1);

    private static List<Component> DecisionRows(Snowflake owner, string key, QuestionKind kind)
    {
        var (yes, no) = kind == QuestionKind.Plan ? ("Approve", "Keep planning") : ("Allow", "Deny");
        return
        [
            new ActionRow(
            [
                new Button(ButtonStyle.Success, yes, new CustomId.Decide(owner, key, QuestionDecision.Accept).Write()),
                new Button(ButtonStyle.Danger, no, new CustomId.Decide(owner, key, QuestionDecision.Refuse).Write()),
                new Button(ButtonStyle.Secondary, $"{no}, and say why…", new CustomId.Refuse(owner, key).Write()),
            ]),
        ];
    }

    private static List<Component> KeyRows(Snowflake owner, string key) =>
    [
        .. Keys.Select(row => new ActionRow(
        [
            .. row.Select(one => new Button(
                ButtonStyle.Secondary, one.Label, new CustomId.Press(owner, key, one.Key).Write())),
        ])),
    ];

    /// <summary>Discord wants a label: one that is blank gets its number.</summary>
    private static string Label(string label, int index) =>
        string.IsNullOrWhiteSpace(label) ? $"{index + 1}" : DiscordText.Clip(label, DiscordLimits.ButtonLabel);

    /// <summary>What asks is at the bottom of a screen.</summary>
    private static string LastLines(string screen)
    {
        const int most = DiscordLimits.PostText - 400;
        return screen.Length <= most ? screen : screen[(screen.IndexOf('\n', screen.Length - most) + 1)..];
    }
}
