using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

/// <summary>One started agent for all tests of a fixture: a start takes longer than most of them.</summary>
internal abstract class AgentFixture
{
    protected Stage Stage { get; private set; } = null!;

    protected AgentUnderTest Agent { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Stage = await Stage.OpenAsync();
        Stage.LimitRetries(new("tester"));
        Agent = await AgentUnderTest.StartAsync(Stage);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Agent is not null)
            await Agent.DisposeAsync();
        if (Stage is not null)
            await Stage.DisposeAsync();
    }
}
