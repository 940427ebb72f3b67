using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Posts;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Posts;

internal sealed class PanelEmbedTests
{
    [TestCase(0, "⬜⬜⬜⬜⬜⬜⬜⬜⬜⬜ 0 %")]
    [TestCase(4, "⬜⬜⬜⬜⬜⬜⬜⬜⬜⬜ 4 %")]
    [TestCase(59.9, "🟩🟩🟩🟩🟩🟩⬜⬜⬜⬜ 60 %")]
    [TestCase(60, "🟨🟨🟨🟨🟨🟨⬜⬜⬜⬜ 60 %")]
    [TestCase(85, "🟥🟥🟥🟥🟥🟥🟥🟥⬜⬜ 85 %")]
    [TestCase(100, "🟥🟥🟥🟥🟥🟥🟥🟥🟥🟥 100 %")]
    [TestCase(1e9, "🟥🟥🟥🟥🟥🟥🟥🟥🟥🟥 1000000000 %")]
    [TestCase(-5, "⬜⬜⬜⬜⬜⬜⬜⬜⬜⬜ -5 %")]
    public void Context_IsABar(double used, string bar) => Assert.That(
        PanelEmbed.Of(Showing(Nothing with { ContextUsedPercent = used }), default).Fields,
        Is.EqualTo(new[] { new EmbedField("Context", bar, Inline: false) }));

    [TestCase("0", "$0.00")]
    [TestCase("0.0567", "$0.0567")]
    [TestCase("12.3", "$12.30")]
    [TestCase("1234.56789", "$1234.5679")]
    public void Cost_HasCentsAtLeast(string cost, string shown) => Assert.That(
        PanelEmbed.Of(
            Showing(Nothing with { CostUsd = decimal.Parse(cost, System.Globalization.CultureInfo.InvariantCulture) }),
            default).Fields,
        Is.EqualTo(new[] { new EmbedField("Cost", shown, Inline: true) }));

    [Test]
    public void Activities_HaveColoursOfTheirOwn()
    {
        var colours = Enum.GetValues<SessionActivity>()
            .Select(activity => PanelEmbed.Of(new Panel(activity, "x", null, null, 0), default).Color);

        Assert.That(colours, Is.Unique.And.All.Not.Null);
    }

    [Test]
    public void LongTexts_AreCut()
    {
        var limits = Enumerable.Range(0, 100).Select(number => new UsageLimit($"window_{number}", 1, null)).ToList();

        var status = Nothing with { ModelName = new string('x', 5000), Limits = limits };
        var fields = PanelEmbed.Of(Showing(status), default).Fields;

        Assert.That(fields!.Select(field => field.Value.Length), Is.EqualTo(new[] { 1024, 1024 }));
    }

    private static AgentStatus Nothing => new(null, null, null, null, null, null, null, []);

    private static Panel Showing(AgentStatus status) => new(SessionActivity.Ready, "ready", status, null, 0);
}
