using Codesmith.Protocol;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

[TestFixture]
internal sealed class CommandTests : AgentFixture
{
    [Test]
    public async Task Clear_LeavesNoHistory()
    {
        await Agent.TurnAsync("The word is xylophone.");

        var done = await Agent.RunAsync(AgentCommand.Clear);
        await Agent.TurnAsync("Which word?");

        Assert.That(done.Succeeded, done.Message);
        Assert.That(Agent.Requests.Single().Body, Does.Not.Contain("xylophone"));
    }

    [Test]
    public async Task Compact_LeavesTheSummary()
    {
        await Agent.TurnAsync("The word is glockenspiel.");

        var done = await Agent.RunAsync(AgentCommand.Compact);
        await Agent.TurnAsync("Which word?");

        Assert.That(done.Succeeded, done.Message);
        Assert.That(Agent.Requests.Single().Body, Does.Contain("Primary request: the user is trying out Codesmith."));
    }

    [Test]
    public async Task CompactOfNothing_Fails()
    {
        await Agent.RunAsync(AgentCommand.Clear);

        Assert.That((await Agent.RunAsync(AgentCommand.Compact)).Succeeded, Is.False);
    }

    [Test]
    public async Task Model_IsUsedByTheNextPrompt()
    {
        var haiku = await Agent.RunAsync(AgentCommand.Model, "haiku");
        await Agent.TurnAsync("SAY:small");
        Assert.That(haiku.Succeeded, haiku.Message);
        Assert.That(Agent.Requests.Single().Model, Does.StartWith("claude-haiku"));

        // In a conversation with a warm cache the agent asks whether one is sure.
        var opus = await Agent.RunAsync(AgentCommand.Model, "opus");
        await Agent.TurnAsync("SAY:large");
        Assert.That(opus.Succeeded, opus.Message);
        Assert.That(Agent.Requests.Single().Model, Does.StartWith("claude-opus"));
    }
}
