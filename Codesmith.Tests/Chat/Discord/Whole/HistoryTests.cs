using Codesmith.Protocol;
using Codesmith.Supervisor.Chat.Discord;
using Codesmith.Tests.Doubles;
using Codesmith.Tests.Doubles.Discord.Gateway;
using Codesmith.Tests.Doubles.Discord.RateLimits;
using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Whole;

/// <summary>What is found in the history that no event told, and what is not to be found there.</summary>
internal sealed class HistoryTests
{
    private const string ReadHistory = "GET /channels/{channel}/messages";
    private const string ReadMember = "GET /guilds/{guild}/members/{user}";

    /// <summary>Of the clock, while a minute goes by.</summary>
    private static readonly TimeSpan LongStep = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(75);

    [Test]
    public async Task MessagesOfWhoLostTheRole_AreNotTakenFromTheHistory()
    {
        await using var stage = await SupervisorStage.StartAsync();
        await stage.StopProgramAsync();
        ulong role = stage.Discord.CreateRole(stage.Guild, "smiths", Permission.None);
        stage.Discord.SetRoles(stage.Guild, stage.Alice, role);
        stage.Admission = new DiscordAdmission([], [role], []);
        await stage.StartProgramAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);

        await stage.CutConnectionAsync(forgets: true);
        ulong one = stage.Discord.Say(stage.Alice, channel, "one");
        await stage.AllowConnectionAsync();
        await stage.UntilSignsAsync(channel, one, "👀", "✅");
        await stage.CutConnectionAsync(forgets: true);
        stage.Discord.Say(stage.Alice, channel, "two");
        stage.Discord.SetRoles(stage.Guild, stage.Alice);
        int asked = stage.Requests(ReadMember).Count;
        await stage.AllowConnectionAsync();

