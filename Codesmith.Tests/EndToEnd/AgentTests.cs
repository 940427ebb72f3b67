using Codesmith.Protocol;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

[TestFixture]
internal sealed class AgentTests
{
    [Test]
    public async Task Turn_IsToldFromAcceptanceToItsEnd()
    {
        await using var agent = await AgentUnderTest.StartAsync();
        var end = await agent.TurnAsync("SAY:hello there");
        TestContext.Out.WriteLine(string.Join("\n", agent.Seen));
        Assert.That(end.Outcome, Is.EqualTo(TurnOutcome.Completed));
    }

    [Test]
    public async Task Everything_Prints()
    {
        await using var agent = await AgentUnderTest.StartAsync();
        foreach (var prompt in new[] { "MARKDOWN", "RUNTOOL", "FAILTOOL", "PARALLEL", "ERR401", "ERRMID", "SLOW:10 DROPMID", "/help me", "!ls", "quit", "👩‍💻 emoji SAY:x" })
        {
            var end = await agent.TurnAsync(prompt);
            TestContext.Out.WriteLine($"{prompt} -> {end}");
        }
        foreach (var command in new[] { new CommandInput("c1", AgentCommand.Compact), new CommandInput("c2", AgentCommand.Model, "haiku"), new CommandInput("c3", AgentCommand.Clear), new CommandInput("c4", AgentCommand.Compact) })
        {
            await agent.AskAsync(new WorkerRequest.RunCommand(command));
            TestContext.Out.WriteLine(await agent.WaitForAsync<CommandCompleted>());
        }
        await agent.AskAsync(new WorkerRequest.StopAgent());
        await agent.WaitForAsync<AgentExited>();
        TestContext.Out.WriteLine(string.Join("\n", agent.Seen));
    }
}
