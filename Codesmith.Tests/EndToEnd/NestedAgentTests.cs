using Codesmith.Protocol;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

/// <summary>An agent that the agent starts: another conversation, whose hooks come to the same worker.</summary>
[TestFixture]
internal sealed class NestedAgentTests : AgentFixture
{
    [Test]
    public async Task NestedAgent_IsOneToolOfTheOuterTurn()
    {
        const string nested = "/opt/claude/claude -p RUNTOOL </dev/null >nested.txt 2>&1; cat nested.txt";

        var transcript = await Agent.TurnAsync($"BASH:{nested}");

        Assert.That(transcript, Is.EqualTo($"""
            Bash {nested}: Succeeded
            text The tool returned: The tool returned: tool-42
            Completed
            """));
        Assert.That(Agent.Seen.OfType<ConversationChanged>(), Is.Empty);
        Assert.That(Agent.Seen.OfType<Diagnosed>().Where(finding => !LateDiagnoses.Has(finding)), Is.Empty);
    }

    /// <summary>
    /// Without the mark of a child it writes a status file of its own, which is the newer one, and says busy for ever.
    /// </summary>
    [Test]
    public async Task NestedAgentOnATerminal_InTheBackground_LeavesTheTurnsAlone()
    {
        await Agent.TurnAsync(
            "BASH:(sleep 600 | env -u CLAUDE_CODE_CHILD_SESSION script -qc '/opt/claude/claude HANG' /dev/null >nested.txt 2>&1 &); "
            + "until [ $(grep -ls '\"busy\"' ~/.claude/sessions/*.json | wc -l) = 2 ]; do sleep 0.1; done");

        Assert.That(await Agent.TurnAsync("SAY:in step"), Is.EqualTo("text in step\nCompleted"));
        Assert.That(await Agent.TurnAsync("RUNTOOL"), Does.EndWith("text The tool returned: tool-42\nCompleted"));
    }
}
