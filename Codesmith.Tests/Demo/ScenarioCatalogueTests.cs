using Codesmith.Supervisor.Demo;
using NUnit.Framework;

namespace Codesmith.Tests.Demo;

/// <summary>Each scenario, step by step, as the CLI would see it.</summary>
internal sealed class ScenarioCatalogueTests
{
    [TestCase("Hello there", "scripted model", "end_turn")]
    [TestCase("please help with my plan to write a todo list, think hard", "Three things to try", "end_turn")]
    [TestCase("help", "`RUNTOOL`: runs one command", "end_turn")]
    [TestCase("Help?", "`SLOW:<ms>`", "end_turn")]
    [TestCase("Show me the HELP", "`SAY:<text>`", "end_turn")]
    [TestCase("SAY:one\\ntwo RUNTOOL", "one\ntwo RUNTOOL", "end_turn")]
    [TestCase("LINES:3", "Line 1 of 3", "end_turn")]
    [TestCase("LINES:nonsense", "Line 1 of 1", "end_turn")]
    [TestCase("MARKDOWN", "emoji 🎉👩‍💻", "end_turn")]
    [TestCase("THINK", "Answer after thinking.", "end_turn")]
    [TestCase("REDACTED", "Answer after redacted thinking.", "end_turn")]
    [TestCase("EMPTY", "", "end_turn")]
    [TestCase("MAXTOKENS", "stops at the token limit", "max_tokens")]
    [TestCase("REFUSAL", "can't help", "refusal")]
    [TestCase("SCRIPT:nonsense", "I cannot play that script", "end_turn")]
    [TestCase("SCRIPT:[]", "I cannot play that script", "end_turn")]
    [TestCase("SCRIPT:[[{\"type\":\"text\"}]]", "I cannot play that script", "end_turn")]
    [TestCase("SCRIPT:[[{\"type\":\"text\",\"text\":\"hi 🎉\"}]] and no more", "hi 🎉", "end_turn")]
    public async Task Text_IsSaid(string prompt, string text, string stopReason)
    {
        await using var client = await ScriptedClient.StartAsync();

        var reply = await client.AskAsync(prompt);

        Assert.That(reply.Text, Does.Contain(text));
        Assert.That(reply.StopReason, Is.EqualTo(stopReason));
    }

    [TestCase("RUNTOOL", "Bash", "echo tool-$((6*7))")]
    [TestCase("BASH:ls -la | wc\nand more", "Bash", "\"ls -la | wc\"")]
    [TestCase("FAILTOOL", "Bash", "exit 3")]
    [TestCase("BIGOUT", "Bash", "seq 1 5000")]
    [TestCase("LONGTOOL:2", "Bash", "seq 1 2")]
    [TestCase("SUBAGENT", "Agent", "BASH:echo from-subagent")]
    [TestCase("WEBFETCH:http://example.com/a b", "WebFetch", "\"http://example.com/a\"")]
    [TestCase("UNKNOWNTOOL", "NoSuchTool", "1")]
    [TestCase("BADINPUT", "Bash", "no command given")]
    [TestCase("WRITEFILE", "Write", "/workspace/sub/hello.txt")]
    [TestCase("WRITEFILE:a/b.txt now", "Write", "/workspace/sub/a/b.txt")]
    [TestCase("READFILE", "Read", "/workspace/sub/hello.txt")]
    [TestCase("EDITFILE:x.md", "Read", "/workspace/sub/x.md")]
    [TestCase("ASKME", "AskUserQuestion", "Which DB?")]
    [TestCase("ASKMULTI", "AskUserQuestion", "Which features?")]
    [TestCase("PLAN", "EnterPlanMode", "{}")]
    [TestCase("ENTERPLAN", "EnterPlanMode", "{}")]
    [TestCase("SCRIPT:[[{\"type\":\"tool_use\",\"name\":\"Bash\",\"input\":{\"command\":\"ls\"}}]]", "Bash", "ls")]
    public async Task Tool_IsCalledAndItsResultRead(string prompt, string tool, string input)
    {
        await using var client = await ScriptedClient.StartAsync();

        var call = await client.AskAsync(prompt);
        var closing = await client.AskAsync(prompt, "the result", "the result", "the result");

        Assert.That(call.Tools, Has.Count.EqualTo(1));
        Assert.That(call.Tools[0].Name, Is.EqualTo(tool));
        Assert.That(call.Tools[0].Input.ToString(), Does.Contain(input));
        Assert.That(call.StopReason, Is.EqualTo("tool_use"));
        if (!prompt.StartsWith("SCRIPT", StringComparison.Ordinal))
            Assert.That(closing.Tools, Is.Empty);
    }

