using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

internal sealed class SessionTurnTests
{
    [Test]
    public void Prompts_AreSentOneAtATimeInOrder()
    {
        var session = SteppedSession.Running();
        session.Write("a");
        session.Write("b");
        session.Write("c");
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.EqualTo(1));
        foreach (string _ in new[] { "a", "b", "c" })
        {
            session.Accept();
            session.Hear(new TurnEnded(TurnOutcome.Completed));
        }
        Assert.That(
            session.Asked<WorkerRequest.SubmitPrompt>().Select(asked => asked.Prompt.Text),
            Is.EqualTo(new[] { "text of a", "text of b", "text of c" }));
        Assert.That(session.ReceiptsOf("a"), Is.EqualTo(new[] { Receipt.Received, Receipt.Accepted, Receipt.Done }));
        Assert.That(
            session.ReceiptsOf("b"),
            Is.EqualTo(new[] { Receipt.Received, Receipt.Queued, Receipt.Accepted, Receipt.Done }));
    }

    [Test]
    public void Prompt_BeforeTheStart_IsRefusedWithOneHint()
    {
        var session = new SteppedSession();
        session.Write("a");
        session.Write("b");
        Assert.That(session.ReceiptsOf("a").Concat(session.ReceiptsOf("b")), Is.All.EqualTo(Receipt.Failed));
        Assert.That(session.Notices.Single(), Does.Contain("/cc start"));
        session.Now += SessionLimits.HintInterval;
        session.Write("c");
        Assert.That(session.Notices.Count(), Is.EqualTo(2));
    }

    [TestCase("")]
    [TestCase(" \n\t ")]
    public void Prompt_Empty_IsRefused(string text)
    {
        var session = SteppedSession.Running();
        session.Write("m", text);
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Failed }));
        Assert.That(session.Notices, Is.EqualTo(new[] { SessionTexts.EmptyPrompt }));
    }

    [Test]
    public void Prompt_AtTheLimit_IsSentAndBeyondItRefused()
    {
        var session = SteppedSession.Running();
        session.Write("long", new string('x', SessionLimits.PromptText));
        session.Write("longer", new string('x', SessionLimits.PromptText + 1));
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.EqualTo(1));
        Assert.That(session.ReceiptsOf("longer"), Is.EqualTo(new[] { Receipt.Failed }));
    }

    [Test]
    public void Queue_IsBounded()
    {
        var session = SteppedSession.Running();
        for (int number = 0; number < SessionLimits.Queue + 5; number++)
            session.Write($"m{number}");
        Assert.That(session.State.Queue, Has.Count.EqualTo(SessionLimits.Queue));
        Assert.That(session.ReceiptsOf($"m{SessionLimits.Queue + 4}"), Is.EqualTo(new[] { Receipt.Failed }));
        Assert.That(session.Notices, Is.EqualTo(new[] { SessionTexts.QueueFull }));
    }

    [Test]
    public void PromptFailed_IsTriedOnceMoreAndThenReported()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        session.Hear(new PromptFailed(session.SubmittedId, "no echo"));
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.EqualTo(2));
        session.Hear(new PromptFailed(session.SubmittedId, "no echo"));
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.EqualTo(2));
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Received, Receipt.Failed }));
        Assert.That(session.Notices.Single(), Does.Contain("no echo"));
    }

    [Test]
    public void Busy_IsOfferedAgainLater()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        Refuse(session, WorkerErrorCode.AgentBusy);
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.EqualTo(1));
        session.Elapse(SessionTimer.Resend);
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.EqualTo(2));
        for (int refusal = 1; refusal < SessionLimits.Refusals; refusal++)
        {
            Refuse(session, WorkerErrorCode.AgentBusy);
            if (refusal < SessionLimits.Refusals - 1)
                session.Elapse(SessionTimer.Resend);
        }
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Received, Receipt.Failed }));
    }

    [Test]
    public void Refused_ForGood_IsReportedAtOnce()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        Refuse(session, WorkerErrorCode.InvalidArgument);
        Assert.That(session.ReceiptsOf("m").Last(), Is.EqualTo(Receipt.Failed));
        Assert.That(session.State.IsIdle, Is.True);
    }

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
    public void Commands_QueueBehindPromptsAndAnswerWithTheOutcome()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        var model = session.Command("model", "name", "opus");
        var compact = session.Command("compact", "instructions", "keep the tests");
        Assert.That(session.Asked<WorkerRequest.RunCommand>(), Is.Empty);
        session.Accept();
        session.Hear(new TurnEnded(TurnOutcome.Completed));
        var first = session.Asked<WorkerRequest.RunCommand>().Single().Command;
        Assert.That((first.Command, first.Argument), Is.EqualTo((AgentCommand.Model, "opus")));
        Assert.That(session.ResponseTo(model), Is.Null);
        session.Hear(new CommandCompleted(first.CommandId, true, "Model is Opus."));
        Assert.That(session.ResponseTo(model)?.Text, Is.EqualTo("Model is Opus."));
        Assert.That(session.State.ToSaved()?.Model, Is.EqualTo("opus"));
        var second = session.Asked<WorkerRequest.RunCommand>().Last().Command;
        Assert.That((second.Command, second.Argument), Is.EqualTo((AgentCommand.Compact, "keep the tests")));
        session.Hear(new CommandCompleted(second.CommandId, false, "Not enough messages."));
        Assert.That(session.ResponseTo(compact), Has.Property("IsError").True);
    }

    [TestCase("clear")]
    [TestCase("compact")]
    [TestCase("nonsense")]
    public void Commands_WithoutASession_AreRefused(string name)
    {
        var session = new SteppedSession();
        Assert.That(session.ResponseTo(session.Command(name))?.IsError, Is.True);
    }

    [Test]
    public void Interrupt_IsAnsweredWhenTheTurnIsOver()
    {
        var session = SteppedSession.Running();
        Assert.That(
            session.ResponseTo(session.Command("interrupt"))?.Text, Is.EqualTo(SessionTexts.NothingToInterrupt));
        session.Write("m");
        session.Accept();
        var interrupt = session.Command("interrupt");
        Assert.That(session.ResponseTo(interrupt), Is.Null);
        session.Hear(new TurnEnded(TurnOutcome.Interrupted));
        Assert.That(session.ResponseTo(interrupt)?.IsError, Is.False);
        Assert.That(session.ReceiptsOf("m").Last(), Is.EqualTo(Receipt.Done));
        Assert.That(session.State.Timers, Is.Empty);
    }

    [Test]
    public void Interrupt_BeforeThePromptIsAccepted_IsRepeated()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        session.Command("interrupt");
        session.Accept();
        Assert.That(session.Asked<WorkerRequest.Interrupt>().Count(), Is.EqualTo(2));
    }

    [Test]
    public void Interrupt_WithoutEffect_SaysSoInTime()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        session.Accept();
        var interrupt = session.Command("interrupt");
        session.Elapse(SessionTimer.Interrupt);
        Assert.That(session.ResponseTo(interrupt)?.IsError, Is.True);
    }

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

    [Test]
    public void OtherChannel_IsNotTheSessions()
    {
        var session = SteppedSession.Running();
        Assert.That(session.Do(SteppedSession.Message("m", channel: "elsewhere")), Is.Empty);
    }

    [Test]
    public void Status_ShowsWhatIsKnown()
    {
        var session = SteppedSession.Running();
        session.Hear(new StatusReported(new AgentStatus("id", "Opus", 12345, 67, 0.125m, 42.5, 200_000, [])));
        session.Now += TimeSpan.FromSeconds(75);
        Assert.That(session.ResponseTo(session.Command("status"))?.Text, Is.EqualTo(
            "State: ready\nModel: Opus\nTokens in: 12,345\nTokens out: 67\nCost: $0.125\n"
            + "Context used: 42.5 % of 200,000\nUp: 1 min 15 s"));
    }

    private static QuestionAsked Choice(string id) => new(
        id, QuestionKind.Choice, "Colour", "", [new QuestionItem("Colour", "Which?", false, [new("Red", "")])]);

    private static void Refuse(SteppedSession session, int code) => session.Do(new SessionInput.RequestRefused(
        1, session.Asked<WorkerRequest.SubmitPrompt>().Last(), null, code, "busy"));
}
