using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

internal sealed class SessionQuestionTests
{
    [Test]
    public void Question_HoldsTheQueueAndAnswersWhenClosed()
    {
        var session = SteppedSession.Running();
        session.Hear(new PromptAccepted(null), Choice("q"), new TurnEnded(TurnOutcome.Completed));
        session.Write("m");
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>(), Is.Empty);
        var reply = session.Reply(new QuestionAnswer("q", QuestionDecision.Accept, [["Red"]]));
        Assert.That(session.ResponseTo(reply), Is.Null);
        Assert.That(session.ResponseTo(session.Reply(new QuestionAnswer("q", QuestionDecision.Accept, [["Blue"]]))),
            Has.Property("IsError").True);
        Assert.That(session.Asked<WorkerRequest.AnswerQuestion>().Count(), Is.EqualTo(1));
        session.Hear(new QuestionClosed("q", QuestionClosing.Answered));
        Assert.That(session.ResponseTo(reply)?.IsError, Is.False);
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Answer_ThatDoesNotFit_IsRefused()
    {
        var session = SteppedSession.Running();
        session.Hear(Choice("q"));
        foreach (var choices in new IReadOnlyList<IReadOnlyList<string>>[] { [], [[]], [[" "]], [["a"], ["b"]] })
        {
            var reply = session.Reply(new QuestionAnswer("q", QuestionDecision.Accept, choices));
            Assert.That(session.ResponseTo(reply)?.IsError, Is.True);
        }
        Assert.That(session.Asked<WorkerRequest.AnswerQuestion>(), Is.Empty);
    }

    [Test]
    public void Answer_ThatCameTooLate_ClosesTheQuestion()
    {
        var session = SteppedSession.Running();
        session.Hear(Choice("q"));
        var reply = session.Reply(new QuestionAnswer("q", QuestionDecision.Dismiss, []));
        session.Do(new SessionInput.RequestRefused(
            1, session.Asked<WorkerRequest.AnswerQuestion>().Single(), reply, WorkerErrorCode.NoSuchQuestion, "gone"));
        Assert.That(session.ResponseTo(reply)?.IsError, Is.True);
        Assert.That(session.State.Conversation.OpenQuestions, Is.Empty);
    }

    [Test]
    public void Key_IsAnsweredWhenItIsPressed()
    {
        var session = SteppedSession.Running();
        Assert.That(session.ResponseTo(session.Press("q"))?.IsError, Is.True);
        session.Hear(new QuestionAsked("q", QuestionKind.Screen, "?", "", []));
        var key = session.Press("q");
        Assert.That(session.ResponseTo(key), Is.Null);
        session.Do(new SessionInput.RequestTaken(1, new WorkerRequest.PressKey(AgentKey.Enter), key));
        Assert.That(session.ResponseTo(key)?.IsError, Is.False);
    }

    [Test]
    public void ScreenThatChanges_IsTheSameQuestionAsItLooksNow()
    {
        var session = SteppedSession.Running();
        foreach (string body in new[] { "> a\n  b", "  a\n> b" })
            session.Hear(new QuestionAsked("s", QuestionKind.Screen, "A screen", body, []));
        Assert.That(session.State.Conversation.OpenQuestions.Single().Question.Body, Is.EqualTo("  a\n> b"));
        session.Hear(new QuestionClosed("s", QuestionClosing.Answered));
        Assert.That(session.State.Conversation.OpenQuestions, Is.Empty);
    }

    [Test]
    public void DeletedMessage_MayHaveBeenAQuestionsPost()
    {
        var session = SteppedSession.Running();
        session.Hear(Choice("q"));
        Assert.That(
            session.Do(new MessageDeleted(SteppedSession.Channel, new MessageId("post"))),
            Is.EqualTo(new[] { new SessionEffect.ForgetPost(new PostId("post")) }));
    }

    private static QuestionAsked Choice(string id) => new(
        id, QuestionKind.Choice, "Colour", "", [new QuestionItem("Colour", "Which?", false, [new("Red", "")])]);
}
