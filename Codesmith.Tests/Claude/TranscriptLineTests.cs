using System.Text.Json;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Claude;

internal sealed class TranscriptLineTests
{
    private static IReadOnlyList<TranscriptEntry> Read(string line) => TranscriptLine.Parse(Json.Bytes(line)).Entries;

    [Test]
    public void AssistantLine_HasItsBlocksInOrder()
    {
        var entries = Read("""
            {"type":"assistant","uuid":"u","message":{"content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"hello"},
            {"type":"text","text":"  "},{"type":"tool_use","id":"t","name":"Bash","input":{"command":"ls"}}]}}
            """.ReplaceLineEndings(""));
        Assert.That(entries[0], Is.EqualTo(new TranscriptEntry.AssistantText("hello")));
        Assert.That((entries[1] as TranscriptEntry.ToolUse)?.Input.GetRawText(), Is.EqualTo("""{"command":"ls"}"""));
        Assert.That(entries, Has.Count.EqualTo(2));
    }

    private static IEnumerable<TestCaseData> Lines()
    {
        yield return Line("""{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t","content":"out","is_error":true}]}}""", new TranscriptEntry.ToolResult("t", "out", true));
        yield return Line("""{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"a"},{"type":"image"},{"type":"text","text":"b"}]}]}}""", new TranscriptEntry.ToolResult("t", "a\nb", false));
        yield return Line("""{"type":"user","message":{"content":[{"type":"text","text":"[Request interrupted by user for tool use]"}]}}""", new TranscriptEntry.Interrupted());
        yield return Line("""{"type":"system","subtype":"turn_duration","durationMs":3}""", new TranscriptEntry.TurnDuration());
        yield return Line("""{"type":"system","subtype":"local_command","content":"<local-command-stdout>\u001b[1mbold\u001b[22m \u001b[38;5;244mgrey\u001b[39m\n</local-command-stdout>"}""", new TranscriptEntry.CommandOutput("bold grey", false));
        yield return Line("""{"type":"user","message":{"content":"<local-command-stderr>no</local-command-stderr>"}}""", new TranscriptEntry.CommandOutput("no", true));
        yield return Line("""{"type":"user","message":{"content":"<local-command-stdout></local-command-stdout>"}}""", new TranscriptEntry.CommandOutput("", false));
    }

    [TestCaseSource(nameof(Lines))]
    public void Line_IsRead(string line, object expected) => Assert.That(Read(line).Single(), Is.EqualTo(expected));

    [TestCase("""{"type":"assistant","isApiErrorMessage":true,"message":{"content":[{"type":"text","text":"API Error"}]}}""")]
    [TestCase("""{"type":"system","subtype":"compact_boundary","compactMetadata":{"preTokens":6208,"postTokens":732}}""")]
    [TestCase("""{"type":"user","message":{"content":"a prompt"}}""")]
    [TestCase("""{"type":"user","message":{"content":"<command-name>/clear</command-name>"}}""")]
    [TestCase("""{"type":"user","message":{"content":"<bash-stdout>x</bash-stdout>"}}""")]
    [TestCase("""{"type":"user","isMeta":true,"message":{"content":"<local-command-stdout>x</local-command-stdout>"}}""")]
    [TestCase("""{"type":"user","isCompactSummary":true,"message":{"content":[{"type":"text","text":"[Request interrupted by user]"}]}}""")]
    [TestCase("""{"type":"assistant","isSidechain":true,"message":{"content":[{"type":"text","text":"of a subagent"}]}}""")]
    [TestCase("""{"type":"queue-operation","operation":"enqueue"}""")]
    [TestCase("""{"type":"from-the-future","message":7}""")]
    [TestCase("""{"type":"assistant","message":{"content":7}}""")]
    [TestCase("""{"type":"assistant","message":{"content":[7,null,{"type":"text"}]}}""")]
    [TestCase("""{"type":"assistant"}""")]
    [TestCase("""{"type":["user"]}""")]
    [TestCase("[]")]
    [TestCase("7")]
    public void OtherLines_SayNothing(string line) => Assert.That(Read(line), Is.Empty);

    [Test]
    public void HalfAnEmoji_DoesNotLoseTheText() => Assert.That(
        Read("""{"type":"assistant","message":{"content":[{"type":"text","text":"cut \ud83d"}]}}""").Single(),
        Is.EqualTo(new TranscriptEntry.AssistantText("cut �")));

    [Test]
    public void NoJson_IsAnError() => Assert.That(() => Read("{\"type\":"), Throws.InstanceOf<JsonException>());

    private static TestCaseData Line(string line, TranscriptEntry expected) =>
        new TestCaseData(line, expected).SetArgDisplayNames(expected.ToString().Replace('\n', ' '));
}
