using Codesmith.Protocol;
using Codesmith.Worker.Agent;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Agent;

/// <summary>Another Claude Code that uses the same hooks: what it says is not about ours.</summary>
internal sealed class NestedAgentTests
{
    private const string Other = "99999999-2222-3333-4444-555555555555";

    private static IEnumerable<HookEvent> Hooks() =>
    [
        new HookEvent.SessionStart(Other, "/other.jsonl", "startup") { ProcessId = SteppedAgent.ProcessId + 1 },
        new HookEvent.SessionStart(Other, "/other.jsonl", "clear") { ProcessId = SteppedAgent.ProcessId + 1 },
        new HookEvent.UserPromptSubmit("hi"),
        new HookEvent.MessageDisplay("m", 0, true, "text"),
        new HookEvent.PreToolUse("t", "Bash", default, null),
        new HookEvent.PostToolUse("t", "Bash", null),
        new HookEvent.Stop(null),
        new HookEvent.StopFailure("unknown", null),
        new HookEvent.PostModelSwitch("haiku"),
    ];

    [TestCaseSource(nameof(Hooks))]
    public void Hook_OfAnother_ChangesNothing(HookEvent hook)
    {
        foreach (var agent in new[] { SteppedAgent.Ready(), SteppedAgent.InTurn() })
        {
            var before = agent.State;
            agent.Hook(hook with { Conversation = Other });
            Assert.That(agent.Effects, Is.Empty);
            Assert.That(agent.State, Is.EqualTo(before));
        }
    }

    [Test]
    public void Question_OfAnother_IsLeftToIt()
    {
        var agent = SteppedAgent.InTurn();
        agent.Hook(new HookEvent.PermissionRequest("Bash", default) { Conversation = Other }, replyId: 4);
        Assert.That(agent.Effects, Is.EqualTo(new[] { new AgentEffect.ReplyToHook(4, HookReply.None) }));
    }

    [Test]
    public void Gauges_OfAnother_AreNotTold()
    {
        var agent = SteppedAgent.Ready();
        var status = new AgentStatus(null, null, null, null, null, null, null, []);
        agent.Take(new AgentSignal.StatusLineRead(Other, status));
        Assert.That(agent.Effects, Is.Empty);
        agent.Take(new AgentSignal.StatusLineRead(SteppedAgent.Conversation, status));
        Assert.That(agent.Events, Is.EqualTo(new[] { new StatusReported(status) }));
    }

    [Test]
    public void Clear_OfOurs_MakesTheNewConversationOurs()
    {
        var agent = SteppedAgent.Ready();
        agent.Hook(new HookEvent.SessionStart(Other, "/o.jsonl", "clear") { Conversation = Other, ProcessId = SteppedAgent.ProcessId });
        agent.Hook(new HookEvent.UserPromptSubmit("hi") { Conversation = Other });
        Assert.That(agent.Lines(), Does.Contain("accepted (unasked)"));
    }

    /// <summary>The command that tells of it may fail on a machine without memory.</summary>
    [Test]
    public void Conversation_ThatOnlyTheStatusNames_IsOurs()
    {
        var agent = SteppedAgent.Ready();
        agent.Take(new AgentSignal.RunStatusRead(new RunStatus(RunKind.Idle, null, null, Other)));
        agent.Hook(new HookEvent.UserPromptSubmit("hi") { Conversation = Other });
        Assert.That(agent.State.Turn, Is.Not.Null);
    }
}
