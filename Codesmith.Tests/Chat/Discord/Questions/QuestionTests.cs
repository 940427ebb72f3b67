using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Questions;

internal sealed class QuestionTests
{
    private const string OwnWords = "In my own words…";
    private const string NotOpen =
        "codesmith (reply to codesmith) (only you see this): That question is not open any more.\n";

    private static readonly QuestionItem Colour = new(
        "Colour", "Which colour?", MultiSelect: false, [new("red", "a warm one"), new("green", "")]);

    private static readonly QuestionItem Sizes = new(
        "Sizes", "Which sizes?", MultiSelect: true, [new("small", ""), new("large", "")]);

    [Test]
    public async Task Choice_HasAButtonForEachOption()
    {
        await using var stage = await DiscordStage.StartAsync();

        ulong post = await AskAsync(stage, Choice(Colour));

        Assert.That(stage.Read(stage.General), Is.EqualTo("""
            codesmith: @alice **Claude asks**
              Which colour?
              - **red** — a warm one
              - **green**
              [red] [green]
              [In my own words…] [Don't answer]

            """));
        stage.Discord.PressButton(stage.Alice, post, "green");
        await RepliedAsync(stage, ["green"]);
    }

    [Test]
    public async Task MoreThanFiveOptions_AreAList()
    {
        await using var stage = await DiscordStage.StartAsync();
        var options = "abcdef".Select(letter => new QuestionOption($"{letter}", "")).ToList();

        ulong post = await AskAsync(stage, Choice(Colour with { Options = options }));

        Assert.That(stage.Read(stage.General), Does.EndWith("""
              - **f**
              {Choose one: a, b, c, d, e, f}
              [In my own words…] [Don't answer]

            """));
        stage.Discord.Select(stage.Alice, post, "Choose one", "f");
        await RepliedAsync(stage, ["f"]);
    }

    [Test]
    public async Task SeveralChoices_AreAList()
    {
        await using var stage = await DiscordStage.StartAsync();

        ulong post = await AskAsync(stage, Choice(Sizes));

        Assert.That(stage.Read(stage.General), Does.Contain("\n  {Choose one or more: small, large}\n"));
        stage.Discord.Select(stage.Alice, post, "Choose one or more", "small", "large");
        await RepliedAsync(stage, ["small", "large"]);
    }

    [Test]
    public async Task Items_AreAskedOneAfterTheOther()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong post = await AskAsync(stage, Choice(Colour, Sizes));
        Assert.That(stage.Read(stage.General), Does.StartWith("codesmith: @alice **Claude asks** (1 of 2)\n"));

        await stage.AnsweredAsync(stage.Discord.PressButton(stage.Alice, post, "red"));

