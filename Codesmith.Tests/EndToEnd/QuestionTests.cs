using Codesmith.Protocol;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

[TestFixture]
internal sealed class QuestionTests : AgentFixture
{
    [TestCase("Redis", "Your questions have been answered", TestName = "OneOption_IsTheAnswer")]
    [TestCase("Neither: \"flat files\" & <SQLite> 🎉", "The user answered", TestName = "OwnWords_AreTheAnswer")]
    public async Task Question_TakesOne(string answer, string result)
    {
        await Agent.PromptAsync("ASKME");
        var question = await Agent.WaitForAsync<QuestionAsked>();

        var transcript = await Agent.AnswerAsync(question, QuestionDecision.Accept, null, [answer]);

        Assert.That(transcript, Does.StartWith($"""
            text I have a question.
            Choice: Which DB? [Which DB? Postgres|Redis] -> Answered
            text You answered: {result}: "Which DB?"="{answer}".
            """));
        Assert.That(transcript, Does.EndWith("\nCompleted"));
    }

    [Test]
    public async Task SeveralQuestions_TakeSeveralOptions()
    {
        await Agent.PromptAsync("ASKMULTI");
        var question = await Agent.WaitForAsync<QuestionAsked>();

        var transcript = await Agent.AnswerAsync(
            question, QuestionDecision.Accept, null, ["Postgres"], ["Auth", "Export"]);

        Assert.That(transcript, Is.EqualTo("""
            Choice: A few questions [Which DB? Postgres|Redis] [Which features? Auth+Search+Export] -> Answered
            text You answered: Your questions have been answered: "Which DB?"="Postgres", "Which features?"="Auth, Export". You can now continue with these answers in mind.
            Completed
            """));
    }

    [Test]
    public async Task DismissedQuestion_EndsTheTurnAndTheNextPromptIsAlone()
    {
        await Agent.PromptAsync("ASKME");
        var question = await Agent.WaitForAsync<QuestionAsked>();

        var transcript = await Agent.AnswerAsync(question, QuestionDecision.Dismiss, null);

        Assert.That(transcript, Does.EndWith(" -> Dismissed\nInterrupted"));
        Assert.That(await Agent.TurnAsync("SAY:after it"), Is.EqualTo("text after it\nCompleted"));
        Assert.That(Agent.Requests.Single().Prompt, Is.EqualTo("SAY:after it"));
    }

    [TestCase(QuestionDecision.Accept, null, "User has approved your plan", TestName = "ApprovedPlan_IsCarriedOut")]
    [TestCase(QuestionDecision.Refuse, "Use b.txt.", "Use b.txt.", TestName = "RefusedPlan_IsToldWhatToChange")]
    public async Task Plan_IsDecided(QuestionDecision decision, string? message, string result)
    {
        await Agent.PromptAsync("PLAN");
        var question = await Agent.WaitForAsync<QuestionAsked>();

        var transcript = await Agent.AnswerAsync(question, decision, message);

        Assert.That(question.Body, Is.EqualTo("## Plan\n\n1. First change `a.txt`\n2. Then run the tests\n"));
        Assert.That(transcript, Does.Contain("\nPlan: Approve this plan? -> Answered\n"));
        Assert.That(transcript, Does.Contain($"text The plan's result: {result}"));
        Assert.That(transcript, Does.EndWith("\nCompleted"));
    }
}
