using Codesmith.Protocol;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Claude;

internal sealed class StatusLineTests
{
    private static AgentStatus? Parse(string json) => StatusLine.Parse(Json.Bytes(json))?.Status;

    [Test]
    public void StatusLine_IsRead()
    {
        var status = Parse("""
            {"model":{"id":"claude-opus-5-5","display_name":"Opus 5.5"},"cost":{"total_cost_usd":0.01282},
             "context_window":{"total_input_tokens":6200,"total_output_tokens":14,"context_window_size":1000000,"used_percentage":1},
             "rate_limits":{"five_hour":{"used_percentage":42.5,"resets_at":1795374145},"odd":7,"seven_day":{"used_percentage":77}}}
            """)!;
        Assert.That(status with { Limits = [] }, Is.EqualTo(
            new AgentStatus("claude-opus-5-5", "Opus 5.5", 6200, 14, 0.01282m, 1, 1000000, status.Limits) with { Limits = [] }).Using<AgentStatus>((a, b) => a.ToString() == b.ToString()));
        Assert.That(status.Limits, Is.EqualTo(new[]
        {
            new UsageLimit("five_hour", 42.5, DateTimeOffset.FromUnixTimeSeconds(1795374145)), new UsageLimit("seven_day", 77, null),
        }));
    }

    [Test]
    public void Conversation_IsRead() =>
        Assert.That(StatusLine.Parse(Json.Bytes("""{"session_id":"a"}"""))?.Conversation, Is.EqualTo("a"));

    [TestCase("{}")]
    [TestCase("""{"model":7,"cost":[],"context_window":null,"rate_limits":"x"}""")]
    [TestCase("""{"cost":{"total_cost_usd":1e300},"context_window":{"total_input_tokens":1e40,"used_percentage":null}}""")]
    public void MissingOrWrongFields_AreUnknown(string json)
    {
        var status = Parse(json)!;
        Assert.That((status.ModelId, status.CostUsd, status.InputTokens, status.ContextUsedPercent, status.Limits.Count), Is.EqualTo(((string?)null, (decimal?)null, (long?)null, (double?)null, 0)));
    }

    [TestCase(-1L)]
    [TestCase(0L)]
    [TestCase(253_402_300_800L)]
    [TestCase(long.MaxValue)]
    public void OddTimes_AreUnknown(long seconds) => Assert.That(
        Parse($$$"""{"rate_limits":{"a":{"used_percentage":1,"resets_at":{{{seconds}}} } } }""")!.Limits.Single().ResetsAt, Is.Null);

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{")]
    public void Garbage_IsNothing(string json) => Assert.That(Parse(json), Is.Null);
}
