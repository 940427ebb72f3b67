using System.Text.Json;
using Codesmith.Protocol;
using Codesmith.Worker.Agent;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Agent;

/// <summary>Start and end.</summary>
internal sealed class AgentLifeTests
{
    [TestCase("startup", ConversationOrigin.Started, false)]
    [TestCase("resume", ConversationOrigin.Resumed, true)]
    [TestCase("fork", ConversationOrigin.Resumed, true)]
    public void Start_FollowsTheTranscript(string source, ConversationOrigin origin, bool fromEnd)
    {
        var agent = new SteppedAgent();
        agent.Launch();
        agent.Hook(new HookEvent.SessionStart("id", "/t.jsonl", source));
        agent.Status(RunKind.Idle);
        Assert.That(agent.Effects, Does.Contain(new AgentEffect.FollowTranscript("/t.jsonl", fromEnd)));
        Assert.That(agent.Lines(), Is.EqualTo(new[] { $"conversation conversation1 {origin}", "ready 2.1.330", "activity Idle" }));
        Assert.That(agent.Timers, Is.Empty);
    }

    [Test]
    public void Start_WithoutAPrompt_IsGivenUp()
    {
        var agent = new SteppedAgent();
        agent.Launch();
        agent.Elapse(AgentTimer.StartDeadline);
        Assert.That(agent.Effects, Does.Contain(new AgentEffect.Terminate()));
        agent.End(signal: 15);
        Assert.That(agent.Events.OfType<AgentExited>().Single(), Is.EqualTo(new AgentExited(AgentExitCause.StartFailed, 15, "last screen")));
    }

    [Test]
    public void StartDialog_IsAnsweredOnceByItsText()
    {
        var agent = new SteppedAgent();
        agent.Launch();
        var dialog = new ScreenReading(false, null, new ScreenMenu("Accessing workspace:\n/workspace", ["No, exit", "Yes, I trust this folder"], 0), null);
        agent.Show(dialog);
        agent.Show(dialog);
        Assert.That(agent.Typed, Is.EqualTo(new[] { "\e[B", "\r" }));
    }

    [Test]
    public void StartDialog_NobodyKnows_IsLeftAlone()
    {
        var agent = new SteppedAgent();
        agent.Launch();
        agent.Show(new ScreenReading(false, null, new ScreenMenu("Delete everything?", ["Yes", "No"], 0), null));
        Assert.That(agent.Typed, Is.Empty);
    }

    [TestCase(null, 0, AgentExitCause.Exited, 0)]
    [TestCase(null, 3, AgentExitCause.Crashed, 3)]
    [TestCase(9, 0, AgentExitCause.Killed, 9)]
    public void End_SaysHow(int? signal, int code, AgentExitCause cause, int told)
    {
        var agent = SteppedAgent.Ready();
        agent.End(signal, code);
        Assert.That(agent.Events.Single(), Is.EqualTo(new AgentExited(cause, told, "last screen")));
        Assert.That(agent.Timers, Is.Empty);
    }

    [Test]
    public void End_AfterAStop_IsStopped()
    {
        var agent = SteppedAgent.Ready();
        agent.Take(new AgentSignal.StopWanted());
        agent.End(signal: 15);
        Assert.That(agent.Events.OfType<AgentExited>().Single().Cause, Is.EqualTo(AgentExitCause.Stopped));
    }

    [Test]
    public void End_LeavesNothingOpen()
    {
        var agent = SteppedAgent.InTurn();
        agent.Hook(new HookEvent.PermissionRequest("Bash", JsonElement.Parse("{}")), 7);
        agent.Prompt("p2");
        agent.End();
        Assert.That(agent.Replies.Single().ReplyId, Is.EqualTo(7));
        Assert.That(agent.Lines().TakeLast(2), Is.EqualTo(new[] { "closed question1 Dismissed", "exited Exited 0" }));
        Assert.That(agent.Timers, Is.Empty);
    }

    /// <summary>Told as failed it would be sent again, to an agent that is gone.</summary>
    [Test]
    public void End_WhileAPromptIsTyped_IsAllThatIsTold()
    {
        var agent = SteppedAgent.Ready();
        agent.Prompt("p1");
        agent.End(signal: 9);
        Assert.That(agent.Lines(), Is.EqualTo(new[] { "exited Killed 9" }));
    }

    [Test]
    public void End_DuringACommand_CompletesIt()
    {
        var agent = SteppedAgent.Ready();
        agent.Command(AgentCommand.Compact);
        agent.End(code: 1);
        Assert.That(agent.Events.OfType<CommandCompleted>().Single().Succeeded, Is.False);
    }

    [Test]
    public void StaleNews_OfAnAgentThatIsGone_MeanNothing()
    {
        var agent = SteppedAgent.Ready();
        agent.End();
        agent.Effects.Clear();
        agent.Write("late");
        agent.Status(RunKind.Idle);
        agent.Record(new TranscriptEntry.AssistantText("late"));
        agent.End();
        Assert.That(agent.Effects, Is.Empty);
        agent.Hook(new HookEvent.PermissionRequest("Bash", default), 8);
        Assert.That(agent.Replies.Single().ReplyId, Is.EqualTo(8));
    }

    [Test]
    public void Ids_AreNotReusedByTheNextAgent()
    {
        var agent = SteppedAgent.InTurn();
        agent.Hook(new HookEvent.PermissionRequest("Bash", default), 1);
        agent.End();
        agent.Launch();
        agent.Hook(new HookEvent.PermissionRequest("Bash", default), 2);
        Assert.That(agent.Events.OfType<QuestionAsked>().Select(asked => asked.QuestionId), Is.Unique);
    }

    [Test]
    public void Activity_IsToldOnChangeOnly()
    {
        var agent = SteppedAgent.Ready();
        agent.Status(RunKind.Busy);
        agent.Status(RunKind.Busy);
        agent.Status(RunKind.Waiting);
        agent.Status(RunKind.Idle);
        agent.Status(RunKind.Idle);
        Assert.That(agent.Lines(), Is.EqualTo(new[] { "activity Busy", "activity Waiting", "activity Idle" }));
    }
}
