using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

internal sealed class SessionLimitsTests
{
    private static readonly LimitUse NearlyFull = new("Disk", "9.0 of 10.0 GiB", 0.9);

    [Test]
    public void WaitForAPlace_AnswersTheStartAtOnceAndTellsWhenItIsOver()
    {
        var session = new SteppedSession();
        var start = session.Start();
        session.Do(new SessionInput.PlaceAwaited(1, 3));
        Assert.That(session.ResponseTo(start)?.Text, Does.Contain("You are number 3 in the queue"));
        Assert.That(session.State.Timers, Does.Not.ContainKey(SessionTimer.Lifecycle), "it may take as long as it takes");
        session.Do(new SessionInput.PlaceAwaited(1, 2));
        Assert.That(session.ResponseTo(session.Command("status"))?.Text, Does.StartWith("State: waiting for a place: number 2"));
        Assert.That(session.Notices, Is.Empty);
        session.Write("m");
        session.Do(new SessionInput.PlaceAwaited(1, 0));
        Assert.That(session.State.Timers, Does.ContainKey(SessionTimer.Lifecycle));
        session.ComeUp();
        Assert.That(session.Notices, Is.EqualTo(new[] { SessionTexts.Ready(resumed: false) }));
        Assert.That(session.Sent, Is.EqualTo(new[] { "text of m" }));
    }

    [Test]
    public void StartWhileItWaitsForAPlace_IsAnsweredAtOnceToo()
    {
        var session = new SteppedSession();
        session.Start();
        session.Do(new SessionInput.PlaceAwaited(1, 3));
        session.Do(new SessionInput.PlaceAwaited(1, 2));
        Assert.That(
            session.ResponseTo(session.Command("start")),
            Is.EqualTo(new Response(SessionTexts.WaitsForPlace(2), Channel: SteppedSession.Channel)));
        var stop = session.Command("stop");
        var start = session.Command("start");
        Assert.That(session.ResponseTo(start), Is.Null, "it is another one, that has no position yet");
        session.Do(new SessionInput.WorkerDisposed(1));
        session.Do(new SessionInput.PlaceAwaited(2, 1));
        Assert.That(session.ResponseTo(stop)?.IsError, Is.False);
        Assert.That(session.ResponseTo(start)?.Text, Is.EqualTo(SessionTexts.WaitsForPlace(1)));
    }

    [Test]
    public void WaitForAPlace_OfASessionThatIsWoken_IsToldInTheChannel()
    {
        var session = Asleep();
        session.Write("m");
        session.Do(new SessionInput.PlaceAwaited(session.State.Generation, 1));
        Assert.That(session.Notices.Last(), Is.EqualTo(SessionTexts.WaitsForPlace(1)));
    }

    [Test]
    public void WaitForAPlace_EndsWithAStop()
    {
        var session = new SteppedSession();
        session.Start();
        session.Do(new SessionInput.PlaceAwaited(1, 1));
        var stop = session.Command("stop");
        session.Do(new SessionInput.WorkerDisposed(1));
        Assert.That(session.ResponseTo(stop)?.IsError, Is.False);
        Assert.That(session.State.Describe(), Is.EqualTo("stopped"));
        session.Do(new SessionInput.PlaceAwaited(1, 0));
        Assert.That(session.State.Timers, Is.Empty);
    }

    [Test]
    public void IdleSession_FallsAsleepAndTheNextMessageWakesIt()
    {
        var session = Asleep();
        Assert.That(session.State.Describe(), Is.EqualTo("asleep"));
        Assert.That(session.Notices.Last(), Does.Contain("Nothing was done here for 24 h"));
        Assert.That(session.Stored, Has.Property("IsRunning").True.And.Property("ConversationId").EqualTo(SteppedSession.Fresh));
        session.Write("m");
        session.ComeUp();
        Assert.That(session.Asked<WorkerRequest.StartAgent>().Last().Launch.ConversationId, Is.EqualTo(SteppedSession.Fresh));
        Assert.That(session.Sent, Is.EqualTo(new[] { "text of m" }));
    }

    [Test]
    public void StartWhileItFallsAsleep_WakesIt_AndTheNextMessageIsAnOrdinaryOne()
    {
        var session = SteppedSession.Running();
        session.Elapse(SessionTimer.Idle);
        session.Command("start");
        session.GoDown();
        session.ComeUp();
        session.Write("m");
        Assert.That(session.Sent, Is.EqualTo(new[] { "text of m" }));
        Assert.That((session.State.WasReady, session.State.ResumesOnPrompt), Is.EqualTo((true, false)));
    }

    [Test]
    public void IdleTime_BeginsAgainAfterEachTurn()
    {
        var session = SteppedSession.Running();
        long first = session.State.Timers[SessionTimer.Idle];
        session.Write("m");
        session.Accept();
        Assert.That(session.State.Timers, Does.Not.ContainKey(SessionTimer.Idle), "while it works");
        session.Hear(new TurnEnded(TurnOutcome.Completed));
        Assert.That(session.State.Timers[SessionTimer.Idle], Is.GreaterThan(first));
        session.Command("status");
        session.Do(new SessionInput.TimerElapsed(SessionTimer.Idle, first));
        Assert.That(session.State.Lifecycle, Is.EqualTo(LifecycleState.Ready));
    }

    [Test]
    public void SessionThatWaitsForItsUser_FallsAsleepAsWell()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        session.Accept();
        session.Hear(new QuestionAsked("q", QuestionKind.Permission, "Bash", "May I?", []));
        session.Elapse(SessionTimer.Idle);
        session.GoDown();
        Assert.That(session.State.Describe(), Is.EqualTo("asleep"));
        Assert.That(session.ReceiptsOf("m").Last(), Is.EqualTo(Receipt.Failed));
    }

    [Test]
    public void FullDisk_InterruptsTheTurnAndIsSeenInTheStatus()
    {
        var session = SteppedSession.Running();
        session.Do(new SessionInput.LimitsChanged(1, new LimitNews([NearlyFull], "Full.", Interrupts: true)));
        Assert.That(session.Asked<WorkerRequest.Interrupt>(), Is.Empty, "nothing is running");
        session.Write("m");
        session.Accept();
        session.Do(new SessionInput.LimitsChanged(1, new LimitNews([NearlyFull], "Full.", Interrupts: true)));
        Assert.That(session.Asked<WorkerRequest.Interrupt>().Count(), Is.EqualTo(1));
        Assert.That(session.Notices, Is.EqualTo(new[] { "Full.", "Full." }));
        Assert.That(session.ResponseTo(session.Command("status"))?.Text, Does.Contain("\nDisk: 9.0 of 10.0 GiB"));
        session.Do(new SessionInput.LimitsChanged(1, new LimitNews([])));
        Assert.That(session.ResponseTo(session.Command("status"))?.Text, Does.Not.Contain("Disk"));
    }

    private static SteppedSession Asleep()
    {
        var session = SteppedSession.Running();
        session.Elapse(SessionTimer.Idle);
        session.GoDown();
        return session;
    }
}
