using Codesmith.Protocol;
using Codesmith.Worker.Agent;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Agent;

/// <summary>Commands are believed from what the agent did.</summary>
internal sealed class AgentCommandTests
{
    [Test]
    public void Clear_IsDoneWhenTheNewConversationIsRecorded()
    {
        var agent = SteppedAgent.Ready();
        agent.Command(AgentCommand.Clear);
        Assert.That(agent.Typed.Single(), Does.Contain("\e[200~/clear\e[201~\r"));
        agent.Hook(new HookEvent.SessionStart("new", "/new.jsonl", "clear"));
        Assert.That(agent.Effects, Does.Contain(new AgentEffect.FollowTranscript("/new.jsonl", FromEnd: false)));
        Assert.That(agent.Events.OfType<CommandCompleted>(), Is.Empty, "it is not at rest yet");
        agent.Record(new TranscriptEntry.CommandOutput("", false));
        Assert.That(agent.Lines(), Is.EqualTo(new[] { "conversation conversation1 Cleared", "command c1 True A new conversation begins." }));
    }

    [Test]
    public void Command_WithEvidenceButNoRecord_IsDoneAfterAWhile()
    {
        var agent = SteppedAgent.Ready();
        agent.Command(AgentCommand.Compact);
        agent.Hook(new HookEvent.PostCompact(IsManual: true));
        agent.Elapse(AgentTimer.CommandConfirm);
        Assert.That(agent.Lines(), Is.EqualTo(new[] { "command c1 True The conversation was compacted." }));
    }

    [Test]
    public void Compaction_OfTheAgentsOwn_IsNoEvidence()
    {
        var agent = SteppedAgent.Ready();
        agent.Command(AgentCommand.Compact);
        agent.Hook(new HookEvent.PostCompact(IsManual: false));
        Assert.That(agent.State.Command?.Evidence, Is.Null);
    }

    [Test]
    public void Compact_OfAShortConversation_SaysWhyNot()
    {
        var agent = SteppedAgent.Ready();
        agent.Command(AgentCommand.Compact);
        agent.Record(new TranscriptEntry.CommandOutput("Not enough messages to compact.", false));
        Assert.That(agent.Lines(), Is.EqualTo(new[] { "command c1 False Not enough messages to compact." }));
    }

    [Test]
    public void Compact_WithWords_IsOneWholeLineThatEnterSends()
    {
        var agent = SteppedAgent.Ready();
        var words = string.Join('\n', Enumerable.Repeat("keep this", 40)) + "\\";
        agent.Command(AgentCommand.Compact, words);
        var typed = agent.Typed.Single().Replace("\e[200~", "").Replace("\e[201~", "").TrimStart('\u0015');
        Assert.That(typed, Is.EqualTo("/compact " + string.Join(' ', Enumerable.Repeat("keep this", 40)) + "\\ \r"));
    }

    [Test]
    public void Compact_WhileItWorks_IsWaitedFor()
    {
        var agent = SteppedAgent.Ready();
        agent.Command(AgentCommand.Compact);
        agent.Status(RunKind.Busy);
        agent.Elapse(AgentTimer.CommandConfirm);
        Assert.That(agent.Events.OfType<CommandCompleted>(), Is.Empty);
        Assert.That(agent.Timers, Does.ContainKey(AgentTimer.CommandConfirm));
    }

    [Test]
    public void Model_AskedForConfirmation_IsConfirmedOnce()
    {
        var agent = SteppedAgent.Ready();
        agent.Command(AgentCommand.Model, "haiku");
        agent.Status(RunKind.Waiting, "dialog open");
        var dialog = new ScreenReading(false, null, new ScreenMenu("Switch model?", ["Yes, switch", "No, go back"], 1), null);
        agent.Effects.Clear();
        agent.Show(dialog);
        agent.Show(dialog);
        Assert.That(agent.Typed, Is.EqualTo(new[] { "\e[A", "\r" }));
        agent.Hook(new HookEvent.PostModelSwitch("claude-haiku-5-5"));
        agent.Status(RunKind.Idle);
        agent.Record(new TranscriptEntry.CommandOutput("Set model to Haiku", false));
        Assert.That(agent.Events.OfType<CommandCompleted>().Single(), Is.EqualTo(new CommandCompleted("c1", true, "The model is claude-haiku-5-5 now.")));
        Assert.That(agent.Events.OfType<QuestionAsked>(), Is.Empty);
    }

    [Test]
    public void Command_WithoutASign_LeavesItsDialogAndFails()
    {
        var agent = SteppedAgent.Ready();
        agent.Command(AgentCommand.Model, "odd");
        agent.Status(RunKind.Waiting, "dialog open");
        agent.Effects.Clear();
        agent.Elapse(AgentTimer.CommandConfirm);
        Assert.That(agent.Typed, Is.EqualTo(new[] { "\e", "\u0015\u0015\u0015\u0015" }));
        Assert.That(agent.Events.OfType<CommandCompleted>().Single().Succeeded, Is.False);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("haiku; rm")]
    [TestCase("haiku\r/exit")]
    [TestCase("häiku")]
    public void Model_WithAnOddName_IsRefused(string? name)
    {
        var agent = SteppedAgent.Ready();
        agent.Command(AgentCommand.Model, name);
        Assert.That(agent.Effects.OfType<AgentEffect.Refuse>().Single().Code, Is.EqualTo(WorkerErrorCode.InvalidArgument));
        Assert.That(agent.Typed, Is.Empty);
    }

