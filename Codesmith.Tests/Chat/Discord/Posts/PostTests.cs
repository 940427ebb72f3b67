using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Chat.Discord.Interactions;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Posts;

internal sealed class PostTests
{
    [Test]
    public async Task Mentions_CallNobody()
    {
        await using var stage = await DiscordStage.StartAsync(DiscordStage.BotRole | Permission.MentionEveryone);
        string text = $"@everyone @here <@{stage.Bob}> <@{stage.Alice}> <@&{stage.Guild}>";

        ulong post = await stage.PostAsync(stage.General, new TextPost(text, IsLive: true));
        await stage.EditAsync(stage.General, post, new TextPost($"{text}!", IsLive: false));
        await stage.PostAsync(stage.General, new NoticePost(NoticeLevel.Information, text));
        await stage.PostAsync(stage.General, new ToolsPost([new("Bash", text, ToolOutcome.Failed, text, null)]));

        Assert.That(stage.Discord.Messages(stage.General).Select(message => message.Mentions), Is.All.Matches<Mentions>(
            mentions => mentions is { Users.Count: 0, Roles.Count: 0, Everyone: false }));
    }

    [Test]
    public async Task Tools_AreALineEach()
    {
        await using var stage = await DiscordStage.StartAsync();

        await stage.PostAsync(stage.General, new ToolsPost(
        [
            new("Bash", "echo `date`\nls", ToolOutcome.Succeeded, null, TimeSpan.FromSeconds(1.25)),
            new("mcp__files__read", "", null, null, null),
            new("Edit", "a.cs", ToolOutcome.Failed, "error ``` here", null),
            new("Task", "look around", ToolOutcome.Interrupted, null, null),
        ]));

        Assert.That(stage.Read(stage.General), Is.EqualTo($"""
            codesmith: -# ✓ **Bash** `echo 'date' ls` 1.3 s
              -# ▸ **mcp\_\_files\_\_read**
              -# ✗ **Edit** `a.cs`
              ```
              error `{'\u200b'}`` here
              ```
              -# ◌ **Task** `look around`

            """));
    }

    [Test]
    public async Task Notices_ShowHowMuchTheyMatter()
    {
        await using var stage = await DiscordStage.StartAsync();

        await stage.PostAsync(stage.General, new NoticePost(NoticeLevel.Information, "A new conversation."));
        await stage.PostAsync(stage.General, new NoticePost(NoticeLevel.Warning, "Something is odd."));
        await stage.PostAsync(stage.General, new NoticePost(NoticeLevel.Error, "It failed."));

        Assert.That(stage.Read(stage.General), Is.EqualTo("""
            codesmith: A new conversation.
            codesmith: ⚠️ Something is odd.
            codesmith: ❌ It failed.

            """));
    }

    [Test]
    public async Task Retry_BringsTheMessageAsItIsNow()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong message = stage.Discord.Say(stage.Alice, stage.General, "fix ti");
        stage.Discord.EditMessage(stage.Alice, stage.General, message, "fix it");
        await stage.Chat.ShowReceiptAsync(
            DiscordStage.Channel(stage.General), new MessageId($"{message}"), Receipt.Failed, CancellationToken.None);
        ulong post = await stage.PostAsync(stage.General, Failure(message));
        Assert.That(stage.Read(stage.General), Is.EqualTo("""
            alice: fix it
              ❌ 1
            codesmith (reply to alice): ❌ It failed.
              [Retry]

            """));

        var strange = stage.Discord.PressButton(stage.Bob, post, "Retry");
        await stage.AnsweredAsync(strange);
        stage.Discord.PressButton(stage.Alice, post, "Retry");
        var told = await stage.NextAsync<MessageRetried>();
        await stage.RespondAsync(told, "");
        await stage.Chat.ShowReceiptAsync(
            DiscordStage.Channel(stage.General), told.Message.Message, Receipt.Received, CancellationToken.None);

