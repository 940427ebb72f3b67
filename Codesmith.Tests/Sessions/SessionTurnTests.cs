using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

internal sealed class SessionTurnTests
{
    [Test]
    public void TurnFailed_IsOneClearLine()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        session.Accept();
        session.Hear(new TurnEnded(TurnOutcome.Failed, "rate_limit", "429 slow down\nsecond line"));
        Assert.That(session.ReceiptsOf("m").Last(), Is.EqualTo(Receipt.Failed));
        Assert.That(session.Notices.Single(), Does.StartWith("The model's rate limit").And.Contain("429 slow down")
            .And.Not.Contain("second line"));
        Assert.That(session.Effects.OfType<SessionEffect.ReportFailure>().Count(), Is.EqualTo(1));
    }

    [Test]
    public void PromptTakenUpInARunningTurn_EndsWithIt()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        session.Hear(new PromptAccepted(null));
        session.Accept();
        session.Hear(new TurnEnded(TurnOutcome.Completed));
        Assert.That(session.ReceiptsOf("m").Last(), Is.EqualTo(Receipt.Done));
        Assert.That(session.State.IsIdle, Is.True);
    }

    [Test]
    public void StrangeIds_ChangeNothing()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        session.Hear(
            new PromptFailed("nonsense", "x"), new CommandCompleted("nonsense", true, "x"),
            new ToolEnded("nonsense", ToolOutcome.Failed, "x", null), new QuestionClosed("x", QuestionClosing.Answered),
            new ConversationChanged("--help", ConversationOrigin.Started));
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Received }));
        Assert.That(session.State.ConversationId, Is.EqualTo(SteppedSession.Fresh));
    }

    [Test]
    public void Working_IsShownWhileTheAgentWorksAndNotWhileItAsks()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        session.Accept();
        session.Hear(Choice("q"), new QuestionClosed("q", QuestionClosing.Answered));
        session.Hear(new TurnEnded(TurnOutcome.Completed));
        Assert.That(
            session.Effects.OfType<SessionEffect.ShowWorking>().Select(effect => effect.Working),
            Is.EqualTo(new[] { true, false, true, false }));
    }

    [Test]
    public void TextOfBlanks_ThatIsNeverCompleted_EndsWithItsTurn()
    {
        var session = SteppedSession.Running();
        session.Hear(
            new PromptAccepted(null), new TextStreamed("b", "\n \n"), new TextStreamed("c", "half a"),
            new TurnEnded(TurnOutcome.Interrupted));
        Assert.That(
            session.State.Conversation.Items.OfType<TextItem>().Select(item => item.Text),
            Is.EqualTo(new[] { "half a" }));
    }

    /// <summary>Each worker calls its texts and questions what it likes.</summary>
    [Test]
    public void NextWorker_MayUseTheIdsOfTheOneBefore()
    {
        var session = SteppedSession.Running();
        foreach (string text in new[] { "first answer", "second answer" })
        {
            session.Write(text);
            session.Accept();
            session.Hear(new TextCompleted("text1", text), Choice("question1"));
            Assert.That(session.State.Conversation.OpenQuestions.Count(), Is.EqualTo(1));
            session.Die();
            session.Elapse(SessionTimer.Lifecycle);
            session.ComeUp();
        }
        Assert.That(
            session.State.Conversation.Items.OfType<TextItem>().Select(item => item.Text),
            Is.EqualTo(new[] { "first answer", "second answer" }));
    }

    [Test]
    public void LostEvents_NeverLeaveAnybodyWaiting()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        session.Accept();
        session.Do(new SessionInput.EventsLost(1));
        session.Hear(new ActivityChanged(AgentActivity.Idle));
        Assert.That(session.ReceiptsOf("m").Last(), Is.EqualTo(Receipt.Failed));
        session.Write("next");
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.EqualTo(2));
    }

    private static QuestionAsked Choice(string id) => new(
        id, QuestionKind.Choice, "Colour", "", [new QuestionItem("Colour", "Which?", false, [new("Red", "")])]);
}
