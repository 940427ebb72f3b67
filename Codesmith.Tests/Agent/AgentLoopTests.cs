using Codesmith.Protocol;
using Codesmith.Worker.Agent;
using Codesmith.Worker.Claude;
using Codesmith.Worker.Pty;
using NUnit.Framework;

namespace Codesmith.Tests.Agent;

/// <summary>The loop with real terminals, files and processes.</summary>
internal sealed class AgentLoopTests
{
    /// <summary>Rests until the first Enter, then works until the second.</summary>
    private const string RestThenWork = "status idle; read line; status busy; read line; ";

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
        await using var agent = StandInAgent.Of("status idle; read line");
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
        await using var agent = StandInAgent.Of("status idle; read line");
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
        await using var agent = StandInAgent.Of("status idle; read line");
        await agent.StartAsync();
        AssertRefused(
            () => agent.Loop.StartAsync(new AgentLaunch("other", null, AgentCredential.Gateway)), WorkerErrorCode.AgentRunning);
        Assert.That((await agent.WaitForAsync<AgentReady>()).Version, Is.EqualTo("7"), "the first goes on");
    }

    [Test]
    public async Task Dispose_WhileItRunsAndAQuestionWaits_EndsBoth()
    {
        var agent = await AtWorkAsync();
        var question = agent.HookAsync(new HookEvent.PermissionRequest("Bash", default));
        await agent.WaitForAsync<QuestionAsked>();
        await agent.DisposeAsync();
        Assert.That(await question, Is.EqualTo(HookReply.None));
        Assert.That(agent.Loop.IsRunning, Is.False);
    }

    [Test]
    public async Task Question_IsAnsweredThroughItsHook()
    {
        await using var agent = await AtWorkAsync();
        var reply = agent.HookAsync(new HookEvent.PermissionRequest("Bash", default));
        var asked = await agent.WaitForAsync<QuestionAsked>();
        await agent.Loop.AnswerQuestionAsync(new QuestionAnswer(asked.QuestionId, QuestionDecision.Accept, []));
        Assert.That(System.Text.Encoding.UTF8.GetString(await reply), Does.Contain("\"allow\""));
    }

    /// <summary>What a killed program left in the chat must not answer what the next worker asks.</summary>
    [Test]
    public async Task Questions_OfTwoWorkers_ShareNoId()
    {
        string first = await AskAsync();
        Assert.That(await AskAsync(), Is.Not.EqualTo(first));

        static async Task<string> AskAsync()
        {
            await using var agent = await AtWorkAsync();
            var reply = agent.HookAsync(new HookEvent.PermissionRequest("Bash", default));
            var asked = await agent.WaitForAsync<QuestionAsked>();
            await agent.Loop.AnswerQuestionAsync(new QuestionAnswer(asked.QuestionId, QuestionDecision.Accept, []));
            await reply;
            return asked.QuestionId;
        }
    }

    [Test]
    public async Task Prompt_IsTypedByteByByteAsPlanned()
    {
        var text = string.Concat(Enumerable.Repeat("Grüße 漢 👩‍💻\n", 2000));
        var plan = TypingPlan.Keys(PromptText.Clean(text), boxRows: 1);
        // As the real one does, it reads keys, not lines; and it is slow to read.
        await using var agent = StandInAgent.Of(
            $"stty raw -echo; status idle; head -c 100 > ../typed; head -c {plan.Length - 100} >> ../typed");
        await agent.StartAsync();
        await agent.WaitForAsync<AgentReady>();

        await agent.Loop.SubmitPromptAsync(new PromptInput("p1", text));
        await agent.HookAsync(new HookEvent.UserPromptSubmit(text));

        Assert.That((await agent.WaitForAsync<PromptAccepted>()).PromptId, Is.EqualTo("p1"));
        Assert.That((await agent.WaitForAsync<AgentExited>()).Cause, Is.EqualTo(AgentExitCause.Exited));
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(agent.Root, "typed")), Is.EqualTo(plan.ToArray()));
    }

    [TestCase("exit 0", AgentExitCause.Exited, 0)]
    [TestCase("exit 3", AgentExitCause.Crashed, 3)]
    [TestCase("kill -KILL $$", AgentExitCause.Killed, 9)]
    [TestCase("kill -TERM $$", AgentExitCause.Killed, 15)]
    public async Task End_SaysHow_AndAnotherCanStart(string end, AgentExitCause cause, int code)
    {
        await using var agent = StandInAgent.Of($"status idle; read line; echo last words; {end}");
        for (var run = 0; run < 2; run++)
        {
            await agent.StartAsync();
            await agent.WaitForAsync<AgentReady>();
            await agent.Loop.PressKeyAsync(AgentKey.Enter);
            var exited = await agent.WaitForAsync<AgentExited>();
            Assert.That((exited.Cause, exited.Code), Is.EqualTo((cause, code)));
            Assert.That(exited.Screen, Does.EndWith("last words"));
        }
    }

    [Test]
    public async Task ProgramThatIsNotThere_IsAnErrorOfTheStart_AndMayComeLater()
    {
        await using var agent = StandInAgent.Of("status idle; read line");
        File.Move(agent.Program, agent.Program + ".away");
        Assert.That(async () => await agent.StartAsync(), Throws.TypeOf<TerminalStartException>());
        Assert.That(agent.Loop.IsRunning, Is.False);

        File.Move(agent.Program + ".away", agent.Program);
        await agent.StartAsync();
        await agent.WaitForAsync<AgentReady>();
    }

    [Test]
    public async Task StatusOfAnotherProcess_IsNotTheAgents()
    {
        await using var agent = StandInAgent.Of(
            "read line; printf '{\"status\":\"idle\",\"version\":\"other\"}' > $STATUS/1.json; read line; status idle; read line");
        await agent.StartAsync();
        await agent.Loop.PressKeyAsync(AgentKey.Enter);
        await agent.Loop.PressKeyAsync(AgentKey.Enter);
        Assert.That((await agent.WaitForAsync<AgentReady>()).Version, Is.EqualTo("7"));
    }

    private static async Task<StandInAgent> AtWorkAsync()
    {
        var agent = StandInAgent.Of(RestThenWork);
        await agent.StartAsync();
        await agent.WaitForAsync<AgentReady>();
        await agent.Loop.PressKeyAsync(AgentKey.Enter);
        while ((await agent.WaitForAsync<ActivityChanged>()).Activity != AgentActivity.Busy)
        {
            // It was told that it rests.
        }

        return agent;
    }

    private static void AssertRefused(Func<Task> wish, int code) => Assert.That(
        async () => await wish().WaitAsync(Timeouts.MustNotHang),
        Throws.TypeOf<AgentRefusedException>().With.Property(nameof(AgentRefusedException.Code)).EqualTo(code));
}
