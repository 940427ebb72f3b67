using System.Text;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Claude;

internal sealed class HookPayloadTests
{
    private static HookEvent? Parse(string json) => HookPayload.Parse(Json.Bytes(json));

    private static IEnumerable<TestCaseData> Kinds()
    {
        yield return Kind("SessionStart", """ "session_id":"a","transcript_path":"/t","source":"clear" """, new HookEvent.SessionStart("a", "/t", "clear") { Conversation = "a" });
        yield return Kind("SessionEnd", """ "reason":"logout" """, new HookEvent.Other("SessionEnd"));
        yield return Kind("UserPromptSubmit", """ "prompt":"hi" """, new HookEvent.UserPromptSubmit("hi"));
        yield return Kind("MessageDisplay", """ "message_id":"m","index":3,"final":true,"delta":"x\n" """, new HookEvent.MessageDisplay("m", 3, true, "x\n"));
        yield return Kind("PostToolUse", """ "tool_use_id":"t","tool_name":"Bash","duration_ms":52 """, new HookEvent.PostToolUse("t", "Bash", TimeSpan.FromMilliseconds(52)));
        yield return Kind(
            "PostToolUseFailure", """ "tool_use_id":"t","tool_name":"Bash","error":"bad","is_interrupt":true """,
            new HookEvent.PostToolUseFailure("t", "Bash", "bad", true, null));
        yield return Kind("Stop", """ "last_assistant_message":"bye" """, new HookEvent.Stop("bye"));
        yield return Kind("Stop", """ "session_id":"a" """, new HookEvent.Stop(null) { Conversation = "a" });
        yield return Kind("StopFailure", """ "error":"rate_limit","last_assistant_message":"m" """, new HookEvent.StopFailure("rate_limit", "m"));
        yield return Kind("PostCompact", """ "trigger":"auto" """, new HookEvent.PostCompact(false));
        yield return Kind("PostModelSwitch", """ "to_model":"haiku" """, new HookEvent.PostModelSwitch("haiku"));
        yield return Kind("SubagentStop", """ "agent_id":"a" """, new HookEvent.Other("SubagentStop"));
    }

    [TestCaseSource(nameof(Kinds))]
    public void Payload_IsRead(string json, object expected) => Assert.That(Parse(json), Is.EqualTo(expected));

    [Test]
    public void ToolCall_KeepsItsInput()
    {
        var use = (HookEvent.PreToolUse)Parse("""{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_use_id":"t","agent_id":"a","tool_input":{"command":"ls"}}""")!;
        Assert.That((use.ToolId, use.Tool, use.AgentId, use.Input.GetRawText()), Is.EqualTo(("t", "Bash", "a", """{"command":"ls"}""")));
    }

    [TestCase("")]
    [TestCase("no json")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{"hook_event_name":7}""")]
    [TestCase("""{"hook_event_name":"Stop"} {}""")]
    public void Garbage_IsNothing(string json) => Assert.That(Parse(json), Is.Null);

    [Test]
    public void BytesThatAreNotText_AreNothing() =>
        Assert.That(HookPayload.Parse((byte[])[.. "{\"hook_event_name\":\""u8, 0xff, .. "\"}"u8]), Is.Null);

    [Test]
    public void DeepNesting_IsNothing() => Assert.That(Parse(new string('[', 100_000)), Is.Null);

    [Test]
    public void MissingAndWrongFields_AreEmpty([Values(
        "SessionStart", "UserPromptSubmit", "MessageDisplay", "PreToolUse", "PostToolUse", "PostToolUseFailure",
        "PermissionRequest", "Stop", "StopFailure", "PostCompact", "PostModelSwitch")] string name)
    {
        const string wrong = """
            "session_id":1,"transcript_path":[],"source":{},"reason":null,"prompt":{},"message_id":1,"index":"x","final":"yes",
            "delta":7,"tool_use_id":[],"tool_name":2,"tool_input":"text","error":[],"is_interrupt":"no","duration_ms":1e300,
            "last_assistant_message":[],"trigger":1,"to_model":null,"agent_id":3
            """;
        Assert.That(Parse($$"""{"hook_event_name":"{{name}}"}"""), Is.Not.Null.And.Not.InstanceOf<HookEvent.Other>());
        Assert.That(Parse($$"""{"hook_event_name":"{{name}}",{{wrong}}}"""), Is.Not.Null.And.Not.InstanceOf<HookEvent.Other>());
    }

    [TestCase("""\ud83d""", "�")]
    [TestCase("""\uDE00 x""", "� x")]
    [TestCase("""\ud83d\ud83d\ude00""", "�😀")]
    [TestCase("""\ud83d\ude00""", "😀")]
    [TestCase("""\\ud83d""", """\ud83d""")]
    [TestCase("""\ud83d\n\u0041""", "�\nA")]
    public void HalfAnEmoji_IsReplacedAndTheRestKept(string escaped, string expected)
    {
        var hook = (HookEvent.UserPromptSubmit)Parse($$"""{"hook_event_name":"UserPromptSubmit","prompt":"{{escaped}}"}""")!;
        Assert.That(hook.Prompt, Is.EqualTo(expected));
    }

    [Test]
    public void HalfAnEmojiInAName_IsReplaced()
    {
        var hook = Parse("""{"\udc00":1,"hook_event_name":"Stop"}""");
        Assert.That(hook, Is.EqualTo(new HookEvent.Stop(null)));
    }

    [Test]
    public void AnyCutOfAPayload_IsNothingAndNeverThrows()
    {
        var whole = Encoding.UTF8.GetBytes("""{"hook_event_name":"UserPromptSubmit","prompt":"Grüße 😀 \ud83d\ude00"}""");
        for (var length = 0; length < whole.Length; length++)
            Assert.That(HookPayload.Parse(whole.AsMemory(0, length)), Is.Null);
    }

    private static TestCaseData Kind(string name, string fields, HookEvent expected) =>
        new TestCaseData($$"""{"hook_event_name":"{{name}}","unknown":[1],{{fields}}}""", expected).SetArgDisplayNames(name);
}
