using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

internal sealed class SessionStartTests
{
    [Test]
    public void Start_IsAnsweredOnlyWhenTheAgentIsReady()
    {
        var session = new SteppedSession();
        var start = session.Start();
        Assert.That(session.Effects.OfType<SessionEffect.StartWorker>().Count(), Is.EqualTo(1));
        session.Do(new SessionInput.WorkerStarted(1, SteppedSession.Fresh, CredentialKind.SharedKey));
        var launch = session.Asked<WorkerRequest.StartAgent>().Single().Launch;
        Assert.That(launch, Is.EqualTo(new AgentLaunch(SteppedSession.Fresh, null, AgentCredential.Gateway)));
        Assert.That(session.ResponseTo(start), Is.Null);
        session.Hear(new AgentReady("1"));
        Assert.That(session.ResponseTo(start)?.IsError, Is.False);
    }

    [Test]
    public void Start_WhileRunning_SaysSo()
    {
        var session = SteppedSession.Running();
        Assert.That(session.ResponseTo(session.Start())?.Text, Is.EqualTo(SessionTexts.AlreadyRunning));
        Assert.That(session.State.Generation, Is.EqualTo(1));
    }

    [Test]
    public void Start_ThatFails_IsTriedAgainAndThenRefusedWithTheReason()
    {
        var session = new SteppedSession();
        var start = session.Start();
        session.Write("m");
        for (int attempt = 1; attempt <= RestartHistory.MostAtFirstStart; attempt++)
        {
            Assert.That(session.ResponseTo(start), Is.Null);
            session.Do(new SessionInput.WorkerLost(attempt, "bwrap: not found"));
            if (attempt < RestartHistory.MostAtFirstStart)
                session.Elapse(SessionTimer.Lifecycle);
        }
        Assert.That(session.State.Lifecycle, Is.EqualTo(LifecycleState.Failed));
        Assert.That(session.ResponseTo(start), Has.Property("IsError").True
            .And.Property("Text").Contains("bwrap: not found"));
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Received, Receipt.Failed }));
        Assert.That(session.NoticeItems.Count(notice => notice.ReplyTo is null), Is.EqualTo(1), "told once");
        Assert.That(session.Effects.OfType<SessionEffect.ReportFailure>(), Is.Not.Empty);
    }

    [Test]
    public void Start_ThatIsRefusedForGood_IsNotTriedAgainAndToldOnce()
    {
        var session = new SteppedSession();
        var start = session.Start();
        session.Do(new SessionInput.WorkerLost(1, "The folder is in use by another Codesmith.", IsFinal: true));
        Assert.That(session.State.Lifecycle, Is.EqualTo(LifecycleState.Failed));
        Assert.That(
            session.ResponseTo(start)?.Text,
            Is.EqualTo("It did not start. The folder is in use by another Codesmith."));
        Assert.That(session.Notices, Is.Empty);
        Assert.That(session.State.Timers, Is.Empty);
        session.Start();
        Assert.That(session.State.Generation, Is.EqualTo(2), "the user may try again");
    }

    [Test]
    public void Restart_ThatIsRefusedForGood_IsToldInANotice()
    {
        var session = SteppedSession.Running();
        session.Die();
        session.Elapse(SessionTimer.Lifecycle);
        session.Do(new SessionInput.WorkerLost(2, "In use.", IsFinal: true));
        Assert.That(session.State.Lifecycle, Is.EqualTo(LifecycleState.Failed));
        Assert.That(session.Notices.Last(), Is.EqualTo("It did not start. In use."));
    }

    [Test]
    public void Start_ThatHangs_IsGivenUpInTime()
    {
        var session = new SteppedSession();
        session.Start();
        session.Elapse(SessionTimer.Lifecycle);
        Assert.That(session.State.Lifecycle, Is.EqualTo(LifecycleState.BackingOff));
        Assert.That(session.Effects, Does.Contain(new SessionEffect.DisposeWorker(1)));
    }

    [Test]
    public void Start_ThatWaitsForTheUser_DoesNotTimeOut()
    {
        var session = new SteppedSession();
        session.Start();
        session.Do(new SessionInput.WorkerStarted(1, SteppedSession.Fresh, CredentialKind.SharedKey));
        session.Hear(new QuestionAsked("q", QuestionKind.Screen, "What now?", "screen", []));
        Assert.That(session.State.Timers, Is.Empty);
        session.Hear(new QuestionClosed("q", QuestionClosing.Answered));
        Assert.That(session.State.Timers.Keys, Is.EqualTo(new[] { SessionTimer.Lifecycle }));
    }
}
