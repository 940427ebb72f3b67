using Codesmith.Protocol;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

internal sealed class SessionHostTests
{
    private const string Host = "other.example";

    public static IEnumerable<TestCaseData> Answers()
    {
        yield return new TestCaseData(HostQuestion.Once, HostVerdict.Allowed, null);
        yield return new TestCaseData(HostQuestion.ForSession, HostVerdict.Allowed, HostVerdict.Allowed);
        yield return new TestCaseData(HostQuestion.Deny, HostVerdict.Denied, HostVerdict.Denied);
    }

    [TestCaseSource(nameof(Answers))]
    public void Answer_IsForAllThatWaitAndPerhapsForThoseThatCome(string choice, object verdict, object? later)
    {
        var session = SteppedSession.Running();
        Want(session, 1);
        Want(session, 2);
        Assert.That(session.State.Conversation.OpenQuestions.Single().Question.Title, Does.Contain(Host));
        Assert.That(VerdictOn(session, 1), Is.Null);

        var reply = session.Reply(Answer(session, choice));

        Assert.That(VerdictOn(session, 1), Is.EqualTo(verdict));
        Assert.That(VerdictOn(session, 2), Is.EqualTo(verdict));
        Assert.That(session.ResponseTo(reply)?.IsError, Is.False);
        Assert.That(session.State.Conversation.OpenQuestions, Is.Empty);
        Want(session, 3);
        Assert.That(VerdictOn(session, 3), Is.EqualTo(later));
        Assert.That(session.State.Conversation.OpenQuestions.Count(), Is.EqualTo(later is null ? 1 : 0));
        Assert.That(session.Asked<WorkerRequest.AnswerQuestion>(), Is.Empty, "the agent does not know of it");
    }

    [Test]
    public void OwnWords_DoNotFit()
    {
        var session = SteppedSession.Running();
        Want(session, 1);
        Assert.That(session.ResponseTo(session.Reply(Answer(session, "perhaps")))?.IsError, Is.True);
        Assert.That(session.State.Conversation.OpenQuestions.Count(), Is.EqualTo(1));
        Assert.That(VerdictOn(session, 1), Is.Null);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void UnansweredQuestion_IsNotAskedAgainForAWhile(bool isDismissed)
    {
        var session = SteppedSession.Running();
        Want(session, 1);
        Want(session, 2);
        session.Do(new SessionInput.HostGivenUp(1));
        Assert.That(session.State.Conversation.OpenQuestions.Count(), Is.EqualTo(1), "another waits");
        if (isDismissed)
            session.Reply(new QuestionAnswer(QuestionId(session), QuestionDecision.Dismiss, []));
        else
            session.Do(new SessionInput.HostGivenUp(2));

        Assert.That(session.State.Conversation.OpenQuestions, Is.Empty);
        Want(session, 3);
        Assert.That(VerdictOn(session, 3), Is.EqualTo(HostVerdict.Unanswered));
        session.Now += SessionLimits.HostUnanswered;
        Want(session, 4);
        Assert.That(VerdictOn(session, 4), Is.Null);
    }

    [Test]
    public void TooManyQuestions_AreNotAsked()
    {
        var session = SteppedSession.Running();
        for (int number = 0; number <= SessionLimits.HostQuestions; number++)
            Want(session, number, $"h{number}.example");
        Assert.That(session.State.Conversation.OpenQuestions.Count(), Is.EqualTo(SessionLimits.HostQuestions));
        Assert.That(VerdictOn(session, SessionLimits.HostQuestions), Is.EqualTo(HostVerdict.TooManyQuestions));
    }

    [Test]
    public void SessionWithoutAnAgent_AsksNobody()
    {
        var session = new SteppedSession();
        Want(session, 1);
        session.Start();
        Want(session, 2);
        Assert.That(VerdictOn(session, 1), Is.EqualTo(HostVerdict.NoSession));
        Assert.That(VerdictOn(session, 2), Is.EqualTo(HostVerdict.NoSession));
    }

    [Test]
    public void EndOfTheAgent_RefusesWhatWaits_AndTheEndOfTheSessionForgetsWhatWasSaid()
    {
        var session = SteppedSession.Running();
        Want(session, 1);
        session.Reply(Answer(session, HostQuestion.ForSession));
        Want(session, 2, "second.example");
        string second = QuestionId(session);
        session.Die();
        Assert.That(VerdictOn(session, 2), Is.EqualTo(HostVerdict.NoSession));
        Assert.That(session.State.Conversation.OpenQuestions, Is.Empty);
        var late = session.Reply(new QuestionAnswer(second, QuestionDecision.Accept, [[HostQuestion.Once]]));
        Assert.That(session.ResponseTo(late)?.IsError, Is.True);

        session.Do(new SessionInput.WorkerDisposed(session.State.Generation));
        session.Elapse(SessionTimer.Lifecycle);
        session.ComeUp();
        Want(session, 3);
        Assert.That(VerdictOn(session, 3), Is.EqualTo(HostVerdict.Allowed), "a restart is the same session");
        session.Command("stop");
        session.GoDown();
        session.Start();
        session.ComeUp();
        Want(session, 4);
        Assert.That(VerdictOn(session, 4), Is.Null);
    }

    [Test]
    public void HostQuestion_DoesNotHoldPromptsBack()
    {
        var session = SteppedSession.Running();
        Want(session, 1);
        session.Write("m");
        Assert.That(session.Sent, Has.Exactly(1).Items);
    }

    [Test]
    public void Agent_CanNeitherPassForAHostQuestionNorCloseOne()
    {
        var session = SteppedSession.Running();
        Want(session, 1);
        string question = QuestionId(session);
        session.Hear(new QuestionClosed(question, QuestionClosing.Answered));
        Assert.That(session.State.Conversation.OpenQuestions.Count(), Is.EqualTo(1));
        session.Hear(new QuestionAsked(
            $"host:9:{Host}", QuestionKind.Choice, "Colour", "",
            [new("", "Which?", false, [new(HostQuestion.Once, "")])]));
        Assert.That(session.State.Conversation.OpenQuestions.Count(), Is.EqualTo(1));
        Assert.That(session.ResponseTo(session.Press(question))?.IsError, Is.True, "no key goes to the agent");
    }

    private static void Want(SteppedSession session, long request, string host = Host) =>
        session.Do(new SessionInput.HostWanted(request, host));

    private static HostVerdict? VerdictOn(SteppedSession session, long request) =>
        session.Effects.OfType<SessionEffect.AnswerHost>()
            .SingleOrDefault(effect => effect.Request == request)?.Verdict;

    private static string QuestionId(SteppedSession session) =>
        session.State.Conversation.OpenQuestions.Single().Question.QuestionId;

    private static QuestionAnswer Answer(SteppedSession session, string choice) =>
        new(QuestionId(session), QuestionDecision.Accept, [[choice]]);
}
