using Codesmith.Supervisor.Chat;
using Codesmith.Tests.Doubles.Discord.Gateway;
using Codesmith.Tests.Doubles.Discord.Tests;
using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord;

internal sealed class AdmissionTests
{
    private const string NotYou = "codesmith (only you see this): You may not use Codesmith here. Ask who runs it.\n";

    [Test]
    public async Task OnlyListedUsersAndRoles_AreAdmitted()
    {
        await using var stage = await DiscordStage.PrepareAsync();
        ulong role = stage.Discord.CreateRole(stage.Guild, "smiths", Permission.None);
        ulong carol = stage.Discord.CreateMember(stage.Guild, "carol", role);
        stage.Options = stage.Options with
        {
            Admission = stage.Options.Admission with { Roles = [role], Users = [stage.Alice] },
        };
        await stage.ConnectAsync();

        Assert.That(await RefusalAsync(stage, stage.Bob), Is.EqualTo(NotYou));
        foreach (ulong user in new[] { stage.Alice, carol })
        {
            stage.Discord.InvokeCommand(user, stage.General, "cc help");
            Assert.That((await stage.NextAsync<CommandInvoked>()).User, Is.EqualTo(DiscordStage.User(user)));
        }
    }

    [Test]
    public async Task UnlistedServer_IsRefused()
    {
        await using var stage = await DiscordStage.PrepareAsync();
        using var bot = new RawBot(stage.Discord);
        ulong other = stage.Discord.CreateGuild("elsewhere");
        ulong channel = stage.Discord.CreateChannel(other, "lobby");
        stage.Discord.AddMember(other, stage.Alice);
        await bot.SendAsync("PUT", $"/applications/{stage.Discord.ApplicationId}/guilds/{other}/commands", Help);
        stage.Options = stage.Options with { Admission = stage.Options.Admission with { Guilds = [stage.Guild] } };
        await stage.ConnectAsync();

        Assert.That(await RefusalAsync(stage, stage.Alice, channel), Is.EqualTo(
            "codesmith (only you see this): Codesmith is not used on this server.\n"));
    }

    [Test]
    public async Task OtherChannelThanTheOne_IsRefused()
    {
        await using var stage = await DiscordStage.PrepareAsync();
        ulong other = stage.Discord.CreateChannel(stage.Guild, "lobby");
        stage.Options = stage.Options with { Channel = stage.General };
        await stage.ConnectAsync();
        ulong thread = DiscordStage.Number(await stage.OpenAsync(stage.Alice));

        Assert.That(await RefusalAsync(stage, stage.Alice, other), Is.EqualTo(
            "codesmith (only you see this): Codesmith is used in #general.\n"));
        foreach (ulong channel in new[] { stage.General, thread })
        {
            stage.Discord.InvokeCommand(stage.Alice, channel, "cc help");
            Assert.That((await stage.NextAsync<CommandInvoked>()).Channel, Is.EqualTo(DiscordStage.Channel(channel)));
        }
    }

    [Test]
    public async Task ThreadThatWasPutAwayBeforeTheStart_IsStillAPlace()
    {
        await using var stage = await DiscordStage.PrepareAsync();
        stage.Options = stage.Options with { Channel = stage.General };
        await stage.ConnectAsync();
        ulong thread = DiscordStage.Number(await stage.OpenAsync(stage.Alice));
        stage.Discord.ArchiveThread(thread);
        await stage.ConnectAsync();

        stage.Discord.InvokeCommand(stage.Alice, thread, "cc help");

        Assert.That((await stage.NextAsync<CommandInvoked>()).Channel, Is.EqualTo(DiscordStage.Channel(thread)));
    }

    [Test]
    public async Task WhoLosesTheRole_IsNotHeardAnyMore_AlsoInTheirOwnChannel()
    {
        await using var stage = await DiscordStage.PrepareAsync();
        ulong role = stage.Discord.CreateRole(stage.Guild, "smiths", Permission.None);
        stage.Discord.SetRoles(stage.Guild, stage.Alice, role);
        stage.Options = stage.Options with { Admission = stage.Options.Admission with { Roles = [role] } };
        await stage.ConnectAsync();
        ulong own = DiscordStage.Number(await stage.OpenAsync(stage.Alice));

        stage.Discord.Say(stage.Alice, own, "heard");
        Assert.That((await stage.NextAsync<MessageReceived>()).Text, Is.EqualTo("heard"));
        stage.Discord.SetRoles(stage.Guild, stage.Alice);
        stage.Discord.Say(stage.Alice, own, "not heard");

        await stage.NothingAsync();
    }

    [Test]
    public async Task SessionElsewhereThanInTheOneChannel_IsNotHeardAnyMore()
    {
        await using var stage = await DiscordStage.StartAsync();
        var own = await stage.OpenAsync(stage.Alice);
        stage.Options = stage.Options with { Channel = stage.General };
        await stage.ConnectAsync();
        stage.Chat.Remember(own.Channel, DiscordStage.User(stage.Alice), own.Newest, waiting: []);

        stage.Discord.Say(stage.Alice, DiscordStage.Number(own), "not heard");

        await stage.NothingAsync();
    }

    [Test]
    public async Task ThreadThatNoEventToldOf_IsHeardAtOnce()
    {
        await using var stage = await DiscordStage.PrepareAsync();
        stage.Options = stage.Options with { Channel = stage.General };
        await stage.ConnectAsync();
        var own = await stage.OpenAsync(stage.Alice);
        stage.Discord.ArchiveThread(DiscordStage.Number(own));
        await stage.ConnectAsync();
        stage.Chat.Remember(own.Channel, DiscordStage.User(stage.Alice), own.Newest, waiting: []);

        stage.Discord.GatewayFaults.OnNext("THREAD_UPDATE", EventFault.Lost);
        stage.Discord.Say(stage.Alice, DiscordStage.Number(own), "heard");

        Assert.That((await stage.NextAsync<MessageReceived>()).Text, Is.EqualTo("heard"));
    }

    [Test]
    public async Task DirectMessages_AreRefused()
    {
        await using var stage = await DiscordStage.StartAsync();
        using var bot = new RawBot(stage.Discord);
        await bot.SendAsync("PUT", $"/applications/{stage.Discord.ApplicationId}/commands", Help);

        Assert.That(await RefusalAsync(stage, stage.Alice, stage.Discord.DirectMessages(stage.Alice)), Is.EqualTo(
            "codesmith (only you see this): Use that on the server, not here.\n"));
    }

    private const string Help =
        """[{"name":"cc","description":"x","options":[{"type":1,"name":"help","description":"x"}]}]""";

    private static async Task<string> RefusalAsync(DiscordStage stage, ulong user, ulong? channel = null)
    {
        var run = stage.Discord.InvokeCommand(user, channel ?? stage.General, "cc help");
        await stage.AnsweredAsync(run);
        await stage.NothingAsync();
        return stage.Read(run);
    }
}