    [Test]
    public async Task Closing_QuotesTheResult([Values("RUNTOOL", "ASKME", "READFILE")] string prompt)
    {
        await using var client = await ScriptedClient.StartAsync();

        var reply = await client.AskAsync(prompt, "tool-42");

        Assert.That(reply.Text, Does.EndWith("tool-42"));
    }

    [Test]
    public async Task Parallel_CallsThreeToolsWithIdentifiersOfTheirOwn()
    {
        await using var client = await ScriptedClient.StartAsync();

        var reply = await client.AskAsync("PARALLEL");

        Assert.That(reply.Tools.Select(tool => tool.Input.GetProperty("description").GetString()),
            Is.EqualTo(new[] { "Parallel 1", "Parallel 2", "Parallel 3" }));
        var ids = reply.Events.Where(each => each.TryGetProperty("content_block", out var block) && block.TryGetProperty("id", out _))
            .Select(each => each.GetProperty("content_block").GetProperty("id").GetString());
        Assert.That(ids, Is.Unique.And.All.StartsWith("toolu_"));
    }

    [Test]
    public async Task Chain_GoesOnUntilItsEnd()
    {
        await using var client = await ScriptedClient.StartAsync();

        Assert.That((await client.AskAsync("CHAIN:2")).Text, Is.EqualTo("Step 1 of 2."));
        Assert.That((await client.AskAsync("CHAIN:2", "step-1")).Text, Is.EqualTo("Step 2 of 2."));
        Assert.That((await client.AskAsync("CHAIN:2", "step-1", "step-2")).Text, Is.EqualTo("Chain finished."));
    }

    [Test]
    public async Task EditFile_ReadsThenEditsThenCloses()
    {
        await using var client = await ScriptedClient.StartAsync();

        Assert.That((await client.AskAsync("EDITFILE")).Tools[0].Name, Is.EqualTo("Read"));
        Assert.That((await client.AskAsync("EDITFILE", "a")).Tools[0].Name, Is.EqualTo("Edit"));
        Assert.That((await client.AskAsync("EDITFILE", "a", "b")).Text, Is.EqualTo("The tool returned: b"));
    }

    [Test]
    public async Task Plan_IsWrittenWhereTheClientNamesAFile()
    {
        await using var client = await ScriptedClient.StartAsync();
        const string entered = "Entered plan mode. Write to `/home/user/.claude/plans/a-b.md`.";

        var write = await client.AskAsync("PLAN", entered);
        var exit = await client.AskAsync("PLAN", entered, "written");
        var closing = await client.AskAsync("PLAN", entered, "written", "approved");

        Assert.That(write.Tools.Single().Input.GetProperty("file_path").GetString(), Is.EqualTo("/home/user/.claude/plans/a-b.md"));
        Assert.That(exit.Tools.Single().Name, Is.EqualTo("ExitPlanMode"));
        Assert.That(closing.Text, Is.EqualTo("The plan's result: approved"));
    }

    [Test]
    public async Task Plan_IsInTheCallWhereTheClientNamesNone()
    {
        await using var client = await ScriptedClient.StartAsync();

        var exit = await client.AskAsync("PLAN", "Entered plan mode.");
        var closing = await client.AskAsync("PLAN", "Entered plan mode.", "approved");

        Assert.That(exit.Tools.Single().Input.GetProperty("plan").GetString(), Does.Contain("First change"));
        Assert.That(closing.Text, Is.EqualTo("The plan's result: approved"));
    }

    [Test]
    public async Task FirstWordInThePrompt_Decides()
    {
        await using var client = await ScriptedClient.StartAsync();

        Assert.That((await client.AskAsync("ASKME before RUNTOOL")).Tools[0].Name, Is.EqualTo("AskUserQuestion"));
        Assert.That((await client.AskAsync("RUNTOOL before ASKME")).Tools[0].Name, Is.EqualTo("Bash"));
    }

    [TestCase("a THINKER is no THINK_TANK")]
    [TestCase("ERR42 ERR700 XERR500 ERR5000")]
    [TestCase("TODOS and CHAINS: of LINES")]
    public void LongerWords_TriggerNothing(string prompt) =>
        Assert.That(ScenarioCatalogue.Choose(prompt).Scenario.Description, Is.EqualTo("says what this is"));

    [Test]
    public void Catalogue_HasNoWordTwiceAndADescriptionForEach()
    {
        Assert.That(ScenarioCatalogue.All.Select(scenario => scenario.Trigger.Usage), Is.Unique);
        Assert.That(ScenarioCatalogue.All.Select(scenario => scenario.Description), Is.All.Not.Empty);
    }
}
