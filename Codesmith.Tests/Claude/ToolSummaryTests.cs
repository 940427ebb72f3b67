using System.Text.Json;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Claude;

internal sealed class ToolSummaryTests
{
    [TestCase("Bash", """{"description":"List","command":"ls\n  -l"}""", "ls -l")]
    [TestCase("Agent", """{"prompt":"p","description":" "}""", "p")]
    [TestCase("Unknown", """{"count":1,"what":"this"}""", "this")]
    [TestCase("Bash", """{"command":7,"note":"n"}""", "n")]
    [TestCase("Bash", "{}", "")]
    [TestCase("Bash", "[1]", "")]
    public void Summary_SaysWhatTheCallIsAbout(string tool, string input, string expected) =>
        Assert.That(ToolSummary.Of(tool, JsonElement.Parse(input)), Is.EqualTo(expected));

    [Test]
    public void Summary_WithoutInput_IsEmpty() => Assert.That(ToolSummary.Of("Bash", default), Is.Empty);

    [Test]
    public void Line_IsOneLineOfBoundedLength()
    {
        var line = ToolSummary.OneLine(string.Join("\n", Enumerable.Repeat("a", 1000)));
        Assert.That(line, Has.Length.EqualTo(160).And.Not.Contain("\n").And.EndWith("…"));
    }

    [Test]
    public void Line_IsNotCutInsideACharacter() =>
        Assert.That(ToolSummary.OneLine(new string('a', 158) + "😀😀"), Is.EqualTo(new string('a', 158) + "…"));
}
