using System.Text.Json;
using Codesmith.Supervisor.Demo;
using NUnit.Framework;

namespace Codesmith.Tests.Demo;

internal sealed class TypedPromptTests
{
    [TestCase("""[{"role":"user","content":"plain"}]""", "plain", 0, "")]
    [TestCase("""[{"role":"user","content":[{"type":"text","text":"  padded\n"}]}]""", "padded", 0, "")]
    [TestCase("""[{"role":"user","content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]}]""", "two", 0, "")]
    [TestCase("""[{"role":"user","content":"old"},{"role":"assistant","content":"answer"},{"role":"user","content":"new"}]""", "new", 0, "")]
    [TestCase("""[{"role":"user","content":"typed"},{"role":"user","content":"<local-command-stdout>x</local-command-stdout>"}]""", "typed", 0, "")]
    [TestCase("""[{"role":"user","content":"typed"},{"role":"user","content":"[Request interrupted by user]"}]""", "typed", 0, "")]
    [TestCase("""[{"role":"user","content":"typed"},{"role":"system","content":"# Environment"}]""", "typed", 0, "")]
    [TestCase("""[{"role":"user","content":"go"},{"role":"user","content":[{"type":"tool_result","content":"r1"}]},{"role":"user","content":[{"type":"tool_result","content":"r2"},{"type":"tool_result","content":[{"type":"text","text":"r3"}]}]}]""", "go", 2, "r3")]
    [TestCase("""[{"role":"user","content":"go"},{"role":"user","content":[{"type":"tool_result"}]}]""", "go", 1, "")]
    [TestCase("""[{"role":"user","content":[{"type":"tool_result","content":"r"},{"type":"text","text":"steered"}]}]""", "steered", 0, "")]
    [TestCase("[]", "", 0, "")]
    public void Prompt_IsTheLastThingTyped(string messages, string text, int step, string lastResult)
    {
        using var document = JsonDocument.Parse(messages);

        Assert.That(TypedPrompt.Find(document.RootElement), Is.EqualTo(new TypedPrompt(text, step, lastResult)));
    }
}