    [Test]
    public void Command_ThatWorksForEver_IsGivenUp()
    {
        var agent = SteppedAgent.Ready();
        agent.Command(AgentCommand.Compact);
        agent.Status(RunKind.Busy);
        for (var wait = 0; wait < 3; wait++)
            agent.Elapse(AgentTimer.CommandConfirm);
        Assert.That(agent.Events.OfType<CommandCompleted>(), Is.Empty);

        agent.Elapse(AgentTimer.CommandDeadline);

        Assert.That(agent.Lines()[^1], Is.EqualTo("command c1 False Claude Code gave no sign that it was done."));
        Assert.That(agent.Timers, Is.Empty);
        AssertTakesAnother(agent);
    }

    [Test]
    public void Command_WithEvidenceAndWorkForEver_IsDoneInTheEnd()
    {
        var agent = SteppedAgent.Ready();
        agent.Command(AgentCommand.Clear);
        agent.Status(RunKind.Busy);
        agent.Hook(new HookEvent.SessionStart("new", "/new.jsonl", "clear"));
        agent.Elapse(AgentTimer.CommandConfirm);

        agent.Elapse(AgentTimer.CommandDeadline);

        Assert.That(agent.Events.OfType<CommandCompleted>().Single().Succeeded, Is.True);
        AssertTakesAnother(agent);
    }

    [Test]
    public void Command_ThatNeverFindsRest_IsGivenUpUntyped([Values] bool inTurn)
    {
        var agent = inTurn ? SteppedAgent.InTurn() : SteppedAgent.Ready();
        agent.Status(RunKind.Busy);
        agent.Command(AgentCommand.Clear);

        agent.Elapse(AgentTimer.CommandDeadline);

        Assert.That(agent.Typed, Is.Empty);
        Assert.That(agent.Lines()[^1], Is.EqualTo("command c1 False Claude Code did not come to rest, so it was not typed."));
        AssertTakesAnother(agent);
    }

    [Test]
    public void Interrupt_TakesAWaitingCommandBack()
    {
        var agent = SteppedAgent.InTurn();
        agent.Command(AgentCommand.Clear);

        agent.Interrupt();

        Assert.That(agent.Lines(), Is.EqualTo(new[] { "command c1 False Interrupted before it was typed." }));
        Assert.That(agent.Typed, Is.EqualTo(new[] { "\e" }));
        AssertTakesAnother(agent);
    }

    [Test]
    public void Dialog_InFrontOfACommandThatWaits_IsAsked()
    {
        var agent = SteppedAgent.Ready();
        agent.Status(RunKind.Busy);
        agent.Command(AgentCommand.Clear);
        agent.Status(RunKind.Waiting, "dialog open");

        agent.Elapse(AgentTimer.UnknownDialog);

        Assert.That(agent.Events.OfType<QuestionAsked>().Single().Kind, Is.EqualTo(QuestionKind.Screen));
        agent.Status(RunKind.Idle);
        Assert.That(agent.Typed.Single(), Does.Contain("/clear"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Dialog_ThatACommandLeavesBehind_IsAsked(bool withEvidence)
    {
        var agent = SteppedAgent.Ready();
        agent.Command(AgentCommand.Model, "haiku");
        agent.Status(RunKind.Waiting, "dialog open");
        if (withEvidence)
            agent.Hook(new HookEvent.PostModelSwitch("haiku"));
        agent.Elapse(AgentTimer.CommandConfirm);
        Assert.That(agent.Events.OfType<CommandCompleted>().Single().Succeeded, Is.EqualTo(withEvidence));

        agent.Elapse(AgentTimer.UnknownDialog);

        Assert.That(agent.Events.OfType<QuestionAsked>().Single().Kind, Is.EqualTo(QuestionKind.Screen));
    }

    [Test]
    public void Command_WithoutASign_DoesNotAnswerAQuestion()
    {
        var agent = SteppedAgent.Ready();
        agent.Command(AgentCommand.Compact);
        agent.Hook(new HookEvent.PermissionRequest("Bash", default), 1);
        agent.Status(RunKind.Waiting, "permission prompt");
        agent.Effects.Clear();

        agent.Elapse(AgentTimer.CommandConfirm);

        Assert.That(agent.Typed, Is.Empty);
        Assert.That(agent.Events.OfType<CommandCompleted>().Single().Succeeded, Is.False);
    }

    [Test]
    public void Command_DuringATurn_WaitsForItsEnd()
    {
        var agent = SteppedAgent.InTurn();
        agent.Command(AgentCommand.Clear);
        Assert.That(agent.Typed, Is.Empty);
        agent.Finish();
        Assert.That(agent.Typed.Single(), Does.Contain("/clear"));
    }

    private static void AssertTakesAnother(SteppedAgent agent)
    {
        agent.Prompt("next");
        Assert.That(agent.Effects.OfType<AgentEffect.Refuse>(), Is.Empty);
    }
}
