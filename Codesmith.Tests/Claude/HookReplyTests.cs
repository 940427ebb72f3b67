using System.Text;
using System.Text.Json;
using Codesmith.Protocol;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Claude;

internal sealed class HookReplyTests
{
    private const string Questions = """{"questions":[{"question":"Which DB?"},{"question":"Which features?"}],"answers":{"old":"one"},"more":1}""";

    private static readonly QuestionItem[] Items =
        [new("DB", "Which DB?", false, []), new("F", "Which features?", true, [])];

    [Test]
    public void Choices_AreJoinedUnderTheirQuestions() => Assert.That(
        Reply(Questions, Items, QuestionDecision.Accept, [["Redis"], ["Auth", "own \"words\""]]),
        Is.EqualTo("""{"behavior":"allow","updatedInput":{"questions":[{"question":"Which DB?"},{"question":"Which features?"}],"more":1,"answers":{"Which DB?":"Redis","Which features?":"Auth, own \u0022words\u0022"}}}"""));

    [Test]
    public void QuestionAskedTwice_IsAnsweredOnce() => Assert.That(
        Reply("{}", [Items[0], Items[0]], QuestionDecision.Accept, [["Redis"], ["Postgres"]]),
        Is.EqualTo("""{"behavior":"allow","updatedInput":{"answers":{"Which DB?":"Redis"}}}"""));

    [Test]
    public void Plan_Approved_KeepsItsInput() => Assert.That(
        Reply("""{"plan":"1. Do"}""", [], QuestionDecision.Accept, []),
        Is.EqualTo("""{"behavior":"allow","updatedInput":{"plan":"1. Do"}}"""));

    [Test]
    public void Permission_WithoutInput_IsJustAllowed() => Assert.That(
        Decision(HookReply.Permission(default, [], new QuestionAnswer("q", QuestionDecision.Accept, []))), Is.EqualTo("""{"behavior":"allow"}"""));

    [TestCase("Smaller steps", "Smaller steps")]
    [TestCase(" ", "The user refused.")]
    [TestCase(null, "The user refused.")]
    public void Refusal_SaysWhy(string? message, string expected) => Assert.That(
        Decision(HookReply.Permission(default, [], new QuestionAnswer("q", QuestionDecision.Refuse, [], message))),
        Is.EqualTo($$"""{"behavior":"deny","message":"{{expected}}"}"""));

    private static string Reply(string input, QuestionItem[] items, QuestionDecision decision, string[][] choices) =>
        Decision(HookReply.Permission(JsonElement.Parse(input), items, new QuestionAnswer("q", decision, choices)));

    private static string Decision(byte[] reply)
    {
        var output = JsonElement.Parse(Encoding.UTF8.GetString(reply)).GetProperty("hookSpecificOutput");
        Assert.That(output.GetProperty("hookEventName").GetString(), Is.EqualTo("PermissionRequest"));
        return output.GetProperty("decision").GetRawText();
    }
}
