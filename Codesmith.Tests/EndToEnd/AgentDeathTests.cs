using Codesmith.Protocol;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

[TestFixture]
internal sealed class AgentDeathTests : AgentFixture
{
    /// <summary>Names the processes that sleep for ten minutes; their arguments are parted by zeros.</summary>
    private const string Sleeping = @"grep -lsaP '^sleep\x00600\x00$' /proc/[0-9]*/cmdline";

    [Test]
    public async Task KilledAgent_IsToldOnceAndItsConversationGoesOn()
    {
        await Agent.TurnAsync("The word is xylophone.");
        await Agent.PromptAsync("HANG");
        await Agent.WaitForRequestAsync("HANG");

        SandboxProcesses.Kill(SandboxProcesses.Find(Stage.DataRoot, "claude"));
        await Agent.WaitForAsync<AgentExited>();
        Assert.That(Agent.SeenText, Is.EqualTo("Killed 9"));

        await Agent.StartAgentAsync();
        await Agent.TurnAsync("Which word?");
        Assert.That(Agent.Requests.Single().Body, Does.Contain("The word is xylophone."));
    }

    [Test]
    public async Task AgentThatEndsByItself_IsToldWithItsCode()
    {
        await Agent.PromptAsync("BASH:kill -TERM $PPID; sleep 60");
        var exited = await Agent.WaitForAsync<AgentExited>();

        Assert.That((exited.Cause, exited.Code), Is.EqualTo((AgentExitCause.Crashed, 143)));
        await Agent.StartAgentAsync();
    }

    [Test]
    public async Task AgentKilledWhileItRecordsItsFirstPrompt_BeginsTheConversationAnew()
    {
        await using var agent = await AgentUnderTest.StartAsync(Stage, "early");
        SandboxProcesses.Kill(SandboxProcesses.Find(Stage.FolderOf(agent.User), "claude"));
        await agent.WaitForAsync<AgentExited>();
        var transcripts = Path.Combine(Stage.HomeOf(agent.User), ".claude", "projects", "-workspace");
        await File.WriteAllTextAsync(
            Path.Combine(transcripts, agent.ConversationId + ".jsonl"), """{"type":"queue-operation"}""" + "\n");

        await agent.StartAgentAsync();

        Assert.That(await agent.TurnAsync("SAY:here"), Does.Contain("here"));
    }

    /// <summary>It never writes its status again; the record it goes on with, in a new folder.</summary>
    [Test]
    public async Task AgentThatRemovesItsOwnFiles_TakesTheNextPrompt()
    {
        await using var agent = await AgentUnderTest.StartAsync(Stage, "tidy");
        await agent.TurnAsync("BASH:rm -rf ~/.claude");

        Assert.That(await agent.TurnAsync("SAY:still here"), Is.EqualTo("text still here\nCompleted"));
    }

    [TestCase("codesmith-worke", TestName = "KilledWorker_TakesEverythingWithItAndTheConversationGoesOn")]
    [TestCase("bwrap", TestName = "KilledBubblewrap_TakesEverythingWithItAndTheConversationGoesOn")]
    public async Task KilledSandbox_TakesEverythingWithIt(string victim)
    {
        await Agent.TurnAsync("The word is glockenspiel.");
        await Agent.PromptAsync("LONGTOOL:600");
        await Agent.WaitForAsync<ToolStarted>();
        var processes = SandboxProcesses.Of(Stage.DataRoot);

        SandboxProcesses.Kill(processes.First(process => process.Name == victim).Id);

        await Agent.Lost.WaitAsync(Timeouts.EndToEnd);
        await SandboxProcesses.ExpectEndAsync(processes);
        await Agent.StartWorkerAsync();
        await Agent.StartAgentAsync();
        await Agent.TurnAsync("Which word?");
        Assert.That(Agent.Requests.Single().Body, Does.Contain("The word is glockenspiel."));
    }

    [Test]
    public async Task SecondUser_SeesNothingOfTheFirst()
    {
        const string secret = "the-first-users-own-words";
        await Agent.TurnAsync(
            $"BASH:echo {secret} > /workspace/secret.txt; cp /workspace/secret.txt /home/user/; sleep 600 & "
            + $"until {Sleeping} > found.txt; do sleep 0.1; done");
        await using var other = await AgentUnderTest.StartAsync(Stage, "other");

        await other.TurnAsync(
            "BASH:grep -rsl the-first.users.own-words / --exclude-dir=sys --exclude-dir=usr --exclude-dir=.claude "
            + "--exclude=found.txt > /workspace/found.txt 2>/dev/null; "
            + $"{Sleeping} >> /workspace/found.txt; ls /home /run/codesmith >> /workspace/found.txt");

        var found = await File.ReadAllTextAsync(Path.Combine(Stage.WorkspaceOf(other.User), "found.txt"));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(Stage.WorkspaceOf(Agent.User), "found.txt")), Does.StartWith("/proc/"));
        var lines = found.Split('\n').Where(line => !line.StartsWith("/proc/", StringComparison.Ordinal) || line.EndsWith("/cmdline", StringComparison.Ordinal));
        Assert.That(string.Join('\n', lines), Is.EqualTo("/home:\nuser\n\n/run/codesmith:\ndoors\nlink\n"));
    }
}
