using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

internal sealed class SessionCommandTests
{
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
        Assert.That(session.State.Timers.Keys, Is.EquivalentTo(new[] { SessionTimer.Idle, SessionTimer.Status }));
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
    public void Status_ShowsWhatIsKnown()
    {
        var session = SteppedSession.Running();
        session.Hear(new StatusReported(new AgentStatus("id", "Opus", 12345, 67, 0.125m, 42.5, 200_000, [])));
        session.Now += TimeSpan.FromSeconds(75);
        Assert.That(session.ResponseTo(session.Command("status"))?.Text, Is.EqualTo(
            "State: ready\nModel: Opus\nSigned in with: the shared key\nTokens in: 12,345\nTokens out: 67\n"
            + "Cost: $0.125\nContext used: 42.5 % of 200,000\nUp: 1 min 15 s"));
    }

    [Test]
    public void Status_TellsOfABudgetThatIsNearItsEnd()
    {
        var session = SteppedSession.Running();
        session.Do(new SessionInput.BudgetsRead(
            [new LimitUse("Tokens today", "80 of 100", 0.8), new LimitUse("Dollars today", "$7.99 of $10.00", 0.799)]));
        Assert.That(
            session.ResponseTo(session.Command("status"))?.Text,
            Does.Contain("\nTokens today: 80 of 100").And.Not.Contain("Dollars"));
    }

    [Test]
    public void SpentBudget_IsToldInItsOwnWords()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        session.Accept();
        session.Hear(new TurnEnded(
            TurnOutcome.Failed, "rate_limit", "API Error: Request rejected (429) · Codesmith: your budget is used up."));
        Assert.That(session.Notices.Last(), Is.EqualTo("Codesmith: your budget is used up."));
    }
}
