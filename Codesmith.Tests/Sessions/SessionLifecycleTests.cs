using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

internal sealed class SessionLifecycleTests
{
    [Test]
    public void Death_IsToldOnceAndTheConversationResumed()
    {
        var session = SteppedSession.Running();
        session.Hear(new ConversationChanged("22222222-2222-2222-2222-222222222222", ConversationOrigin.Cleared));
        session.Die(AgentExitCause.Crashed, 3, "line one\n\nFATAL: out of cheese");
        session.Elapse(SessionTimer.Lifecycle);
        session.Do(new SessionInput.WorkerLost(2, "again"));
        session.Elapse(SessionTimer.Lifecycle);
        session.ComeUp();
        Assert.That(session.Notices, Is.EqualTo(new[]
        {
            "Claude Code crashed (exit code 3).\n```\nline one\nFATAL: out of cheese\n```\n"
                + "It is being restarted and the conversation goes on.",
            SessionTexts.Back,
        }));
        Assert.That(
            session.Asked<WorkerRequest.StartAgent>().Last().Launch.ConversationId,
            Is.EqualTo("22222222-2222-2222-2222-222222222222"));
    }

    [TestCase(AgentExitCause.Killed, 9, "was killed (signal 9)")]
    [TestCase(AgentExitCause.Crashed, 134, "crashed (exit code 134)")]
    [TestCase(AgentExitCause.Exited, 0, "ended by itself")]
    public void Death_SaysWhatItWas(AgentExitCause cause, int code, string words)
    {
        var session = SteppedSession.Running();
        session.Die(cause, code, "its last line");
        Assert.That(session.Notices.Single(), Does.Contain(words).And.Contain("its last line"));
    }

    [Test]
    public void Death_CutsTheTurnAndKeepsTheQueue()
    {
        var session = SteppedSession.Running();
        session.Write("cut");
        session.Accept();
        session.Write("kept");
        session.Hear(new TextStreamed("b", "half a "), new ToolStarted("t", "Bash", "sleep"));
        session.Die();
        Assert.That(session.ReceiptsOf("cut").Last(), Is.EqualTo(Receipt.Failed));
        Assert.That(session.State.Conversation.Items.All(item => item.IsFinal), Is.True);
        var lost = session.NoticeItems.Single(notice => notice.ReplyTo == new MessageId("cut"));
        Assert.That((lost.Markdown, lost.CanRetry), Is.EqualTo((SessionTexts.CutOff, true)));
        session.Elapse(SessionTimer.Lifecycle);
        session.ComeUp();
        Assert.That(
            session.Asked<WorkerRequest.SubmitPrompt>().Select(asked => asked.Prompt.Text),
            Is.EqualTo(new[] { "text of cut", "text of kept" }));
        session.Accept();
        session.Hear(new TurnEnded(TurnOutcome.Completed));
        Assert.That(session.ReceiptsOf("kept").Last(), Is.EqualTo(Receipt.Done));
    }

