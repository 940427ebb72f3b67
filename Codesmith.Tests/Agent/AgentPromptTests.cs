using Codesmith.Protocol;
using Codesmith.Worker.Agent;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Agent;

/// <summary>From a wanted prompt to an accepted one.</summary>
internal sealed class AgentPromptTests
{
    [Test]
    public void Prompt_AtRest_IsTypedAndAccepted()
    {
        var agent = SteppedAgent.Ready();
        agent.Prompt("p1", "hello");
        Assert.That(agent.Typed.Single(), Does.EndWith("\e[200~hello\e[201~\r").And.StartWith("\u0015\u0015\u0015\u0015"));
        agent.Hook(new HookEvent.UserPromptSubmit("hello"));
        Assert.That(agent.Lines(), Is.EqualTo(new[] { "accepted p1", "activity Busy" }));
        Assert.That(agent.Timers, Does.Not.ContainKey(AgentTimer.PromptConfirm));
    }

    [TestCase(RunKind.Busy)]
    [TestCase(RunKind.Waiting)]
    public void Prompt_NotAtRest_WaitsForRest(RunKind kind)
    {
        var agent = SteppedAgent.Ready();
        agent.Status(kind);
        agent.Prompt("p1");
        Assert.That(agent.Typed, Is.Empty);
        agent.Status(RunKind.Idle);
        Assert.That(agent.Typed.Count(), Is.EqualTo(1));
    }

    [Test]
    public void Prompt_AtAStatusThatIsNotWrittenAnyMore_IsTypedOnTheScreensWord()
    {
        var agent = SteppedAgent.Ready();
        agent.Status(RunKind.Busy);
        agent.Show(new ScreenReading(true, null, null, ""));
        agent.Prompt("p1");
        agent.Elapse(AgentTimer.ScreenAtRest);
        Assert.That(agent.Typed.Count(), Is.EqualTo(1));
        Assert.That(agent.Lines(), Does.Contain("activity Idle"));
    }

    [TestCase(true, null)]
    [TestCase(false, "")]
    public void Prompt_AtAScreenThatShowsNoRest_WaitsForTheStatus(bool isIdle, string? box)
    {
        var agent = SteppedAgent.Ready();
        agent.Status(RunKind.Busy);
        agent.Prompt("p1");
        agent.Show(new ScreenReading(isIdle, null, null, box));
        Assert.That(agent.Timers, Does.Not.ContainKey(AgentTimer.ScreenAtRest));
    }

    [Test]
    public void Prompt_ThatNothingLetsIn_FailsAfterAWhile()
    {
        var agent = SteppedAgent.Ready();
        agent.Status(RunKind.Busy);
        agent.Prompt("p1");
        agent.Elapse(AgentTimer.PromptDeadline);
        Assert.That(agent.Lines()[^1], Is.EqualTo("failed p1 Claude Code did not come to rest."));
        Assert.That(agent.Typed, Is.Empty);
        agent.Prompt("p2");
        Assert.That(agent.State.Prompt?.Input.PromptId, Is.EqualTo("p2"), "the next one has its chance");
    }

    [Test]
    public void Prompt_DuringALongTurn_IsNotLate()
    {
        var agent = SteppedAgent.InTurn();
        agent.Prompt("p2");
        agent.Elapse(AgentTimer.PromptDeadline);
        Assert.That(agent.Events.OfType<PromptFailed>(), Is.Empty);
        agent.Finish();
        Assert.That(agent.Typed.Count(), Is.EqualTo(1));
        Assert.That(agent.Timers, Does.Not.ContainKey(AgentTimer.PromptDeadline));
    }

    [Test]
    public void Prompt_BeforeTheAgentIsReady_WaitsForIt()
    {
        var agent = new SteppedAgent();
        agent.Launch();
        agent.Prompt("p1");
        agent.Status(RunKind.Idle);
        Assert.That(agent.Typed, Is.Empty, "no SessionStart yet");
        agent.Hook(new HookEvent.SessionStart(SteppedAgent.Conversation, "/t.jsonl", "startup"));
        Assert.That(agent.Typed.Count(), Is.EqualTo(1));
        Assert.That(agent.Lines().Take(2), Is.EqualTo(new[] { "conversation conversation1 Started", "ready 2.1.330" }));
    }

