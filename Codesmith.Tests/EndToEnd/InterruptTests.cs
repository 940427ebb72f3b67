using Codesmith.Protocol;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

[TestFixture]
internal sealed class InterruptTests : AgentFixture
{
    [TearDown]
    public async Task NextPrompt_ArrivesAlone()
    {
        Assert.That(await Agent.TurnAsync("SAY:next"), Is.EqualTo("text next\nCompleted"));
        Assert.That(Agent.Requests.Select(request => request.Prompt), Is.EqualTo(new[] { "SAY:next" }));
    }

    [Test]
    public async Task InterruptDuringText_KeepsWhatWasSaid()
    {
        await Agent.PromptAsync("SLOW:20 CHUNK:30 LINES:2000");
        await Agent.WaitForAsync<TextStreamed>();

        var transcript = await Agent.InterruptAsync();

        Assert.That(transcript, Does.StartWith("text Line 1 of 2000"));
        Assert.That(transcript, Does.EndWith("\nInterrupted"));
    }

    [Test]
    public async Task InterruptDuringTool_EndsTheTool()
    {
        await Agent.PromptAsync("LONGTOOL:600");
        await Agent.WaitForAsync<ToolStarted>();

        Assert.That(await Agent.InterruptAsync(), Is.EqualTo("""
            text This takes a while.
            Bash for i in $(seq 1 600); do echo tick $i; sleep 1; done: Interrupted
            Interrupted
            """));
    }

    /// <summary>Then the agent puts the prompt back into its box, where the next one must not be joined to it.</summary>
    [TestCase(1, 1)]
    [TestCase(900, 1)]
    [TestCase(1, 250, TestName = "InterruptBeforeAnyOutput_OfOneLongLine_EndsTheTurn")]
    public async Task InterruptBeforeAnyOutput_EndsTheTurn(int lines, int repetitions)
    {
        var prompt = string.Join('\n', Enumerable.Range(1, lines).Select(
            line => string.Concat(Enumerable.Repeat($"HANG and do nothing {line} ", repetitions)).TrimEnd()));
        await Agent.PromptAsync(prompt);
        await Agent.WaitForRequestAsync(prompt);

        Assert.That(await Agent.InterruptAsync(), Is.EqualTo("Interrupted"));
    }
}
