using Codesmith.Protocol;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

internal sealed class SessionStatusTests
{
    [Test]
    public void Status_AfterATurn_WaitsForWhatTheTurnCost()
    {
        var session = AfterATurn();
        var status = session.Command("status");
        Assert.That(session.ResponseTo(status), Is.Null);
        session.Hear(Gauges(7));
        Assert.That(session.ResponseTo(status)?.Text, Does.Contain("Tokens in: 7"));
        Assert.That(session.State.Timers, Does.Not.ContainKey(SessionTimer.Status));
        Assert.That(session.ResponseTo(session.Command("status"))?.Text, Does.Contain("Tokens in: 7"), "at once");
    }

    [Test]
    public void Status_OfATurnThatTellsNoCost_IsAnsweredAllTheSame()
    {
        var session = AfterATurn();
        var status = session.Command("status");
        session.Elapse(SessionTimer.Status);
        Assert.That(session.ResponseTo(status)?.Text, Does.StartWith("State: ready").And.Contain("Tokens in: 1"));
    }

    [Test]
    public void Status_WhoseAgentDies_IsAnsweredAllTheSame()
    {
        var session = AfterATurn();
        var status = session.Command("status");
        session.Die();
        Assert.That(session.ResponseTo(status)?.Text, Does.StartWith("State: restarting"));
        Assert.That(session.State.Timers, Does.Not.ContainKey(SessionTimer.Status));
    }

    [Test]
    public void Status_WhileItWorks_IsAnsweredAtOnce()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        session.Accept();
        Assert.That(session.ResponseTo(session.Command("status"))?.Text, Does.StartWith("State: working"));
    }

    private static SteppedSession AfterATurn()
    {
        var session = SteppedSession.Running();
        session.Hear(Gauges(1));
        session.Write("m");
        session.Accept();
        session.Hear(new TurnEnded(TurnOutcome.Completed));
        return session;
    }

    private static StatusReported Gauges(long tokens) =>
        new(new AgentStatus(null, null, tokens, null, null, null, null, []));
}