    [Test]
    public void Death_OfTheAgentBeforeItAccepted_SendsThePromptOnceMore()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        for (int death = 0; death < 2; death++)
        {
            session.Die();
            session.Elapse(SessionTimer.Lifecycle);
            session.ComeUp();
        }
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.EqualTo(2));
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Received, Receipt.Failed }));
    }

    [Test]
    public void Death_OfTheWorkerBeforeItAccepted_DoesNotRiskToSendItTwice()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        session.Do(new SessionInput.WorkerLost(1, "gone"));
        session.Elapse(SessionTimer.Lifecycle);
        session.ComeUp();
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.EqualTo(1));
        Assert.That(session.ReceiptsOf("m").Last(), Is.EqualTo(Receipt.Failed));
    }

    [Test]
    public void Deaths_TooMany_EndWithAWayOn()
    {
        var session = SteppedSession.Running();
        session.Write("first");
        session.Accept();
        session.Write("waiting");
        for (int death = 0; death < 6; death++)
        {
            if (death > 0)
            {
                session.Elapse(SessionTimer.Lifecycle);
                session.ComeUp();
            }
            session.Die();
        }
        Assert.That(session.State.Lifecycle, Is.EqualTo(LifecycleState.Failed));
        Assert.That(session.Notices.Last(), Does.Contain("/cc start").And.Contain("/cc stop"));
        var start = session.Start();
        session.ComeUp();
        Assert.That(session.ResponseTo(start)?.IsError, Is.False);
        Assert.That(
            session.Asked<WorkerRequest.StartAgent>().Last().Launch.ConversationId, Is.EqualTo(SteppedSession.Fresh));
    }

    [Test]
    public void Stop_IsAnsweredWhenAllIsGoneAndEndsTheConversation()
    {
        var session = SteppedSession.Running();
        var stop = session.Command("stop");
        Assert.That(session.Asked<WorkerRequest.StopAgent>().Count(), Is.EqualTo(1));
        session.Die(AgentExitCause.Stopped, 0);
        Assert.That(session.ResponseTo(stop), Is.Null);
        var last = session.Do(new SessionInput.WorkerDisposed(1));
        Assert.That(session.ResponseTo(stop)?.IsError, Is.False);
        Assert.That(last.OfType<SessionEffect.Save>().Single().Session, Has.Property("ConversationId").Null);
        Assert.That(session.State.ConversationId, Is.Null);
        Assert.That(session.Notices, Is.Empty);
    }

    [Test]
    public void Stop_OfAnAgentThatHangs_DisposesOfItInTime()
    {
        var session = SteppedSession.Running();
        session.Command("stop");
        session.Elapse(SessionTimer.Lifecycle);
        Assert.That(session.Effects.Last(), Is.EqualTo(new SessionEffect.DisposeWorker(1)));
    }

    [Test]
    public void StopThenStart_BeginsANewConversationAfterTheOldOneIsGone()
    {
        var session = SteppedSession.Running();
        var stop = session.Command("stop");
        var start = session.Start();
        session.Write("m");
        Assert.That(session.Effects.OfType<SessionEffect.StartWorker>().Count(), Is.EqualTo(1));
        session.Die(AgentExitCause.Stopped, 0);
        session.Do(new SessionInput.WorkerDisposed(1));
        session.Do(new SessionInput.WorkerStarted(2, "33333333-3333-3333-3333-333333333333", CredentialKind.SharedKey));
        session.Hear(new AgentReady(null));
        Assert.That((session.ResponseTo(stop)?.IsError, session.ResponseTo(start)?.IsError), Is.EqualTo((false, false)));
        Assert.That(session.State.ConversationId, Is.EqualTo("33333333-3333-3333-3333-333333333333"));
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Single().Prompt.Text, Is.EqualTo("text of m"));
    }

    [Test]
    public void Shutdown_KeepsTheConversationAndRefusesWhatComesAfter()
    {
        var session = SteppedSession.Running();
        session.Write("turn");
        session.Accept();
        session.Write("waiting");
        session.Do(new SessionInput.ShutdownWanted());
        session.Write("late");
        session.Die(AgentExitCause.Stopped, 0);
        session.Do(new SessionInput.WorkerDisposed(1));
        Assert.That(session.State.Lifecycle, Is.EqualTo(LifecycleState.Stopped));
        Assert.That(session.State.ToSaved()?.ConversationId, Is.EqualTo(SteppedSession.Fresh));
        foreach (string message in new[] { "turn", "waiting", "late" })
            Assert.That(session.ReceiptsOf(message).Last(), Is.EqualTo(Receipt.Failed), message);
    }

    [Test]
    public void OldWorker_IsNotHeardAnyMore()
    {
        var session = SteppedSession.Running();
        session.Die();
        session.Elapse(SessionTimer.Lifecycle);
        var before = session.State;
        session.Do(new SessionInput.FromWorker(1, new TextCompleted("b", "ghost")));
        session.Do(new SessionInput.WorkerLost(1, "ghost"));
        session.Do(new SessionInput.WorkerDisposed(1));
        Assert.That(session.State, Is.EqualTo(before));
    }

    [Test]
    public void StaleTimer_DoesNothing()
    {
        var session = new SteppedSession();
        session.Start();
        var old = session.Effects.OfType<SessionEffect.SetTimer>().Single();
        session.ComeUp();
        Assert.That(session.Do(new SessionInput.TimerElapsed(old.Timer, old.Stamp)), Is.Empty);
        Assert.That(session.State.Lifecycle, Is.EqualTo(LifecycleState.Ready));
    }

    [Test]
    public void SavedSession_IsResumed()
    {
        var session = new SteppedSession(
            saved: new SavedSession(SteppedSession.User, new SessionChannel(SteppedSession.Channel, IsShared: false))
            {
                ConversationId = SteppedSession.Fresh,
                Model = "opus",
            });
        session.Start();
        session.Do(new SessionInput.WorkerStarted(1, "99999999-9999-9999-9999-999999999999", CredentialKind.SharedKey));
        Assert.That(
            session.Asked<WorkerRequest.StartAgent>().Single().Launch,
            Is.EqualTo(new AgentLaunch(SteppedSession.Fresh, "opus", AgentCredential.Gateway)));
    }
}