        Assert.That(stage.Read(strange), Does.EndWith("That belongs to somebody else's session.\n"));
        Assert.That((told.Message.Text, told.Message.Message), Is.EqualTo(("fix it", new MessageId($"{message}"))));
        Assert.That(stage.Read(stage.General), Is.EqualTo("""
            alice: fix it
              👀 1
            codesmith (reply to alice): ❌ It failed.

            """));
    }

    [Test]
    public async Task RetryThatIsRefused_LeavesTheMessageFailed()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong message = stage.Discord.Say(stage.Alice, stage.General, "fix it");
        await stage.Chat.ShowReceiptAsync(
            DiscordStage.Channel(stage.General), new MessageId($"{message}"), Receipt.Failed, CancellationToken.None);
        ulong post = await stage.PostAsync(stage.General, Failure(message));

        stage.Discord.PressButton(stage.Alice, post, "Retry");
        await stage.RespondAsync(await stage.NextAsync<MessageRetried>(), "No session is running.", isError: true);
        stage.Discord.Faults.FailNext(403, route: "GET /channels/{channel}/messages/{message}");
        var unread = stage.Discord.PressButton(stage.Alice, post, "Retry");
        await stage.Discord.UntilAsync(() => stage.Read(unread).Length > 0);

        Assert.That(stage.Read(unread), Does.EndWith("⚠️ Codesmith may not read that message: it lacks a permission here.\n"));
        Assert.That(stage.Read(stage.General), Is.EqualTo("""
            alice: fix it
              ❌ 1
            codesmith (reply to alice): ❌ It failed.
              [Retry]

            """));
    }

    [TestCase(DiscordErrorKind.Gone, "not there any more")]
    [TestCase(DiscordErrorKind.Unavailable, "Try again in a minute")]
    public void MessageThatCannotBeRead_IsToldApartFromOneThatIsGone(DiscordErrorKind kind, string told) =>
        Assert.That(InteractionDesk.NotRead(kind), Does.Contain(told));

    [Test]
    public async Task RetryOfADeletedMessage_IsRefused()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong message = stage.Discord.Say(stage.Alice, stage.General, "fix it");
        ulong post = await stage.PostAsync(stage.General, Failure(message));
        stage.Discord.DeleteMessage(stage.Alice, stage.General, message);

        var press = stage.Discord.PressButton(stage.Alice, post, "Retry");
        await stage.Discord.UntilAsync(() => stage.Read(press).Length > 0);

        Assert.That(stage.Read(press), Does.EndWith("⚠️ That message is not there any more.\n"));
        await stage.NothingAsync();
    }

    [Test]
    public async Task ReplyToADeletedMessage_IsPostedAllTheSame()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong message = stage.Discord.Say(stage.Alice, stage.General, "fix it");
        stage.Discord.DeleteMessage(stage.Alice, stage.General, message);

        await stage.PostAsync(
            stage.General, new TextPost("Done.", IsLive: false) { ReplyTo = new MessageId($"{message}") });

        Assert.That(stage.Read(stage.General), Is.EqualTo("codesmith: Done.\n"));
    }

    [Test]
    public async Task LongestText_FitsWithItsMark()
    {
        await using var stage = await DiscordStage.StartAsync();
        string text = new('x', stage.Chat.Traits.PostCharacters);

        await stage.PostAsync(stage.General, new TextPost(text, IsLive: false));
        await stage.PostAsync(stage.General, new NoticePost(NoticeLevel.Error, text));

        Assert.That(stage.Read(stage.General), Is.EqualTo($"codesmith: {text}\ncodesmith: ❌ {text}\n"));
        Assert.That(text, Has.Length.EqualTo(1950));
    }

    [Test]
    public async Task Edit_SendsTheLatestAndClearsTheRest()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong message = stage.Discord.Say(stage.Alice, stage.General, "fix it");
        ulong post = await stage.PostAsync(stage.General, Failure(message));

        await stage.EditAsync(stage.General, post, new TextPost("Better now.", IsLive: false));

        Assert.That(stage.Read(stage.General), Is.EqualTo("alice: fix it\ncodesmith (reply to alice): Better now.\n"));
    }

    [Test]
    public async Task Panel_ShowsWhatIsKnown()
    {
        await using var stage = await DiscordStage.StartAsync();
        var started = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var status = new AgentStatus(
            "claude-opus", "Opus_5", 12_345, 678, 1.5m, 61.4, 200_000,
            [new("five_hour", 12.6, started), new("seven_day", 3, null)]);

        ulong post = await stage.PostAsync(
            stage.General, new PanelPost(new Panel(SessionActivity.Changing, "starting", null, null, 0)));
        string empty = stage.Read(stage.General);
        await stage.EditAsync(
            stage.General, post, new PanelPost(new Panel(SessionActivity.Working, "working", status, started, 2)));

        Assert.That(empty, Is.EqualTo("""
            codesmith:
              | Claude Code
              | **starting** · session of @alice

            """));
        Assert.That(stage.Read(stage.General), Is.EqualTo("""
            codesmith:
              | Claude Code
              | **working** · session of @alice
              | Model: Opus\_5
              | Tokens in: 12,345
              | Tokens out: 678
              | Cost: $1.50
              | Up since: <t:1800000000:R>
              | Waiting messages: 2
              | Context: 🟨🟨🟨🟨🟨🟨⬜⬜⬜⬜ 61 % of 200,000
              | Limits: five hour: 13 %, resets <t:1800000000:R>
              | seven day: 3 %

            """));
        Assert.That(stage.Discord.Messages(stage.General)[^1].Mentions.Users, Is.Empty);
    }

    private static NoticePost Failure(ulong message) =>
        new(NoticeLevel.Error, "It failed.", CanRetry: true) { ReplyTo = new MessageId($"{message}") };
}
