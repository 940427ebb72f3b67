using Codesmith.Supervisor.Chat;
using Codesmith.Tests.Doubles.Discord.Tests;
using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Commands;

internal sealed class CommandRegistrationTests
{
    private const string Get = "GET /applications/{application}/guilds/{guild}/commands";
    private const string Put = "PUT /applications/{application}/guilds/{guild}/commands";

    /// <summary>With a permission missing, a line tells of it when the commands have been seen to.</summary>
    [Test]
    public async Task UnchangedCommands_AreNotRegisteredAgain()
    {
        await using var stage = await DiscordStage.StartAsync(Permission.ManageChannels);
        await stage.ShownAsync();

        await stage.ConnectAsync();
        await stage.ShownAsync();

        Assert.That(stage.Discord.CommandNames(stage.Guild), Is.EqualTo(new[] { "cc" }));
        Assert.That(stage.Discord.RequestCounts[Get], Is.EqualTo(2));
        Assert.That(stage.Discord.RequestCounts[Put], Is.EqualTo(1));
    }

    [Test]
    public async Task ChangedCommands_AreRegisteredAgain()
    {
        await using var stage = await DiscordStage.PrepareAsync();
        using var bot = new RawBot(stage.Discord);
        await bot.SendAsync(
            "PUT", $"/applications/{stage.Discord.ApplicationId}/guilds/{stage.Guild}/commands",
            """[{"name":"cc","description":"An earlier version","options":[{"type":1,"name":"start","description":"x"}]}]""");

        await stage.ConnectAsync();
        await stage.Discord.UntilAsync(() => stage.Discord.RequestCounts[Put] == 2);
        stage.Discord.InvokeCommand(stage.Alice, stage.General, "cc help");

        Assert.That((await stage.NextAsync<CommandInvoked>()).Name, Is.EqualTo("help"));
    }

    [Test]
    public async Task MissingScope_IsFoundWithTheInvitation()
    {
        await using var stage = await DiscordStage.PrepareAsync();
        stage.Discord.Faults.FailNext(403, route: Get);

        await stage.ConnectAsync(withCommands: false);
        string shown = await stage.ShownAsync();
        var found = (await stage.Chat.CheckAsync(CancellationToken.None)).Where(item => !item.IsMet).ToList();

        string fix = "Invite the bot again, with the scope for commands: https://discord.com/oauth2/authorize"
            + $"?client_id={stage.Discord.ApplicationId}&scope=bot%20applications.commands&permissions=2252143411186768";
        Assert.That(shown, Does.StartWith("discord forge: no commands: ").And.EndsWith(fix));
        Assert.That(found.Select(item => (item.Name, item.Fix)), Is.EqualTo(new[] { ("discord forge", fix) }));
    }

    [Test]
    public async Task OtherFailure_IsNotBlamedOnTheInvitation()
    {
        await using var stage = await DiscordStage.PrepareAsync();
        stage.Discord.Faults.FailNext(400, route: Get);

        await stage.ConnectAsync(withCommands: false);

        Assert.That(
            await stage.ShownAsync(),
            Does.StartWith("discord forge: no commands: ").And.EndsWith("report this if it stays.")
                .And.Not.Contain("Invite"));
    }

    [Test]
    public async Task Check_WithEverythingGranted_FindsNothing()
    {
        await using var stage = await DiscordStage.StartAsync();

        var found = await stage.Chat.CheckAsync(CancellationToken.None);

        Assert.That(found.Select(item => $"{item.Name}: {item.Found}"), Is.EqualTo(new[]
        {
            "discord intent: messages may be read", "discord forge: all permissions",
        }));
        Assert.That(found.Select(item => item.IsMet), Is.All.True);
    }

    [Test]
    public async Task Check_NamesEachMissingPermission()
    {
        await using var stage = await DiscordStage.PrepareAsync(Permission.None);
        stage.Discord.SetPermissions(
            stage.Guild, stage.Guild,
            Permission.Everyone & ~(Permission.AddReactions | Permission.CreatePrivateThreads));
        await stage.ConnectAsync();

        Assert.That(await stage.ShownAsync(), Does.StartWith(
            "discord forge: missing permissions: Add Reactions, Pin Messages, Manage Channels or Create Private Threads."
            + " Give them to the bot's role, or invite it again: https://"));
    }

    [Test]
    public async Task Check_InTheOneChannel_WantsTheRightToMakeThreads()
    {
        await using var stage = await DiscordStage.PrepareAsync();
        stage.Discord.SetPermissions(stage.Guild, stage.Guild, Permission.Everyone & ~Permission.CreatePrivateThreads);
        stage.Options = stage.Options with { Channel = stage.General };
        await stage.ConnectAsync();

        Assert.That(await stage.ShownAsync(), Does.StartWith(
            "discord forge: missing permissions: Create Private Threads. "));
    }

    [Test]
    public async Task Check_FindsAServerOrChannelThatIsNotSeen()
    {
        await using var stage = await DiscordStage.PrepareAsync();
        stage.Options = stage.Options with { Channel = 17, Admission = stage.Options.Admission with { Guilds = [18] } };

        await stage.ConnectAsync(withCommands: false);

        Assert.That(await stage.ShownAsync(), Does.StartWith("discord servers: the bot is on none that it may work on."));
        Assert.That(await stage.ShownAsync(), Is.EqualTo(
            "discord channel: 17 is not seen by the bot. Check CODESMITH_CHANNEL_ID, and let the bot see that channel."));
        Assert.That(stage.Discord.RequestCounts, Does.Not.ContainKey(Get));
    }
}
