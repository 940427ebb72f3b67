using System.Text;
using System.Text.Json;
using Codesmith.Protocol;
using Codesmith.Worker.Agent;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Agent;

/// <summary>What the agent waits for, and that no hook waits for ever.</summary>
internal sealed class AgentQuestionTests
{
    private static readonly HookEvent.PermissionRequest Choice = new("AskUserQuestion", JsonElement.Parse(
        """{"questions":[{"question":"Which DB?","header":"DB","options":[{"label":"Postgres"},{"label":"Redis"}]}]}"""));

    private static readonly HookEvent.PermissionRequest Plan = new("ExitPlanMode", JsonElement.Parse("""{"plan":"1. Do"}"""));

    private static readonly HookEvent.PermissionRequest Permission = new("Bash", JsonElement.Parse("""{"command":"rm -rf /usr"}"""));

    [Test]
    public void Choice_Answered_ReachesTheHookThatAsked()
    {
        var agent = Asking(Choice);
        agent.Answer("w-question1", QuestionDecision.Accept, ["Redis"]);
        Assert.That(Reply(agent), Does.Contain("\"answers\":{\"Which DB?\":\"Redis\"}"));
        agent.Hook(new HookEvent.PostToolUse("t1", "AskUserQuestion", null));
        agent.Status(RunKind.Busy);
        Assert.That(agent.Lines().TakeLast(2), Is.EqualTo(new[] { "closed question1 Answered", "activity Busy" }));
        Assert.That(agent.Replies.Count(), Is.EqualTo(1));
    }

    [Test]
    public void Plan_Refused_SaysWhy()
    {
        var agent = Asking(Plan);
        agent.Take(new AgentSignal.AnswerGiven(
            new QuestionAnswer("w-question1", QuestionDecision.Refuse, [], "Too big")));
        Assert.That(Reply(agent), Does.Contain("\"behavior\":\"deny\"").And.Contain("Too big"));
        agent.Status(RunKind.Busy);
        Assert.That(agent.Events.OfType<QuestionClosed>().Single().Closing, Is.EqualTo(QuestionClosing.Answered));
    }

    [Test]
    public void Question_Dismissed_PressesEscapeAndFreesTheHook()
    {
        var agent = Asking(Permission);
        agent.Answer("w-question1", QuestionDecision.Dismiss);
        Assert.That(agent.Typed, Is.EqualTo(new[] { "\e" }));
        Assert.That(agent.Replies, Is.Empty, "the key decides; the hook says nothing before");
        agent.Status(RunKind.Idle);
        agent.Record(new TranscriptEntry.Interrupted());
        Assert.That(Reply(agent), Is.EqualTo("{}"));
        Assert.That(agent.Events.OfType<QuestionClosed>().Single().Closing, Is.EqualTo(QuestionClosing.Dismissed));
        Assert.That(agent.Events.OfType<TurnEnded>().Single().Outcome, Is.EqualTo(TurnOutcome.Interrupted));
    }

    [Test]
    public void Question_ClosedByKeys_FreesTheHook()
    {
        var agent = Asking(Choice);
        agent.Hook(new HookEvent.PostToolUse("t1", "AskUserQuestion", null));
        Assert.That(Reply(agent), Is.EqualTo("{}"));
        Assert.That(agent.Events.OfType<QuestionClosed>().Single().Closing, Is.EqualTo(QuestionClosing.Answered));
    }

    [Test]
    public void Question_OpenAtTheTurnsEnd_IsClosed()
    {
        var agent = SteppedAgent.InTurn();
        agent.Hook(Permission, 7);
        agent.Hook(new HookEvent.StopFailure("unknown", null));
        agent.Elapse(AgentTimer.TurnRecord);
        Assert.That(Reply(agent), Is.EqualTo("{}"));
        Assert.That(agent.Events.TakeLast(2).First(), Is.InstanceOf<TurnEnded>());
        Assert.That(agent.State.Questions, Is.Empty);
    }

    [Test]
    public void OneOfTwoQuestionsOfATool_Answered_LeavesTheOtherOpen()
    {
        var other = Choice with { Input = JsonElement.Parse("""{"questions":[{"question":"Which OS?"}]}""") };
        var agent = SteppedAgent.InTurn();
        agent.Hook(new HookEvent.PreToolUse("t1", "AskUserQuestion", Choice.Input, null));
        agent.Hook(new HookEvent.PreToolUse("t2", "AskUserQuestion", other.Input, null));
        agent.Hook(Choice, 7);
        agent.Hook(other, 8);
        agent.Answer("w-question2", QuestionDecision.Accept, ["Linux"]);
        agent.Hook(new HookEvent.PostToolUse("t2", "AskUserQuestion", null));
        Assert.That(agent.Events.OfType<QuestionClosed>().Single().QuestionId, Is.EqualTo("w-question2"));
        Assert.That(agent.Replies.Single().ReplyId, Is.EqualTo(8));
    }

