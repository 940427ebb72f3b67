using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Questions;

/// <summary>Questions that are decided, by a word or by a key, and not chosen from.</summary>
internal sealed class DecisionTests
{
    [TestCase("Approve", QuestionDecision.Accept)]
    [TestCase("Keep planning", QuestionDecision.Refuse)]
    public async Task Plan_IsDecidedByAButton(string button, QuestionDecision decision)
    {
        await using var stage = await DiscordStage.StartAsync();

        ulong post = await AskAsync(stage, new QuestionAsked("q", QuestionKind.Plan, "A plan", "1. Do *it*", []));

        Assert.That(stage.Read(stage.General), Is.EqualTo("""
            codesmith: @alice **A plan**
              1. Do *it*
              [Approve] [Keep planning] [Keep planning, and say why…]

            """));
        stage.Discord.PressButton(stage.Alice, post, button);
        var answer = (await stage.NextAsync<QuestionReplied>()).Answer;
        Assert.That((answer.Decision, answer.Message), Is.EqualTo((decision, (string?)null)));
    }

    [TestCase("keep the tests", "keep the tests")]
    [TestCase("", null)]
    public async Task Refusal_TakesWords(string written, string? message)
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong post = await AskAsync(stage, new QuestionAsked("q", QuestionKind.Plan, "A plan", "1. Do it", []));

        var opened = stage.Discord.PressButton(stage.Alice, post, "Keep planning, and say why…");
        await stage.AnsweredAsync(opened);
        stage.Discord.SubmitModal(opened, ("text", written));

        var answer = (await stage.NextAsync<QuestionReplied>()).Answer;
        Assert.That((answer.Decision, answer.Message), Is.EqualTo((QuestionDecision.Refuse, message)));
    }

    [Test]
    public async Task Permission_ShowsTheCommandAsItIs()
    {
        await using var stage = await DiscordStage.StartAsync();

        await AskAsync(stage, new QuestionAsked("q", QuestionKind.Permission, "Bash", "echo ```*hi*``` > @everyone", []));

        Assert.That(stage.Read(stage.General), Is.EqualTo($"""
            codesmith: @alice **Bash**
              ```
              echo `{'\u200b'}``*hi*`{'\u200b'}`` > @everyone
              ```
              [Allow] [Deny] [Deny, and say why…]

            """));
    }

    [Test]
    public async Task Screen_HasKeys()
    {
        await using var stage = await DiscordStage.StartAsync();

        ulong post = await AskAsync(stage, new QuestionAsked("s", QuestionKind.Screen, "A screen", "Pick one\n> a", []));

        Assert.That(stage.Read(stage.General), Is.EqualTo("""
            codesmith: @alice **A screen**
              ```
              Pick one
              > a
              ```
              [Enter] [Esc] [↑] [↓] [Tab]
              [Space] [1] [2] [3] [4]

            """));
        stage.Discord.PressButton(stage.Alice, post, "↓");
        var pressed = await stage.NextAsync<KeyPressed>();
        Assert.That((pressed.QuestionId, pressed.Key), Is.EqualTo(("s", AgentKey.Down)));
    }

    [Test]
    public async Task LongScreen_ShowsItsEnd()
    {
        await using var stage = await DiscordStage.StartAsync();
        string rows = string.Concat(Enumerable.Range(1, 200).Select(row => $"   row {row}\n"));

        await AskAsync(stage, new QuestionAsked("s", QuestionKind.Screen, "A screen", rows + "> a", []));

        Assert.That(
            stage.Read(stage.General),
            Does.StartWith("codesmith: @alice **A screen**\n  ```\n     row ")
                .And.Contain("\n     row 200\n  > a\n  ```\n  [Enter]"));
    }

    private static Task<ulong> AskAsync(DiscordStage stage, QuestionAsked question) =>
        stage.PostAsync(stage.General, new QuestionPost(question, Closing: null));
}