        Assert.That(stage.Read(stage.General), Is.EqualTo("""
            codesmith: @alice **Claude asks** (2 of 2)
              Which sizes?
              - **small**
              - **large**
              {Choose one or more: small, large}
              [In my own words…] [Don't answer]

            """));
        stage.Discord.Select(stage.Alice, post, "Choose one or more", "large");
        await RepliedAsync(stage, ["red"], ["large"]);
    }

    [Test]
    public async Task RefusedAnswer_IsAskedFromTheBeginning()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong post = await AskAsync(stage, Choice(Colour, Sizes));
        string before = stage.Read(stage.General);
        await stage.AnsweredAsync(stage.Discord.PressButton(stage.Alice, post, "red"));
        var last = stage.Discord.Select(stage.Alice, post, "Choose one or more", "large");

        await stage.RespondAsync(await stage.NextAsync<QuestionReplied>(), "Not while it starts.", isError: true);

        Assert.That(stage.Read(last), Is.EqualTo(
            "codesmith (reply to codesmith) (only you see this): ⚠️ Not while it starts.\n"));
        Assert.That(stage.Read(stage.General), Is.EqualTo(before));
        await stage.AnsweredAsync(stage.Discord.PressButton(stage.Alice, post, "green"));
        stage.Discord.Select(stage.Alice, post, "Choose one or more", "small");
        await RepliedAsync(stage, ["green"], ["small"]);
    }

    [Test]
    public async Task OwnWords_AreWrittenInAForm()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong post = await AskAsync(stage, Choice(Colour));

        var opened = stage.Discord.PressButton(stage.Alice, post, OwnWords);
        await stage.AnsweredAsync(opened);
        var blank = stage.Discord.SubmitModal(opened, ("text", "  "));
        await stage.AnsweredAsync(blank);
        stage.Discord.SubmitModal(opened, ("text", "something like teal"));

        Assert.That((string)opened.Modal!["title"]!, Is.EqualTo("Colour"));
        Assert.That(stage.Read(blank), Does.EndWith("An answer needs at least a word.\n"));
        await RepliedAsync(stage, ["something like teal"]);
    }

    [Test]
    public async Task FormOfAQuestionThatMovedOn_CountsForNothing()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong post = await AskAsync(stage, Choice(Colour, Sizes));
        var opened = stage.Discord.PressButton(stage.Alice, post, OwnWords);
        await stage.AnsweredAsync(opened);
        await stage.AnsweredAsync(stage.Discord.PressButton(stage.Alice, post, "red"));

        var late = stage.Discord.SubmitModal(opened, ("text", "teal"));
        await stage.AnsweredAsync(late);

        Assert.That(stage.Read(late), Is.EqualTo(NotOpen));
        await stage.NothingAsync();
    }

    [Test]
    public async Task SomebodyElse_IsRefused()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong post = await AskAsync(stage, Choice(Colour));

        foreach (string button in new[] { "red", OwnWords, "Don't answer" })
        {
            var press = stage.Discord.PressButton(stage.Bob, post, button);
            await stage.AnsweredAsync(press);
            Assert.That(stage.Read(press), Is.EqualTo(
                "codesmith (reply to codesmith) (only you see this): That belongs to somebody else's session.\n"));
        }
        await stage.NothingAsync();
    }

    /// <summary>The second press was on its way before the message changed.</summary>
    [Test]
    public async Task DoublePress_CountsOnce()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong post = await AskAsync(stage, Choice(Colour, Colour));

        var first = stage.Discord.PressButton(stage.Alice, post, "red");
        var second = stage.Discord.PressButton(stage.Alice, post, "red");
        await stage.AnsweredAsync(first);
        await stage.AnsweredAsync(second);
        stage.Discord.PressButton(stage.Alice, post, "green");
        var afterTheLast = stage.Discord.PressButton(stage.Alice, post, "red");
        await stage.AnsweredAsync(afterTheLast);

        Assert.That(new[] { stage.Read(second), stage.Read(afterTheLast) }, Is.All.EqualTo(NotOpen));
        await RepliedAsync(stage, ["red"], ["green"]);
        await stage.NothingAsync();
    }

    [Test]
    public async Task NewProgram_TakesAnswersOnceTheQuestionIsShownAgain()
    {
        await using var stage = await DiscordStage.StartAsync();
        var question = Choice(Colour);
        ulong post = await AskAsync(stage, question);
        await stage.ConnectAsync();

        var early = stage.Discord.PressButton(stage.Alice, post, "red");
        await stage.AnsweredAsync(early);
        await stage.EditAsync(stage.General, post, new QuestionPost(question, Closing: null));
        stage.Discord.PressButton(stage.Alice, post, "green");

        Assert.That(stage.Read(early), Is.EqualTo(NotOpen));
        await RepliedAsync(stage, ["green"]);
    }

    [TestCase(QuestionClosing.Answered, "-# ✓ answered")]
    [TestCase(QuestionClosing.Dismissed, "-# closed without an answer")]
    public async Task ClosedQuestion_HasNoButtons(QuestionClosing closing, string note)
    {
        await using var stage = await DiscordStage.StartAsync();
        var question = Choice(Colour);
        ulong post = await AskAsync(stage, question);
        var opened = stage.Discord.PressButton(stage.Alice, post, OwnWords);
        await stage.AnsweredAsync(opened);

        await stage.EditAsync(stage.General, post, new QuestionPost(question, closing));
        var late = stage.Discord.SubmitModal(opened, ("text", "teal"));
        await stage.AnsweredAsync(late);

        Assert.That(stage.Read(stage.General), Is.EqualTo($"codesmith: **Claude asks**\n  {note}\n"));
        Assert.That(stage.Read(late), Is.EqualTo(NotOpen));
    }

    [Test]
    public async Task Question_CallsItsOwnerAlone()
    {
        await using var stage = await DiscordStage.StartAsync(DiscordStage.BotRole | Permission.MentionEveryone);
        string text = $"@everyone @here <@{stage.Bob}>";

        await AskAsync(stage, new QuestionAsked("q", QuestionKind.Plan, text, text, []));

        var mentions = stage.Discord.Messages(stage.General)[^1].Mentions;
        Assert.That((mentions.Users, mentions.Everyone), Is.EqualTo((new[] { stage.Alice }, false)));
    }

    private static QuestionAsked Choice(params IReadOnlyList<QuestionItem> items) =>
        new("q", QuestionKind.Choice, "Claude asks", "", items);

    private static Task<ulong> AskAsync(DiscordStage stage, QuestionAsked question) =>
        stage.PostAsync(stage.General, new QuestionPost(question, Closing: null));

    private static async Task RepliedAsync(DiscordStage stage, params IReadOnlyList<string>[] choices)
    {
        var reply = await stage.NextAsync<QuestionReplied>();
        Assert.That((reply.User, reply.Channel), Is.EqualTo(
            (DiscordStage.User(stage.Alice), DiscordStage.Channel(stage.General))));
        Assert.That((reply.Answer.QuestionId, reply.Answer.Decision), Is.EqualTo(("q", QuestionDecision.Accept)));
        Assert.That(reply.Answer.Choices, Is.EqualTo(choices));
    }
}