    [Test]
    public void Prompt_DuringATurn_WaitsForItsEnd()
    {
        var agent = SteppedAgent.InTurn();
        agent.Prompt("p2");
        agent.Hook(new HookEvent.Stop(null));
        agent.Status(RunKind.Idle);
        Assert.That(agent.Typed, Is.Empty, "the record is not there yet");
        agent.Record(new TranscriptEntry.TurnDuration());
        Assert.That(agent.Typed.Count(), Is.EqualTo(1));
    }

    [Test]
    public void Prompt_AcceptedInOtherWords_IsDiagnosed()
    {
        var agent = SteppedAgent.Ready();
        agent.Prompt("p1", "hello");
        agent.Hook(new HookEvent.UserPromptSubmit("left over hello"));
        Assert.That(agent.Lines().Take(2), Is.EqualTo(new[] { "diagnosed prompt-differs typed 5 characters, accepted 15", "accepted p1" }));
    }

    [Test]
    public void Prompt_WithoutASign_IsNudgedOnceThenFails()
    {
        var agent = SteppedAgent.Ready();
        agent.Prompt("p1");
        agent.Elapse(AgentTimer.PromptConfirm);
        Assert.That(agent.Typed.Last(), Is.EqualTo("\r"));
        agent.Elapse(AgentTimer.PromptConfirm);
        Assert.That(agent.Typed.Last(), Is.EqualTo("\u0015\u0015\u0015\u0015"), "the box is left empty");
        Assert.That(agent.Lines(), Is.EqualTo(new[] { "diagnosed prompt-nudged box is empty", "failed p1 Claude Code did not take the message." }));
        agent.Prompt("p2");
        Assert.That(agent.State.Prompt?.Stage, Is.EqualTo(TypingStage.Typed), "the next one has its chance");
    }

    [TestCase(TypingStage.Typed)]
    [TestCase(TypingStage.Nudged)]
    public void Prompt_WithoutASignWhileADialogIsOpen_IsLeftAloneUntilItCloses(object stage)
    {
        var agent = SteppedAgent.Ready();
        agent.Prompt("p1");
        if (stage is TypingStage.Nudged)
            agent.Elapse(AgentTimer.PromptConfirm);
        agent.Status(RunKind.Waiting, "dialog open");
        agent.Effects.Clear();
        agent.Elapse(AgentTimer.PromptConfirm);
        Assert.That(agent.Typed, Is.Empty);
        agent.Hook(new HookEvent.PermissionRequest("Bash", default), 7);
        agent.Status(RunKind.Idle);
        agent.Elapse(AgentTimer.PromptConfirm);
        Assert.That(agent.Typed.Count(), Is.EqualTo(1));
    }

    [Test]
    public void Prompt_WithoutAHookWhileTheAgentWorks_IsTakenAsAccepted()
    {
        var agent = SteppedAgent.Ready();
        agent.Prompt("p1");
        agent.Status(RunKind.Busy);
        agent.Elapse(AgentTimer.PromptConfirm);
        Assert.That(agent.Events.OfType<PromptAccepted>().Single().PromptId, Is.EqualTo("p1"));
    }

    [TestCase("")]
    [TestCase(" \n\u200b\e")]
    public void Prompt_WithoutText_IsRefused(string text)
    {
        var agent = SteppedAgent.Ready();
        agent.Prompt("p1", text);
        Assert.That(agent.Effects.OfType<AgentEffect.Refuse>().Single().Code, Is.EqualTo(WorkerErrorCode.InvalidArgument));
    }

    [Test]
    public void Prompt_WhileAnotherIsTyped_IsRefused()
    {
        var agent = SteppedAgent.Ready();
        agent.Prompt("p1");
        agent.Prompt("p2");
        Assert.That(agent.Effects.OfType<AgentEffect.Refuse>().Single().Code, Is.EqualTo(WorkerErrorCode.AgentBusy));
    }

    [Test]
    public void Wish_WithoutAnAgent_IsRefused()
    {
        var agent = new SteppedAgent();
        agent.Prompt("p1");
        agent.Command(AgentCommand.Clear);
        agent.Answer("w-question1", QuestionDecision.Accept);
        agent.Interrupt();
        agent.Take(new AgentSignal.KeyWanted(AgentKey.Enter));
        Assert.That(agent.Effects.OfType<AgentEffect.Refuse>().Select(refuse => refuse.Code), Is.EqualTo(Enumerable.Repeat(WorkerErrorCode.NoAgent, 5)));
        Assert.That(agent.Effects, Has.Count.EqualTo(5));
    }

