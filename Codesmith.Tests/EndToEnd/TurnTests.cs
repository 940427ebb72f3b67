using System.Text.Json.Nodes;
using Codesmith.Protocol;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

[TestFixture]
internal sealed class TurnTests : AgentFixture
{
    [Test]
    public async Task Text_IsShownLiveAndThenAsRecorded()
    {
        var transcript = await Agent.TurnAsync(@"SAY:first line\nsecond line\n\nthird line");

        Assert.That(transcript, Is.EqualTo("text first line\nsecond line\n\nthird line\nCompleted"));
        var live = Agent.Seen.OfType<TextStreamed>().ToList();
        Assert.That(string.Concat(live.Select(text => text.Delta)).TrimEnd('\n'), Is.EqualTo("first line\nsecond line\n\nthird line"));
        Assert.That(Agent.Seen.OfType<TextCompleted>().Single().BlockId, Is.EqualTo(live[0].BlockId));
    }

    [Test]
    public async Task Usage_IsMeteredAsTheTranscriptHasIt()
    {
        var before = Stage.Usage.UseOf(new("tester")).Tokens;
        await Agent.TurnAsync("CHAIN:2");

        var recorded = Directory
            .EnumerateFiles(Stage.HomeOf(new("tester")), "*.jsonl", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines)
            .Select(line => JsonNode.Parse(line)!)
            .Where(line => line["type"]?.GetValue<string>() == "assistant" && line["message"]?["usage"] is not null)
            .Select(line => line["message"]!)
            .DistinctBy(message => message["id"]!.GetValue<string>())
            .Select(message => Total(message["usage"]!))
            .ToList();
        Assert.That(recorded, Has.Count.GreaterThanOrEqualTo(3));
        // The agent's side requests, such as for a title, cost as well and are in no transcript.
        Assert.That(Stage.Usage.UseOf(new("tester")).Tokens - before, Is.GreaterThanOrEqualTo(recorded.TakeLast(3).Sum()));

        static long Total(JsonNode usage) => new[]
        {
            "input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens",
        }.Sum(name => usage[name]!.GetValue<long>());
    }

    [TestCase("RUNTOOL", """
        text I will run a command.
        Bash echo tool-$((6*7)): Succeeded
        text The tool returned: tool-42
        Completed
        """, TestName = "Tool_ComesAfterTheTextBeforeIt")]
    [TestCase("CHAIN:3", """
        text Step 1 of 3.
        Bash echo step-1: Succeeded
        text Step 2 of 3.
        Bash echo step-2: Succeeded
        text Step 3 of 3.
        Bash echo step-3: Succeeded
        text Chain finished.
        Completed
        """, TestName = "Tools_ComeInOrder")]
    [TestCase("FAILTOOL", """
        Bash echo oops >&2; exit 3: Failed, Exit code 3
        oops
        text The tool returned: Exit code 3
        Completed
        """, TestName = "FailingTool_TellsWhy")]
    [TestCase("WITHTHINK WRITEFILE:note.txt", """
        Write /workspace/note.txt: Succeeded
        text The tool returned: File created successfully at: /workspace/note.txt (file state is current in your context — no need to Read it back)
        Completed
        """, TestName = "Thinking_IsNotShown")]
    [TestCase("BYTES:1 SAY:Grüße, 日本語, 🎉👩‍💻 and \u00e9", "text Grüße, 日本語, 🎉👩‍💻 and \u00e9\nCompleted",
        TestName = "BytesOneByOne_MakeWholeCharacters")]
    [TestCase("EMPTY", "text And this is the rest of it.\nCompleted", TestName = "SilentModel_IsAskedToGoOn")]
    public async Task Prompt_LeadsTo(string prompt, string transcript) =>
        Assert.That(await Agent.TurnAsync(prompt), Is.EqualTo(transcript));

    /// <summary>Each end has a connection of its own to tell it, so one may overtake another.</summary>
    [Test]
    public async Task ParallelTools_EachEnd()
    {
        var lines = (await Agent.TurnAsync("PARALLEL")).Split('\n');

        Assert.That(lines[1..^2], Is.EquivalentTo(
            Enumerable.Range(1, 3).Select(number => $"Bash sleep 0.{number}; echo par-{number}: Succeeded")));
        Assert.That((lines[0], lines[^2], lines[^1]), Is.EqualTo(
            ("text Three at once.", "text All three are done.", "Completed")));
    }

    /// <summary>The subagent's end reaches the agent in the same turn, or begins one of its own.</summary>
    [Test]
    public async Task Subagent_LeavesLaterTurnsInStep()
    {
        await using var agent = await AgentUnderTest.StartAsync(Stage, "delegating");
        await agent.PromptAsync("SUBAGENT");
        while (agent.Seen.OfType<TextCompleted>().Count(text => text.Text == "The subagent answered.") < 2)
            await agent.WaitForAsync<TextCompleted>();
        await agent.WaitForAsync<TurnEnded>();

        Assert.That(agent.SeenText, Does.Contain("Bash echo from-subagent: Succeeded"));
        Assert.That(agent.SeenText, Does.Not.Contain("taken back"));
        Assert.That(await agent.TurnAsync("SAY:in step"), Is.EqualTo("text in step\nCompleted"));
    }

    [Test]
    public async Task BackgroundShell_HoldsUpNothing()
    {
        const string Script = """
            SCRIPT:[[{"type":"tool_use","name":"Bash","input":{"command":"sleep 600","run_in_background":true}}],[{"type":"text","text":"It runs."}]]
            """;
        string[] doubts = ["turn-record-late", "screen-at-rest"];

        Assert.That(await Agent.TurnAsync(Script), Does.EndWith("text It runs.\nCompleted"));
        Assert.That(Agent.Seen.OfType<Diagnosed>().Select(diagnosed => diagnosed.Code), Has.None.AnyOf(doubts));

        Assert.That(await Agent.TurnAsync("SAY:next"), Is.EqualTo("text next\nCompleted"));
    }

    [Test]
    public async Task TwoTextsOfOneMessage_AreEachShownOnce()
    {
        const string Script = """
            SCRIPT:[[{"type":"text","text":"First."},{"type":"text","text":"Second."}]]
            """;

        Assert.That(await Agent.TurnAsync(Script), Is.EqualTo("text First.\ntext Second.\nCompleted"));
    }

    [Test]
    public async Task LongText_ComesWholeAndOnce()
    {
        const int lines = 5000;

        await Agent.TurnAsync($"CHUNK:500 LINES:{lines}");

        var expected = string.Join('\n', Enumerable.Range(1, lines).Select(
            line => $"Line {line} of {lines}: the quick brown fox jumps over the lazy dog."));
        Assert.That(string.Concat(Agent.Seen.OfType<TextCompleted>().Select(text => text.Text)), Is.EqualTo(expected));
    }

    [Test]
    public async Task DangerousCommand_IsRefusedAndTheAgentGoesOn()
    {
        await Agent.PromptAsync("BASH:rm -rf /usr");
        var question = await Agent.WaitForAsync<QuestionAsked>();

        var transcript = await Agent.AnswerAsync(question, QuestionDecision.Refuse, "Leave it alone.");

        Assert.That(question.Body, Is.EqualTo("rm -rf /usr"));
        Assert.That(transcript, Is.EqualTo("""
            Bash rm -rf /usr: Failed, Leave it alone.
            Permission: Allow Bash? -> Answered
            text The tool returned: Leave it alone.
            Completed
            """));
    }
}
