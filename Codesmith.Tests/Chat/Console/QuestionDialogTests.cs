using Codesmith.Protocol;
using Codesmith.Supervisor.Chat.Console;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Console;

internal sealed class QuestionDialogTests
{
    private static readonly QuestionItem Database =
        new("DB", "Which database?", MultiSelect: false, [new("Postgres", "relational"), new("Redis", "")]);

    private static readonly QuestionItem Features =
        new("", "Which features?", MultiSelect: true, [new("Auth", ""), new("Search", ""), new("Logs", "")]);

    [TestCase("1", "Postgres")]
    [TestCase(" 2 ", "Redis")]
    [TestCase("redis", "Redis")]
    [TestCase("SQLite, please", "SQLite, please")]
    [TestCase("1 but in memory", "1 but in memory")]
    [TestCase("0", "0")]
    [TestCase("3", "3")]
    [TestCase("99999999999999999999", "99999999999999999999")]
    public void SingleChoice_IsANumberALabelOrOwnWords(string answer, string chosen) =>
        Assert.That(Choices(Ask(Database).Answer(answer)), Is.EqualTo(new[] { chosen }));

    [TestCase("1,3", "Auth|Logs")]
    [TestCase("3, 1 ,3", "Logs|Auth")]
    [TestCase("search", "Search")]
    [TestCase("auth, logs", "Auth|Logs")]
    [TestCase("1, and billing", "1, and billing")]
    [TestCase("1, 4", "1, 4")]
    public void MultiChoice_IsNumbersLabelsOrOwnWords(string answer, string chosen) =>
        Assert.That(Choices(Ask(Features).Answer(answer)), Is.EqualTo(new[] { chosen }));

    [TestCase("1,2", "Only one can be chosen here.")]
    [TestCase(" , ", "The answer is empty.")]
    public void ChoiceThatDoesNotFit_IsAskedAgain(string answer, string message)
    {
        QuestionDialog dialog = Ask(Database);

        Assert.That(dialog.Answer(answer), Is.EqualTo(new DialogStep.Invalid(message)));
        Assert.That(Choices(dialog.Answer("1")), Is.EqualTo(new[] { "Postgres" }));
    }

    [TestCase("8080", "8080")]
    [TestCase("2", "8080")]
    [TestCase("9000", "9000")]
    public void NumberThatIsALabel_IsThatChoice(string answer, string chosen)
    {
        var port = new QuestionItem("", "Which port?", MultiSelect: false, [new("3000", ""), new("8080", "")]);
        Assert.That(Choices(Ask(port).Answer(answer)), Is.EqualTo(new[] { chosen }));
    }

    [Test]
    public void SeveralItems_AreAskedOneByOne()
    {
        QuestionDialog dialog = Ask(Database, Features);

        Assert.That(dialog.Prompt.Title, Is.EqualTo("[DB] Which database? (1 of 2)"));
        Assert.That(dialog.Answer("2"), Is.InstanceOf<DialogStep.NextItem>());
        Assert.That(dialog.Prompt.Title, Is.EqualTo("Which features? (2 of 2)"));
        Assert.That(Choices(dialog.Answer("1,2")), Is.EqualTo(new[] { "Redis", "Auth|Search" }));
    }

    [Test]
    public void RefusedAnswer_BeginsWithTheFirstItem()
    {
        QuestionDialog dialog = Ask(Database, Features);
        dialog.Answer("2");

        dialog.Restart();

        Assert.That(dialog.Prompt.Title, Does.StartWith("[DB]"));
        dialog.Answer("1");
        Assert.That(Choices(dialog.Answer("3")), Is.EqualTo(new[] { "Postgres", "Logs" }));
    }

    [TestCase(QuestionKind.Plan, "y", QuestionDecision.Accept, null)]
    [TestCase(QuestionKind.Plan, "YES.", QuestionDecision.Accept, null)]
    [TestCase(QuestionKind.Permission, "1", QuestionDecision.Accept, null)]
    [TestCase(QuestionKind.Permission, "no", QuestionDecision.Refuse, null)]
    [TestCase(QuestionKind.Plan, "n: use Redis, not Postgres", QuestionDecision.Refuse, "use Redis, not Postgres")]
    [TestCase(QuestionKind.Plan, "2 too slow", QuestionDecision.Refuse, "too slow")]
    public void Decision_IsYesOrNoWithWords(QuestionKind kind, string answer, QuestionDecision decision, string? message)
    {
        DialogStep step = new QuestionDialog(new("q", kind, "t", "", [])).Answer(answer);

        Assert.That(step, Is.InstanceOf<DialogStep.Complete>());
        QuestionAnswer given = ((DialogStep.Complete)step).Answer;
        Assert.That((given.QuestionId, given.Decision, given.Choices.Count, given.Message), Is.EqualTo(("q", decision, 0, message)));
    }

    [TestCase("yes but only in /tmp")]
    [TestCase("nothing")]
    [TestCase("yesterday")]
    [TestCase("3")]
    [TestCase("")]
    public void DecisionThatIsUnclear_IsNeverAYes(string answer) =>
        Assert.That(
            new QuestionDialog(new("q", QuestionKind.Permission, "t", "", [])).Answer(answer),
            Is.InstanceOf<DialogStep.Invalid>());

    [Test]
    public void Screen_TakesKeysByName()
    {
        DialogStep step = new QuestionDialog(new("q", QuestionKind.Screen, "t", "", [])).Answer("Down  ENTER esc 3");

        Assert.That(step, Is.InstanceOf<DialogStep.Keys>());
        Assert.That(((DialogStep.Keys)step).Pressed, Is.EqualTo(new[] { AgentKey.Down, AgentKey.Enter, AgentKey.Escape, AgentKey.Three }));
    }

    [TestCase("hello")]
    [TestCase("enter 5")]
    [TestCase("")]
    public void Screen_TakesNothingElse(string answer) =>
        Assert.That(
            new QuestionDialog(new("q", QuestionKind.Screen, "t", "", [])).Answer(answer), Is.InstanceOf<DialogStep.Invalid>());

    [Test]
    public void Screen_TakesNotTooManyKeys() =>
        Assert.That(
            new QuestionDialog(new("q", QuestionKind.Screen, "t", "", [])).Answer(string.Join(' ', Enumerable.Repeat("up", 33))),
            Is.EqualTo(new DialogStep.Invalid("Too many keys at once: at most 32.")));

    private static QuestionDialog Ask(params QuestionItem[] items) => new(new("q", QuestionKind.Choice, "t", "", items));

    private static string[] Choices(DialogStep step)
    {
        Assert.That(step, Is.InstanceOf<DialogStep.Complete>());
        return [.. ((DialogStep.Complete)step).Answer.Choices.Select(item => string.Join('|', item))];
    }
}