    [Test]
    public void Interrupt_BeforeThePromptIsTyped_TakesItBack()
    {
        var agent = SteppedAgent.InTurn();
        agent.Prompt("p2");
        agent.Interrupt();
        Assert.That(agent.Lines(), Is.EqualTo(new[] { "failed p2 Interrupted before it was sent." }));
        Assert.That(agent.Typed, Is.EqualTo(new[] { "\e" }), "the turn that runs is interrupted as well");
    }

    [Test]
    public void Interrupt_AtRest_PressesNothing()
    {
        var agent = SteppedAgent.Ready();
        agent.Interrupt();
        Assert.That(agent.Effects, Is.Empty);
    }

    [Test]
    public void Interrupt_ThatDoesNotWork_IsTriedThreeTimes()
    {
        var agent = SteppedAgent.InTurn();
        agent.Interrupt();
        for (var tries = 0; tries < AgentLimits.InterruptTries; tries++)
            agent.Elapse(AgentTimer.InterruptConfirm);
        Assert.That(agent.Typed, Is.EqualTo(new[] { "\e", "\e", "\e" }));
        Assert.That(agent.Lines().Single(), Does.StartWith("diagnosed interrupt-unconfirmed"));
        Assert.That(agent.Timers, Does.Not.ContainKey(AgentTimer.InterruptConfirm));
    }

    [Test]
    public void Interrupt_OfATurnTheStatusNeverSaw_EndsIt()
    {
        var agent = SteppedAgent.Ready();
        agent.Prompt("p1");
        agent.Hook(new HookEvent.UserPromptSubmit("do it"));
        agent.Interrupt();
        agent.Elapse(AgentTimer.InterruptConfirm);
        Assert.That(agent.Events.OfType<TurnEnded>().Single().Outcome, Is.EqualTo(TurnOutcome.Interrupted));
        Assert.That(agent.State.IsAtRest);
    }

    [Test]
    public void InterruptedPrompt_IsClearedFromTheBoxLineByLine()
    {
        var agent = SteppedAgent.Ready();
        InterruptWithLines(agent, 3);
        agent.Prompt("p2", "next");
        Assert.That(agent.Typed.Single().TakeWhile(key => key == '\u0015').Count(), Is.EqualTo(8));
    }

    /// <summary>It is cleared row by row, as it is shown.</summary>
    [TestCase("word ", 600, 30)]
    [TestCase("漢字", 600, 24)]
    [TestCase("\t", 100, 4)]
    public void InterruptedPromptOfOneLongLine_IsClearedFromTheBoxRowByRow(string part, int count, int rows)
    {
        var agent = SteppedAgent.Ready();
        Interrupt(agent, "a" + string.Concat(Enumerable.Repeat(part, count)) + "b");
        agent.Prompt("p2", "next");
        Assert.That(agent.Typed.Single().TakeWhile(key => key == '\u0015').Count(), Is.InRange(2 * rows, 202));
    }

    [Test]
    public void InterruptedPromptOfManyLines_IsClearedFromTheBoxAtOnce()
    {
        var agent = SteppedAgent.Ready();
        InterruptWithLines(agent, 900);
        agent.Prompt("p2", "next");
        Assert.That(agent.Typed.Single(), Does.StartWith("\u0003\e[200~next"));
    }

    [Test]
    public void FinishedPrompt_LeavesAnEmptyBox()
    {
        var agent = SteppedAgent.Ready();
        agent.Accept("p1", new string('\n', 900) + "end");
        agent.Finish();
        agent.Effects.Clear();
        agent.Prompt("p2", "next");
        Assert.That(agent.Typed.Single().TakeWhile(key => key == '\u0015').Count(), Is.EqualTo(4));
    }

    private static void InterruptWithLines(SteppedAgent agent, int lines) =>
        Interrupt(agent, string.Join('\n', Enumerable.Repeat("line", lines)));

    private static void Interrupt(SteppedAgent agent, string prompt)
    {
        agent.Accept("p1", prompt);
        agent.Interrupt();
        agent.Status(RunKind.Idle);
        agent.Elapse(AgentTimer.RestWithoutStop);
        agent.Effects.Clear();
    }
}
