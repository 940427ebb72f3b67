using System.Text.Json;
using Codesmith.Protocol;
using Codesmith.Worker.Agent;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Agent;

/// <summary>From an accepted prompt to the end of its turn: its tools, and the ways it can end.</summary>
internal sealed class AgentTurnTests
{
    private static readonly JsonElement Command = JsonElement.Parse("""{"command":"ls"}""");

    [Test]
    public void Turn_EndsWhenStopStatusAndRecordAgree([Values("hsr", "hrs", "shr")] string order)
    {
        var agent = SteppedAgent.InTurn();
        foreach (var source in order)
        {
            Assert.That(agent.Events.OfType<TurnEnded>(), Is.Empty);
            if (source == 'h')
                agent.Hook(new HookEvent.Stop(null));
            else if (source == 's')
                agent.Status(RunKind.Idle);
            else
                agent.Record(new TranscriptEntry.TurnDuration());
        }

        Assert.That(agent.Events.OfType<TurnEnded>().Single().Outcome, Is.EqualTo(TurnOutcome.Completed));
        Assert.That(agent.Timers, Is.Empty);
    }

    [Test]
    public void Turn_WithoutARecord_EndsAfterAWhile()
    {
        var agent = SteppedAgent.InTurn();
        agent.Write("hello");
        agent.Hook(new HookEvent.Stop(null));
        agent.Status(RunKind.Idle);
        agent.Elapse(AgentTimer.TurnRecord);
        agent.Record(new TranscriptEntry.AssistantText("hello"), new TranscriptEntry.TurnDuration());
        Assert.That(agent.Lines(), Is.EqualTo(new[]
        {
            "stream text1 \"hello\"", "diagnosed turn-record-late recorded: False, status: Idle", "turn Completed",
            "activity Idle", "text text1 \"hello\"",
        }));
    }

    [TestCase("hello all\n")]
    [TestCase("hel")]
    [TestCase("")]
    public void Turn_WithoutARecord_HasTheLastTextOfItsStop(string shown)
    {
        var agent = SteppedAgent.InTurn();
        agent.Write(shown, index: 0, final: false);
        agent.Hook(new HookEvent.Stop("hello all"));
        agent.Status(RunKind.Idle);
        agent.Elapse(AgentTimer.TurnRecord);
        agent.Write("lo", index: 1);
        agent.Record(new TranscriptEntry.AssistantText("hello all"), new TranscriptEntry.TurnDuration());
        Assert.That(agent.Lines().Where(line => !line.StartsWith("stream", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "diagnosed turn-record-late recorded: False, status: Idle", "text text1 \"hello all\"", "turn Completed",
            "activity Idle", "text text1 \"hello all\"",
        }));
    }

    [Test]
    public void LastTextOfAStop_ThatWasRecorded_IsNotToldAgain()
    {
        var agent = SteppedAgent.InTurn();
        agent.Record(new TranscriptEntry.AssistantText("one"), new TranscriptEntry.AssistantText("two"));
        agent.Hook(new HookEvent.Stop("one\ntwo"));
        agent.Status(RunKind.Idle);
        agent.Elapse(AgentTimer.TurnRecord);
        Assert.That(agent.Events.OfType<TextCompleted>().Count(), Is.EqualTo(2));
    }

    [Test]
    public void Record_OfAnEarlierPart_DoesNotEndTheTurnBeforeItsOwn()
    {
        var agent = SteppedAgent.InTurn();
        agent.Hook(new HookEvent.Stop(null));
        agent.Record(new TranscriptEntry.AssistantText("first"), new TranscriptEntry.TurnDuration());
        agent.Write("second", "m2");
        agent.Hook(new HookEvent.Stop(null));
        agent.Status(RunKind.Idle);
        Assert.That(agent.Events.OfType<TurnEnded>(), Is.Empty);
        agent.Record(new TranscriptEntry.AssistantText("second"), new TranscriptEntry.TurnDuration());
        Assert.That(agent.Lines().TakeLast(3), Is.EqualTo(new[] { "text text2 \"second\"", "turn Completed", "activity Idle" }));
    }

