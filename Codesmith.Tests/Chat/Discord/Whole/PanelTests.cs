using Codesmith.Protocol;
using Codesmith.Tests.Doubles;
using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Whole;

internal sealed class PanelTests
{
    [Test]
    public async Task Panel_IsOnePinnedMessage_WithoutTheNoticeOfThePin()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);

        await stage.UntilAsync(() => stage.Discord.Messages(channel) is [{ PinnedAt: not null, Embeds.Count: 1 }]);
        await stage.UntilAsync(() => stage.Discord.Read(channel).Contains("**ready**", StringComparison.Ordinal));
    }

    [Test]
    public async Task Panel_IsThereWithoutTheRightToPin()
    {
        await using var stage = await SupervisorStage.StartAsync(Permission.ManageChannels);
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        ulong message = stage.Discord.Say(stage.Alice, channel, "hello");
        await stage.UntilSignsAsync(channel, message, "👀", "✅");

        Assert.That(stage.Discord.Messages(channel).Count(post => post.Embeds.Count == 1), Is.EqualTo(1));
        Assert.That(stage.Discord.Messages(channel).Select(post => post.PinnedAt), Is.All.Null);
        await stage.UntilPostsAsync(channel, "HELLO");
    }

    [Test]
    public async Task ChangingPanel_IsEditedAtACalmPace_AndCalmerWhenItIsOld()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        var worker = await stage.Program.Workers.NextAsync();
        ulong panel = PanelOf(stage, channel).Id;

        await ReportAsync(stage, worker, TimeSpan.FromSeconds(20));
        var young = Edits(stage, panel);
        Assert.That(young.Count, Is.InRange(2, 8), "the slower the machine, the fewer");
        Assert.That(Gaps(young), Is.All.GreaterThanOrEqualTo(TimeSpan.FromSeconds(3)));

        stage.Clock.Advance(TimeSpan.FromMinutes(61));
        await stage.PassAsync(TimeSpan.FromSeconds(25));
        int before = Edits(stage, panel).Count;
        await ReportAsync(stage, worker, TimeSpan.FromSeconds(70));
        var old = Edits(stage, panel).Skip(before).ToList();
        Assert.That(old.Count, Is.InRange(2, 4));
        Assert.That(Gaps(old), Is.All.GreaterThanOrEqualTo(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public async Task PanelThatSaysTheSame_IsNotEdited()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        var worker = await stage.Program.Workers.NextAsync();
        var panel = PanelOf(stage, channel);
        worker.Emit(Status(7));
        await stage.UntilAsync(() => stage.Discord.Read(channel).Contains("Tokens in: 7", StringComparison.Ordinal));
        await stage.PassAsync(TimeSpan.FromSeconds(4));
        int edits = Edits(stage, panel.Id).Count;

        for (int time = 0; time < 10; time++)
        {
            worker.Emit(Status(7));
            await stage.PassAsync(TimeSpan.FromSeconds(1));
        }

        Assert.That(Edits(stage, panel.Id), Has.Count.EqualTo(edits));
    }

    [Test]
    public async Task Shutdown_LeavesThePanelAsItIsThen_AndTheNextProgramUsesIt()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        ulong panel = PanelOf(stage, channel).Id;

        await stage.StopProgramAsync();
        Assert.That(stage.Discord.Read(channel), Does.Contain("**asleep**"));

        await stage.StartProgramAsync();
        ulong message = stage.Discord.Say(stage.Alice, channel, "hello");
        await stage.UntilSignsAsync(channel, message, "👀", "✅");
        await stage.UntilAsync(() => stage.Discord.Read(channel).Contains("**ready**", StringComparison.Ordinal));
        Assert.That(PanelOf(stage, channel).Id, Is.EqualTo(panel));
    }

    [TestCase(false, TestName = "PanelThatSomebodyRemoves_IsMadeAnewAtOnce")]
    [TestCase(true, TestName = "PanelThatSomebodyRemovedMeanwhile_IsMadeAnewByTheNextProgram")]
    public async Task PanelThatSomebodyRemoves_IsMadeAnew(bool isMeanwhile)
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        await stage.UntilAsync(() => PanelOf(stage, channel).PinnedAt is not null);
        ulong panel = PanelOf(stage, channel).Id;
        if (isMeanwhile)
            await stage.StopProgramAsync();

        stage.Discord.DeleteMessage(stage.Discord.OwnerOf(stage.Guild), channel, panel);
        if (isMeanwhile)
        {
            await stage.StartProgramAsync();
            stage.Discord.Say(stage.Alice, channel, "hello");
        }

        await stage.UntilAsync(() => stage.Discord.Messages(channel).Count(
            message => message.PinnedAt is not null && message.Embeds.Count == 1) == 1);
        await stage.PassAsync(TimeSpan.FromSeconds(5));
        Assert.That(PanelOf(stage, channel).Id, Is.Not.EqualTo(panel));
    }

    private static Message PanelOf(SupervisorStage stage, ulong channel) =>
        stage.Discord.Messages(channel).Single(message => message.Embeds.Count > 0);

    private static StatusReported Status(long tokens) =>
        new(new AgentStatus("model", null, tokens, null, null, null, null, []));

    /// <summary>Reports something new twice a second.</summary>
    private static async Task ReportAsync(SupervisorStage stage, FakeWorker worker, TimeSpan time)
    {
        var end = stage.Clock.GetUtcNow() + time;
        for (long tokens = 100; stage.Clock.GetUtcNow() < end; tokens++)
        {
            worker.Emit(Status(tokens));
            await stage.PassAsync(TimeSpan.FromSeconds(0.5));
        }
    }

    private static List<DateTimeOffset> Edits(SupervisorStage stage, ulong panel) =>
    [
        .. stage.Discord.Requests
            .Where(request => request.Route.StartsWith("PATCH", StringComparison.Ordinal)
                && request.Path.EndsWith($"/{panel}", StringComparison.Ordinal))
            .Select(request => request.At),
    ];

    private static IEnumerable<TimeSpan> Gaps(IReadOnlyList<DateTimeOffset> times) =>
        times.Zip(times.Skip(1), (first, second) => second - first);
}