    [Test]
    public void AnotherCallOfTheSameTool_DoesNotCloseAPermission()
    {
        var agent = SteppedAgent.InTurn();
        agent.Hook(new HookEvent.PreToolUse("t1", "Bash", Permission.Input, null));
        agent.Hook(new HookEvent.PreToolUse("t2", "Bash", default, null));
        agent.Hook(Permission, 7);
        agent.Hook(new HookEvent.PostToolUse("t2", "Bash", null));
        Assert.That(agent.Events.OfType<QuestionClosed>(), Is.Empty);
        Assert.That(agent.Replies, Is.Empty);
    }

    [Test]
    public void Answer_ThatDoesNotFit_IsRefusedAndTheQuestionStaysOpen()
    {
        var agent = Asking(Choice);
        agent.Answer("w-question1", QuestionDecision.Accept);
        agent.Answer("w-question1", QuestionDecision.Accept, [" "]);
        agent.Answer("w-question1", QuestionDecision.Accept, []);
        agent.Answer("w-question1", QuestionDecision.Accept, ["a"], ["b"]);
        agent.Answer("w-question9", QuestionDecision.Accept, ["a"]);
        Assert.That(agent.Effects.OfType<AgentEffect.Refuse>().Select(refuse => refuse.Code), Is.EqualTo(new[]
        {
            WorkerErrorCode.InvalidArgument, WorkerErrorCode.InvalidArgument, WorkerErrorCode.InvalidArgument,
            WorkerErrorCode.InvalidArgument, WorkerErrorCode.NoSuchQuestion,
        }));
        agent.Answer("w-question1", QuestionDecision.Accept, ["my own words"]);
        Assert.That(Reply(agent), Does.Contain("my own words"));
    }

    [Test]
    public void Answer_GivenTwice_CountsOnce()
    {
        var agent = Asking(Choice);
        agent.Answer("w-question1", QuestionDecision.Accept, ["Redis"]);
        agent.Answer("w-question1", QuestionDecision.Refuse);
        Assert.That(agent.Replies.Count(), Is.EqualTo(1));
        Assert.That(agent.Effects.OfType<AgentEffect.Refuse>().Single().Code, Is.EqualTo(WorkerErrorCode.NoSuchQuestion));
    }

    [Test]
    public void Screen_NobodyForesaw_BecomesAQuestionAfterAMoment()
    {
        var agent = SteppedAgent.Ready();
        agent.Show(new ScreenReading(false, null, null, null), "Select a flavour");
        agent.Status(RunKind.Waiting, "dialog open");
        Assert.That(agent.Events.OfType<QuestionAsked>(), Is.Empty);
        agent.Elapse(AgentTimer.UnknownDialog);
        agent.Show(new ScreenReading(false, null, null, null), "Select another");
        agent.Answer("w-question1", QuestionDecision.Accept);
        Assert.That(agent.Typed, Is.EqualTo(new[] { "\r" }));
        Assert.That(agent.Events.OfType<QuestionAsked>().Select(asked => (asked.QuestionId, asked.Body)), Is.EqualTo(new[]
        {
            ("w-question1", "Select a flavour"), ("w-question1", "Select another"),
        }));
        agent.Status(RunKind.Idle);
        Assert.That(agent.Events.OfType<QuestionClosed>().Single().Closing, Is.EqualTo(QuestionClosing.Answered));
    }

    [Test]
    public void Screen_Dismissed_IsClosedAsDismissed()
    {
        var agent = SteppedAgent.Ready();
        agent.Status(RunKind.Waiting, "dialog open");
        agent.Elapse(AgentTimer.UnknownDialog);
        agent.Answer("w-question1", QuestionDecision.Dismiss);
        agent.Status(RunKind.Idle);
        Assert.That(agent.Typed, Is.EqualTo(new[] { "\e" }));
        Assert.That(agent.Events.OfType<QuestionClosed>().Single().Closing, Is.EqualTo(QuestionClosing.Dismissed));
    }

    [Test]
    public void Question_AnnouncedByAHook_IsNoUnknownScreen()
    {
        var agent = Asking(Choice);
        Assert.That(agent.Timers, Does.Not.ContainKey(AgentTimer.UnknownDialog));
    }

    [Test]
    public void Prompt_WhileAQuestionIsOpen_IsNotTyped()
    {
        var agent = SteppedAgent.Ready();
        agent.Hook(Choice, 7);
        agent.Prompt("p1");
        Assert.That(agent.Typed, Is.Empty);
    }

    private static SteppedAgent Asking(HookEvent.PermissionRequest request)
    {
        var agent = SteppedAgent.InTurn();
        agent.Hook(request, 7);
        agent.Status(RunKind.Waiting, "input needed");
        return agent;
    }

    private static string Reply(SteppedAgent agent)
    {
        var reply = agent.Replies.Single();
        Assert.That(reply.ReplyId, Is.EqualTo(7));
        return Encoding.UTF8.GetString(reply.Json);
    }
}