        await stage.UntilAsync(() => stage.Requests(ReadMember).Count > asked);
        await stage.PassAsync(TimeSpan.FromSeconds(1));
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "one" }));
    }

    [Test]
    public async Task HistoryThatIsShownLater_HoldsNoPromptsFromBeforeTheSession()
    {
        await using var stage = await SupervisorStage.StartAsync();
        stage.Discord.Say(stage.Alice, stage.General, "Lunch?");
        stage.Discord.SetOverwrite(stage.General, History(stage, isShown: false));
        await stage.StartSessionAsync(stage.Alice, isHere: true);

        stage.Discord.SetOverwrite(stage.General, History(stage, isShown: true));
        await stage.PassAsync(Look, LongStep);

        ulong message = stage.Discord.Say(stage.Alice, stage.General, "fix it");
        await stage.UntilSignsAsync(stage.General, message, "👀", "✅");
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "fix it" }));
    }

    [Test]
    public async Task LostEditsAndDeletionsOfWaitingMessages_AreFoundWithinAMinute()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        var worker = await stage.Program.Workers.NextAsync();
        stage.OnPrompt = SupervisorStage.Accept;
        ulong inWork = stage.Discord.Say(stage.Alice, channel, "in work");
        await stage.UntilSignsAsync(channel, inWork, "👀", "⚙️");
        ulong changed = stage.Discord.Say(stage.Alice, channel, "old text");
        ulong removed = stage.Discord.Say(stage.Alice, channel, "removed");
        await stage.UntilSignsAsync(channel, removed, "👀", "⏳");

        stage.Discord.GatewayFaults.OnNext("MESSAGE_UPDATE", EventFault.Lost);
        stage.Discord.EditMessage(stage.Alice, channel, changed, "new text");
        stage.Discord.GatewayFaults.OnNext("MESSAGE_DELETE", EventFault.Lost);
        stage.Discord.DeleteMessage(stage.Alice, channel, removed);
        await stage.PassAsync(Look, LongStep);
        stage.OnPrompt = FakeWorker.Obey;
        worker.Emit(new TurnEnded(TurnOutcome.Completed));

        await stage.UntilSignsAsync(channel, changed, "👀", "✅");
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "in work", "new text" }));
    }

    [Test]
    public async Task NoticeOfAPin_ThatNoEventTold_IsRemoved()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        await stage.UntilAsync(() => Panel(stage, channel) is { PinnedAt: not null } && Notices(stage, channel) == 0);

        // That of the panel, and that of the notice.
        stage.Discord.GatewayFaults.OnNext("MESSAGE_CREATE", EventFault.Lost);
        stage.Discord.GatewayFaults.OnNext("MESSAGE_CREATE", EventFault.Lost);
        stage.Discord.DeleteMessage(stage.Discord.OwnerOf(stage.Guild), channel, Panel(stage, channel)!.Id);
        await stage.UntilAsync(() => Notices(stage, channel) == 1);

        await stage.UntilAsync(() => Notices(stage, channel) == 0, LongStep);
    }

    [Test]
    public async Task HistoryThatIsNotFound_DoesNotCloseTheChannel()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        int looks = stage.Requests(ReadHistory).Count;
        stage.Discord.Faults.FailNext(404, route: ReadHistory);
        await stage.UntilAsync(() => stage.Requests(ReadHistory).Count > looks, LongStep);

        ulong message = stage.Discord.Say(stage.Alice, channel, "hello");

        await stage.UntilSignsAsync(channel, message, "👀", "✅");
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "hello" }));
    }

    [Test]
    public async Task HistoryThatIsLimitedForLong_HoldsUpNoOtherChannel()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong alices = await stage.StartSessionAsync(stage.Alice);
        ulong bobs = await stage.StartSessionAsync(stage.Bob);
        stage.Discord.Faults.LimitNext(
            RateLimitScope.Shared, TimeSpan.FromMinutes(10), $"GET /channels/{alices}/messages");
        await stage.UntilAsync(() => stage.Discord.TooManyRequests.Count == 1, LongStep);

        stage.Discord.GatewayFaults.OnNext("MESSAGE_CREATE", EventFault.Lost);
        ulong lost = stage.Discord.Say(stage.Bob, bobs, "lost");
        await stage.PassAsync(Look, LongStep);

        await stage.UntilSignsAsync(bobs, lost, "👀", "✅");
    }

    [Test]
    public async Task ServerThatIsGoneWhenTheSessionIsNew_EndsItsSessions()
    {
        await using var stage = await SupervisorStage.StartAsync();
        await stage.StartSessionAsync(stage.Alice);
        Assert.That(stage.Program.Workers.Running, Is.EqualTo(1));
        await stage.CutConnectionAsync(forgets: true);
        stage.Discord.RemoveMember(stage.Guild, stage.Discord.BotId);

        await stage.AllowConnectionAsync();

        await stage.UntilAsync(() => stage.Program.Workers.Running == 0);
    }

    [Test]
    public async Task Mention_ByWhoHasNoSession_IsAnsweredOnceWhateverIsRestarted()
    {
        await using var stage = await SupervisorStage.StartAsync();
        await stage.StartSessionAsync(stage.Alice, isHere: true);
        ulong mention = stage.Discord.Say(stage.Bob, stage.General, $"<@{stage.Discord.BotId}> hello");
        await stage.UntilSignsAsync(stage.General, mention, "❌");
        int hints = Hints();

        await stage.StopProgramAsync();
        int looks = stage.Requests(ReadHistory).Count;
        await stage.StartProgramAsync();
        await stage.UntilAsync(() => stage.Requests(ReadHistory).Count > looks);
        await stage.PassAsync(TimeSpan.FromSeconds(2));

        Assert.That(hints, Is.EqualTo(1));
        Assert.That(Hints(), Is.EqualTo(hints));

        int Hints() => stage.Discord.Messages(stage.General).Count(message => message.Reference?.Id == mention);
    }

    private static Overwrite History(SupervisorStage stage, bool isShown) => new(
        stage.Discord.BotId, IsMember: true, isShown ? Permission.ReadMessageHistory : Permission.None,
        isShown ? Permission.None : Permission.ReadMessageHistory);

    private static Message? Panel(SupervisorStage stage, ulong channel) =>
        stage.Discord.Messages(channel).FirstOrDefault(message => message.Embeds.Count > 0);

    private static int Notices(SupervisorStage stage, ulong channel) =>
        stage.Discord.Messages(channel).Count(message => message.Kind == MessageKind.PinNotice);
}
