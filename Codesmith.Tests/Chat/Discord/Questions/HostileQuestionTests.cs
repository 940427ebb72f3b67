using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Questions;

/// <summary>An agent asks what it likes: the message must be one that Discord takes, and show it as it is.</summary>
internal sealed class HostileQuestionTests
{
    private static readonly string[] Labels =
    [
        "", " ", "\n", "```", "**bold** `code` ~~x~~ ||y|| [a](https://example.org)", "@everyone <@1> <#2> </cc start:3>",
        new string('x', 1000), new string('`', 1000), string.Concat(Enumerable.Repeat("🟥", 500)), "same", "same",
        "# heading", "> quote", "- list", "-# small", "\\",
    ];

    [Test]
    public async Task SixteenOptions_CanBeAnswered([ValueSource(nameof(Labels))] string text, [Values] bool isMulti)
    {
        await using var stage = await DiscordStage.StartAsync();
        var options = Labels.Select(label => new QuestionOption(label, text)).ToList();
        var question = new QuestionAsked(text, QuestionKind.Choice, text, text, [new(text, text, isMulti, options)]);

        ulong post = await stage.PostAsync(stage.General, new QuestionPost(question, Closing: null));
        var opened = stage.Discord.PressButton(stage.Alice, post, "In my own words…");
        await stage.AnsweredAsync(opened);
        stage.Discord.Select(stage.Alice, post, isMulti ? "Choose one or more" : "Choose one", "15");
        var reply = await stage.NextAsync<QuestionReplied>();
        await stage.EditAsync(stage.General, post, new QuestionPost(question, QuestionClosing.Answered));

        Assert.That(reply.Answer.QuestionId, Is.EqualTo(text));
        Assert.That(reply.Answer.Choices, Is.EqualTo(new[] { new[] { Labels[15] } }));
        Assert.That(stage.Read(stage.General), Does.EndWith("\n  -# ✓ answered\n"));
    }

    [Test]
    public async Task FiveOptions_HaveButtons()
    {
        await using var stage = await DiscordStage.StartAsync();
        foreach (var five in Labels.Chunk(5))
        {
            var options = five.Select(label => new QuestionOption(label, "")).ToList();
            var question = new QuestionAsked("q", QuestionKind.Choice, "t", "", [new("", "", false, options)]);
            ulong post = await stage.PostAsync(stage.General, new QuestionPost(question, Closing: null));
            var shown = stage.Discord.Messages(stage.General)[^1];
            Assert.That(
                shown.Components[0]!["components"]!.AsArray().Select(button => button!["label"]!.GetValue<string>()),
                Has.Exactly(five.Length).Items.And.All.Not.Empty);
            await stage.EditAsync(stage.General, post, new QuestionPost(question, QuestionClosing.Dismissed));
            Assert.That(shown.Components, Is.Empty);
        }
    }

    [Test]
    public async Task BodiesOfOtherKinds_FitTheirMessage(
        [Values(QuestionKind.Plan, QuestionKind.Permission, QuestionKind.Screen)] QuestionKind kind,
        [ValueSource(nameof(Labels))] string text)
    {
        await using var stage = await DiscordStage.StartAsync();
        string body = string.Join('\n', Enumerable.Repeat(text, 3));

        await stage.PostAsync(stage.General, new QuestionPost(new QuestionAsked("q", kind, text, body, []), Closing: null));

        Assert.That(stage.Discord.Messages(stage.General)[^1].Components, Is.Not.Empty);
    }

    [Test]
    public async Task Markdown_IsShownAsItIs()
    {
        await using var stage = await DiscordStage.StartAsync();
        var item = new QuestionItem("", "> *really*?", MultiSelect: false, [new("`rm` <@1>", "__all__ ||x||")]);

        await stage.PostAsync(
            stage.General,
            new QuestionPost(new QuestionAsked("q", QuestionKind.Choice, "**A** [b](c)", "", [item]), Closing: null));

        Assert.That(stage.Read(stage.General), Is.EqualTo("""
            codesmith: @alice **\*\*A\*\* \[b\](c)**
              \> \*really\*?
              - **\`rm\` \<@1>** — \_\_all\_\_ \|\|x\|\|
              [`rm` <@1>]
              [In my own words…] [Don't answer]

            """));
    }
}
