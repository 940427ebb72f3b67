using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using NUnit.Framework;

namespace Codesmith.Tests.Chat;

/// <summary>Questions and their answers.</summary>
internal abstract partial class ChatContract
{
    private static readonly QuestionItem Database = new(
        "DB", "Which database?", MultiSelect: false, [new("Postgres", "relational"), new("Redis", "")]);

    private static readonly QuestionItem Languages = new(
        "Languages", "Which languages?", MultiSelect: true, [new("C#", ""), new("Rust", ""), new("Go", "")]);

    [Test]
    public async Task Choice_OfOne_ComesBack() =>
        Assert.That(await ChooseAsync([Database], ["Redis"]), Is.EqualTo(new[] { new[] { "Redis" } }));

    [Test]
    public async Task Choice_InOwnWords_ComesBackAsWritten() => Assert.That(
        await ChooseAsync([Database], ["a text file will do"]),
        Is.EqualTo(new[] { new[] { "a text file will do" } }));

    [Test]
    public async Task Choice_OfSeveral_ComesBackWithAllOfThem() =>
        Assert.That(await ChooseAsync([Languages], ["C#", "Go"]), Is.EqualTo(new[] { new[] { "C#", "Go" } }));

    [Test]
    public async Task Choices_OfSeveralItems_ComeBackInOneAnswer() => Assert.That(
        await ChooseAsync([Database, Languages, Database], ["Postgres"], ["Rust"], ["none of them"]),
        Is.EqualTo(new[] { new[] { "Postgres" }, ["Rust"], ["none of them"] }));

    [TestCase(QuestionKind.Plan)]
    [TestCase(QuestionKind.Permission)]
    public async Task Decision_ToAccept_ComesBack(QuestionKind kind)
    {
        var question = new QuestionAsked("q", kind, "Shall I?", "1. Do it", []);
        var answer = await AskAsync(question, () => _chat.DecideAsync(question, accepts: true));
        Assert.That(answer, Has.Property("Decision").EqualTo(QuestionDecision.Accept).And.Property("Choices").Empty);
    }

    [TestCase(QuestionKind.Plan)]
    [TestCase(QuestionKind.Permission)]
    public async Task Decision_ToRefuse_ComesBackWithItsWords(QuestionKind kind)
    {
        var question = new QuestionAsked("q", kind, "Shall I?", "1. Do it", []);
        var answer = await AskAsync(
            question, () => _chat.DecideAsync(question, accepts: false, "keep the tests, please"));
        Assert.That(
            (answer.Decision, answer.Message), Is.EqualTo((QuestionDecision.Refuse, "keep the tests, please")));
    }

    [Test]
    public async Task Screen_TakesKeys()
    {
        var screen = new QuestionAsked("s", QuestionKind.Screen, "An unknown screen", "Pick one\n > a\n   b", []);
        await PostAsync(new QuestionPost(screen, Closing: null));
        Assert.That(await _chat.ReadAsync(_chat.Channel), Does.Contain("Pick one"));
        foreach (var key in new[] { AgentKey.Down, AgentKey.Enter })
        {
            await _chat.PressAsync(screen, key);
            var pressed = await NextAsync<KeyPressed>();
            Assert.That((pressed.User, pressed.QuestionId, pressed.Key), Is.EqualTo((_chat.User, "s", key)));
            await RespondAsync(pressed, "");
        }
    }

    [Test]
    public async Task Question_ShowsWhatIsAskedAndWhatCanBeChosen()
    {
        await PostAsync(new QuestionPost(Question(Database), Closing: null));
        Assert.That(
            await _chat.ReadAsync(_chat.Channel),
            Does.Contain("Which database?").And.Contain("Postgres").And.Contain("relational").And.Contain("Redis"));
    }

    [TestCase(QuestionClosing.Answered)]
    [TestCase(QuestionClosing.Dismissed)]
    public async Task ClosedQuestion_IsNotAnswered(QuestionClosing closing)
    {
        var question = Question(Database);
        var post = await PostAsync(new QuestionPost(question, Closing: null));
        await EditAsync(post, new QuestionPost(question, closing));
        await _chat.ChooseAsync(question, ["Redis"]);
        await _chat.WriteAsync("the end");
        ChatEvent happened;
        do
        {
            happened = await NextAsync<ChatEvent>();
            Assert.That(happened, Is.Not.InstanceOf<QuestionReplied>());
        }
        while (happened is not MessageReceived { Text: "the end" });
    }

    [Test]
    public async Task RefusedAnswer_CanBeGivenAnew()
    {
        var question = Question(Database);
        await PostAsync(new QuestionPost(question, Closing: null));
        await _chat.ChooseAsync(question, ["Redis"]);
        await RespondAsync(await NextAsync<QuestionReplied>(), "Not now.", isError: true);
        Assert.That(await _chat.ReadAsync(_chat.Channel), Does.Contain("Not now."));
        await _chat.ChooseAsync(question, ["Postgres"]);
        var reply = await NextAsync<QuestionReplied>();
        Assert.That(reply.Answer.Choices, Is.EqualTo(new[] { new[] { "Postgres" } }));
    }

    private async Task<IReadOnlyList<IReadOnlyList<string>>> ChooseAsync(
        QuestionItem[] items, params IReadOnlyList<IReadOnlyList<string>> choices)
    {
        var question = Question(items);
        var answer = await AskAsync(question, () => _chat.ChooseAsync(question, choices));
        Assert.That(answer.Decision, Is.EqualTo(QuestionDecision.Accept));
        return answer.Choices;
    }

    private async Task<QuestionAnswer> AskAsync(QuestionAsked question, Func<Task> answer)
    {
        var post = await PostAsync(new QuestionPost(question, Closing: null));
        await answer();
        var reply = await NextAsync<QuestionReplied>();
        Assert.That((reply.User, reply.Channel), Is.EqualTo((_chat.User, _chat.Channel)));
        Assert.That(reply.Answer.QuestionId, Is.EqualTo(question.QuestionId));
        await RespondAsync(reply, "Answered.");
        await EditAsync(post, new QuestionPost(question, QuestionClosing.Answered));
        return reply.Answer;
    }

    private static QuestionAsked Question(params IReadOnlyList<QuestionItem> items) =>
        new("q", QuestionKind.Choice, "A question", "", items);
}
