using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Chat.Console;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Console;

internal sealed class ConsoleQuestionTests
{
    private static readonly QuestionAsked Database = new(
        "q1", QuestionKind.Choice, "A question", "",
        [new("DB", "Which database?", false, [new("Postgres", "relational"), new("Redis", "key-value")])]);

    [Test]
    public async Task OpenQuestion_TakesTheNextLine()
    {
        await using var console = new ConsoleScript("do it\n1,2\n2\nthanks");

        var message = await console.NextAsync<MessageReceived>();
        PostId post = await console.AskAsync(Database);
        var reply = await console.NextAsync<QuestionReplied>();
        await console.RespondAsync(reply.Interaction, "");
        await console.NothingAsync();
        await console.EditAsync(post, new QuestionPost(Database, QuestionClosing.Answered));
        await console.NothingAsync();
        await console.ReceiptAsync(message, Receipt.Done);
        var thanks = await console.NextAsync<MessageReceived>();
        await console.ReceiptAsync(thanks, Receipt.Done);
        await console.EndAsync();

        Assert.That(reply.Answer.Choices, Is.EqualTo(new[] { new[] { "Redis" } }));
        Assert.That(console.Output, Is.EqualTo(
            """
            you> do it
            question: [DB] Which database?
              1. Postgres — relational
              2. Redis — key-value
              answer: a number, or your own words
            you> 1,2
            error: Only one can be chosen here.
            you> 2
            you> thanks

            """));
    }

    [Test]
    public async Task RefusedAnswer_IsAskedForAgain()
    {
        await using var console = new ConsoleScript("do it\n1\n2");

        var message = await console.NextAsync<MessageReceived>();
        await console.AskAsync(Database);
        await console.RespondAsync((await console.NextAsync<QuestionReplied>()).Interaction, "Not now.", isError: true);
        var second = await console.NextAsync<QuestionReplied>();
        await console.RespondAsync(second.Interaction, "");
        await console.ReceiptAsync(message, Receipt.Done);
        await console.EndAsync();

        Assert.That(second.Answer.Choices[0], Is.EqualTo(new[] { "Redis" }));
        Assert.That(console.Chat.Failure, Is.EqualTo("Not now."));
    }

    [Test]
    public async Task CommandDuringAQuestion_IsStillACommand()
    {
        await using var console = new ConsoleScript("do it\n/cc interrupt");

        var message = await console.NextAsync<MessageReceived>();
        PostId post = await console.AskAsync(Database);
        var command = await console.NextAsync<CommandInvoked>();
        await console.EditAsync(post, new QuestionPost(Database, QuestionClosing.Dismissed));
        await console.ReceiptAsync(message, Receipt.Done);
        await console.RespondAsync(command.Interaction, "Interrupted.");

        await console.EndAsync();
        Assert.That(console.Chat.Failure, Is.Null);
    }

    [Test]
    public async Task EndOfInputWithAnOpenQuestion_EndsWithTheReason()
    {
        await using var console = new ConsoleScript("do it");

        await console.NextAsync<MessageReceived>();
        await console.AskAsync(Database);
        await console.EndAsync();

        Assert.That(console.Chat.Failure, Is.EqualTo("The input ended while a question was open."));
    }

    [Test]
    public async Task SecondQuestion_IsAskedWhenTheFirstIsAnswered()
    {
        await using var console = new ConsoleScript("do it\n1\ny");

        var message = await console.NextAsync<MessageReceived>();
        PostId first = await console.AskAsync(Database);
        await console.AskAsync(new("q2", QuestionKind.Permission, "Run rm?", "rm -rf x", []));
        var reply = await console.NextAsync<QuestionReplied>();
        await console.RespondAsync(reply.Interaction, "");
        await console.EditAsync(first, new QuestionPost(Database, QuestionClosing.Answered));
        var second = await console.NextAsync<QuestionReplied>();
        await console.RespondAsync(second.Interaction, "");
        await console.ReceiptAsync(message, Receipt.Done);
        await console.EndAsync();

        Assert.That((second.Answer.QuestionId, second.Answer.Decision), Is.EqualTo(("q2", QuestionDecision.Accept)));
        Assert.That(console.Output, Does.Contain(
            """
            you> 1
            question: Run rm?
              | rm -rf x
              1. yes — Allow it
              2. no — Deny it: say why, if you like
              answer: y, or n and why
            you> y
            """));
    }

    [Test]
    public async Task Keys_ArePressedInOrderAndTheScreenMaySettle()
    {
        await using var console = new ConsoleScript("do it\ndown enter\nthanks");
        var screen = new QuestionAsked("s", QuestionKind.Screen, "An unknown screen", "Pick\n > a", []);

        var message = await console.NextAsync<MessageReceived>();
        PostId post = await console.AskAsync(screen);
        var down = await console.NextAsync<KeyPressed>();
        var enter = await console.NextAsync<KeyPressed>();
        await console.RespondAsync(down.Interaction, "");
        await console.RespondAsync(enter.Interaction, "");
        await console.NothingAsync();
        await console.EditAsync(post, new QuestionPost(screen, QuestionClosing.Answered));
        await console.ReceiptAsync(message, Receipt.Done);
        var thanks = await console.NextAsync<MessageReceived>();
        await console.ReceiptAsync(thanks, Receipt.Done);
        await console.EndAsync();

        Assert.That((down.Key, enter.Key), Is.EqualTo((AgentKey.Down, AgentKey.Enter)));
        Assert.That(console.Chat.Failure, Is.Null);
    }

    [Test]
    public async Task ScreenThatDoesNotChange_TakesMoreKeysAfterAWhile()
    {
        await using var console = new ConsoleScript("do it\ndown\nenter");
        var message = await console.NextAsync<MessageReceived>();
        await console.AskAsync(new("s", QuestionKind.Screen, "An unknown screen", "Pick", []));
        await console.RespondAsync((await console.NextAsync<KeyPressed>()).Interaction, "");
        await console.NothingAsync();

        console.Time.Advance(ConsoleTurns.ScreenSettles);

        var enter = await console.NextAsync<KeyPressed>();
        Assert.That(enter.Key, Is.EqualTo(AgentKey.Enter));
        await console.RespondAsync(enter.Interaction, "");
        await console.ReceiptAsync(message, Receipt.Done);
    }
}