    [Test]
    public void Turn_Interrupted_IsSeenByTheMarkInTheRecord()
    {
        var agent = SteppedAgent.InTurn();
        agent.Interrupt();
        agent.Status(RunKind.Idle);
        Assert.That(agent.Events.OfType<TurnEnded>(), Is.Empty);
        agent.Record(new TranscriptEntry.Interrupted());
        Assert.That(agent.Events.OfType<TurnEnded>().Single().Outcome, Is.EqualTo(TurnOutcome.Interrupted));
    }

    [Test]
    public void Turn_InterruptedWithoutAMark_IsSeenByRestWithoutStop()
    {
        var agent = SteppedAgent.InTurn();
        agent.Interrupt();
        agent.Status(RunKind.Idle);
        agent.Elapse(AgentTimer.RestWithoutStop);
        Assert.That(agent.Events.OfType<TurnEnded>().Single().Outcome, Is.EqualTo(TurnOutcome.Interrupted));
    }

    [Test]
    public void RestWithoutStop_BeforeALateStop_LeavesTheTurnToIt()
    {
        var agent = SteppedAgent.InTurn();
        agent.Status(RunKind.Idle);
        agent.Hook(new HookEvent.Stop(null));
        agent.Elapse(AgentTimer.RestWithoutStop);
        Assert.That(agent.Events.OfType<TurnEnded>(), Is.Empty);
    }

    [Test]
    public void Turn_Failed_SaysTheErrorsKindAndLine()
    {
        var agent = SteppedAgent.InTurn();
        agent.Hook(new HookEvent.StopFailure("rate_limit", "API Error:\n429"));
        agent.Status(RunKind.Idle);
        Assert.That(
            agent.Events.OfType<TurnEnded>().Single(), Is.EqualTo(new TurnEnded(TurnOutcome.Failed, "rate_limit", "API Error: 429")));
    }

    [Test]
    public void Turn_FailedWithoutRest_EndsAfterAWhile()
    {
        var agent = SteppedAgent.InTurn();
        agent.Hook(new HookEvent.StopFailure("unknown", null));
        agent.Elapse(AgentTimer.TurnRecord);
        Assert.That(agent.Events.OfType<TurnEnded>().Single().Message, Is.EqualTo("Claude Code reports: unknown"));
    }

    [Test]
    public void Turn_NobodyAskedFor_IsToldAndEndsAtRest()
    {
        var agent = SteppedAgent.Ready();
        agent.Write("by itself");
        agent.Elapse(AgentTimer.RestWithoutStop);
        Assert.That(agent.Lines()[0], Is.EqualTo("accepted (unasked)"));
        Assert.That(agent.State.IsAtRest);
    }

    [Test]
    public void SubagentAtWorkAfterTheTurn_NeitherKeepsNorBeginsOne()
    {
        var agent = SteppedAgent.InTurn();
        agent.Hook(new HookEvent.Stop(null));
        agent.Hook(new HookEvent.PreToolUse("t1", "Bash", Command, "agent"));
        agent.Status(RunKind.Idle);
        agent.Record(new TranscriptEntry.TurnDuration());
        Assert.That(agent.State.IsAtRest);
        agent.Effects.Clear();
        agent.Hook(new HookEvent.PreToolUse("t2", "Bash", Command, "agent"));
        Assert.That(agent.Effects, Is.Empty);
    }

    [Test]
    public void SilentSources_YieldToTheScreen()
    {
        var agent = SteppedAgent.InTurn();
        agent.Show(new ScreenReading(true, null, null, ""));
        agent.Elapse(AgentTimer.ScreenAtRest);
        Assert.That(agent.Lines().Last(line => line.StartsWith("turn", StringComparison.Ordinal)), Is.EqualTo("turn Completed"));
    }

    [Test]
    public void Tools_AreToldAfterTheTextInFrontOfThem()
    {
        var agent = SteppedAgent.InTurn();
        agent.Hook(new HookEvent.PreToolUse("t1", "Bash", Command, null));
        agent.Hook(new HookEvent.PreToolUse("t2", "Bash", Command, null));
        agent.Write("I run two.");
        agent.Hook(new HookEvent.PostToolUse("t2", "Bash", TimeSpan.FromSeconds(1)));
        agent.Hook(new HookEvent.PostToolUse("t1", "Bash", null));
        Assert.That(agent.Lines(), Is.EqualTo(new[]
        {
            "stream text1 \"I run two.\"", "tool tool1 Bash: ls", "tool tool2 Bash: ls", "end tool2 Succeeded \"\"", "end tool1 Succeeded \"\"",
        }));
    }

