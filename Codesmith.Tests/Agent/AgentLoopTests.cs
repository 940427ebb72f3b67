using Codesmith.Protocol;
using Codesmith.Worker.Agent;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Agent;

/// <summary>The loop with real terminals, files and processes.</summary>
internal sealed class AgentLoopTests
{
    /// <summary>Says that it rests.</summary>
    private const string Resting = "printf '{\"status\":\"idle\",\"version\":\"7\"}' > $STATUS/2.json; ";

    [Test]
    public async Task EndBeforeItsPrompt_IsAStartThatFailed()
    {
        await using var agent = StandInAgent.Of("echo 'Unable to connect'; exit 1");
        await agent.Loop.StartAsync(new AgentLaunch(SteppedAgent.Conversation, null, AgentCredential.Gateway));
        var exited = await agent.WaitForAsync<AgentExited>();
        Assert.That((exited.Cause, exited.Code, exited.Screen), Is.EqualTo((AgentExitCause.StartFailed, 1, "Unable to connect")));
    }

    [Test]
    public async Task Stop_EndsItAndAnotherCanStart()
    {
        await using var agent = StandInAgent.Of(Resting + "read line");
        for (var run = 0; run < 2; run++)
        {
            await agent.StartAsync();
            await agent.WaitForAsync<AgentReady>();
            await agent.Loop.StopAsync();
            Assert.That((await agent.WaitForAsync<AgentExited>()).Cause, Is.EqualTo(AgentExitCause.Stopped));
        }
    }

    [Test]
    public async Task Transcript_IsFollowed()
    {
        await using var agent = StandInAgent.Of(Resting + "read line");
        await agent.StartAsync();
        await agent.WaitForAsync<AgentReady>();
        await agent.HookAsync(new HookEvent.UserPromptSubmit("hi"));
        await File.AppendAllTextAsync(
            agent.Home.TranscriptOf(SteppedAgent.Conversation),
            """{"type":"assistant","uuid":"1","message":{"content":[{"type":"text","text":"recorded"}]}}""" + "\n");
        Assert.That((await agent.WaitForAsync<TextCompleted>()).Text, Is.EqualTo("recorded"));
    }

    [Test]
    public async Task Wishes_WithoutAnAgent_AreRefused()
    {
        await using var agent = StandInAgent.Of("");
        Assert.Multiple(() =>
        {
            AssertRefused(() => agent.Loop.SubmitPromptAsync(new PromptInput("p1", "x")), WorkerErrorCode.NoAgent);
            AssertRefused(agent.Loop.InterruptAsync, WorkerErrorCode.NoAgent);
            AssertRefused(agent.Loop.CaptureScreenAsync, WorkerErrorCode.NoAgent);
        });
    }

    [Test]
    public async Task SecondStart_IsRefused()
    {
        await using var agent = StandInAgent.Of(Resting + "read line");
        await agent.StartAsync();
        AssertRefused(
            () => agent.Loop.StartAsync(new AgentLaunch("other", null, AgentCredential.Gateway)), WorkerErrorCode.AgentRunning);
        Assert.That((await agent.WaitForAsync<AgentReady>()).Version, Is.EqualTo("7"), "the first goes on");
    }

    [Test]
    public async Task Dispose_WhileItRunsAndAQuestionWaits_EndsBoth()
    {
        var agent = StandInAgent.Of(Resting + "read line");
        await agent.StartAsync();
        var question = agent.HookAsync(new HookEvent.PermissionRequest("Bash", default));
        await agent.WaitForAsync<QuestionAsked>();
        await agent.DisposeAsync();
        Assert.That(await question, Is.EqualTo(HookReply.None));
        Assert.That(agent.Loop.IsRunning, Is.False);
    }

    [Test]
    public async Task Question_IsAnsweredThroughItsHook()
    {
        await using var agent = StandInAgent.Of(Resting + "read line");
        await agent.StartAsync();
        var reply = agent.HookAsync(new HookEvent.PermissionRequest("Bash", default));
        var asked = await agent.WaitForAsync<QuestionAsked>();
        await agent.Loop.AnswerQuestionAsync(new QuestionAnswer(asked.QuestionId, QuestionDecision.Accept, []));
        Assert.That(System.Text.Encoding.UTF8.GetString(await reply), Does.Contain("\"allow\""));
    }

    private static void AssertRefused(Func<Task> wish, int code) => Assert.That(
        async () => await wish().WaitAsync(Timeouts.MustNotHang),
        Throws.TypeOf<AgentRefusedException>().With.Property(nameof(AgentRefusedException.Code)).EqualTo(code));
}