    [Test]
    public void Tool_WithoutTextInFront_IsToldAfterAMoment()
    {
        var agent = SteppedAgent.InTurn();
        agent.Hook(new HookEvent.PreToolUse("t1", "Bash", Command, null));
        Assert.That(agent.Events, Is.Empty);
        agent.Elapse(AgentTimer.Held);
        Assert.That(agent.Lines(), Is.EqualTo(new[] { "tool tool1 Bash: ls" }));
    }

    [Test]
    public void Tool_EndedByHookAndRecord_EndsOnce()
    {
        var agent = SteppedAgent.InTurn();
        agent.Hook(new HookEvent.PreToolUse("t1", "Bash", Command, null));
        agent.Hook(new HookEvent.PostToolUseFailure("t1", "Bash", "Exit code 3", false, null));
        agent.Record(new TranscriptEntry.ToolUse("t1", "Bash", Command), new TranscriptEntry.ToolResult("t1", "Exit code 3", true));
        agent.Hook(new HookEvent.PostToolUse("t1", "Bash", null));
        Assert.That(agent.Lines(), Is.EqualTo(new[] { "tool tool1 Bash: ls", "end tool1 Failed \"Exit code 3\"" }));
    }

    [TestCase("fine", false, "end tool1 Succeeded \"\"")]
    [TestCase("no such tool", true, "end tool1 Failed \"no such tool\"")]
    [TestCase("The user doesn't want to proceed with this", true, "end tool1 Interrupted \"\"")]
    public void Tool_NoHookTellsOf_IsToldFromTheRecord(string result, bool isError, string end)
    {
        var agent = SteppedAgent.InTurn();
        agent.Record(new TranscriptEntry.ToolUse("t1", "Odd", Command));
        agent.Record(new TranscriptEntry.ToolResult("t1", result, isError));
        Assert.That(agent.Lines(), Is.EqualTo(new[] { "tool tool1 Odd: ls", end }));
    }

    [Test]
    public void Tool_OpenAtTheEnd_IsInterrupted()
    {
        var agent = SteppedAgent.InTurn();
        agent.Hook(new HookEvent.PreToolUse("t1", "Bash", Command, null));
        agent.Status(RunKind.Idle);
        agent.Record(new TranscriptEntry.Interrupted());
        Assert.That(agent.Lines(), Is.EqualTo(new[] { "tool tool1 Bash: ls", "end tool1 Interrupted \"\"", "turn Interrupted", "activity Idle" }));
    }

    [Test]
    public void ToolResult_IsCutToAPreview()
    {
        var agent = SteppedAgent.InTurn();
        agent.Hook(new HookEvent.PreToolUse("t1", "Bash", Command, null));
        agent.Hook(new HookEvent.PostToolUseFailure("t1", "Bash", new string('x', 1_000_000), false, null));
        Assert.That(agent.Events.OfType<ToolEnded>().Single().Result, Has.Length.EqualTo(AgentLimits.ResultPreview));
    }

    [Test]
    public void Retry_IsToldOnceAnAttempt()
    {
        var agent = SteppedAgent.InTurn();
        foreach (var (attempt, text) in new[] { ("1/6", "in 2s"), ("1/6", "in 1s"), ("2/6", "in 4s"), ("2/6", "in 3s") })
            agent.Show(new ScreenReading(false, new RetryNotice(attempt, text), null, null));
        Assert.That(agent.Lines(), Is.EqualTo(new[] { "retry in 2s", "retry in 4s" }));
    }

    [Test]
    public void Retry_OutsideATurn_IsNotTold()
    {
        var agent = SteppedAgent.Ready();
        agent.Show(new ScreenReading(false, new RetryNotice("1/6", "an old line"), null, null));
        Assert.That(agent.Events, Is.Empty);
    }
}
