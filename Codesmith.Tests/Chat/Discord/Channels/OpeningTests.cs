using Codesmith.Supervisor.Chat;
using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Channels;

/// <summary>Where a channel may be asked for, and what is written while it is being opened.</summary>
internal sealed class OpeningTests
{
    private const string MakeChannel = "POST /guilds/{guild}/channels";
    private const string AddMember = "PUT /channels/{channel}/thread-members/{user}";
    private const string ReadHistory = "GET /channels/{channel}/messages";

    [TestCase(DiscordStage.BotRole, MakeChannel, "alice")]
    [TestCase(Permission.PinMessages, AddMember, "codesmith-alice")]
    public async Task MessagesInAChannelThatIsBeingMade_AreToldWhenItIsOpen(
        Permission botRole, string lastRequest, string name)
    {
        await using var stage = await DiscordStage.StartAsync(botRole);
        await stage.OpenAsync(stage.Bob); // and with it the category
        var making = stage.Discord.Faults.HoldNextAnswer(lastRequest);
        var opening = stage.OpenAsync(stage.Alice);
        await stage.Discord.UntilAsync(
            () => stage.Discord.ReadTree(stage.Guild, stage.Alice).Contains(name, StringComparison.Ordinal));
        ulong channel = stage.Discord.ChannelNamed(stage.Guild, name);

        await WriteAsync(stage, channel);
        making.SetResult();
        var opened = await opening;

        Assert.That(opened.Newest.Value, Is.EqualTo($"{channel}"), "the next program begins there as well");
        await ExpectWrittenAsync(stage);
    }

    [Test]
    public async Task MessagesSinceTheStart_AreToldWhenTheSharedChannelIsOpen([Values] bool hasOtherSession)
    {
        await using var stage = await DiscordStage.StartAsync();
        if (hasOtherSession)
            await stage.OpenAsync(stage.Bob, ChannelPlace.Here);
        stage.Discord.Say(stage.Alice, stage.General, "before");
        await AskAsync(stage, stage.Alice, stage.General);
        var reading = stage.Discord.Faults.HoldNext(ReadHistory);
        var opening = stage.OpenAsync(stage.Alice, ChannelPlace.Here);

        await WriteAsync(stage, stage.General);
        reading.SetResult();
        await opening;

        await ExpectWrittenAsync(stage);
    }

    [Test]
    public async Task MessagesWhileAnOpeningFails_AreToldAfterIt()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong own = DiscordStage.Number(await stage.OpenAsync(stage.Alice));
        var reading = stage.Discord.Faults.HoldNext("GET /channels/{channel}");
        var opening = stage.OpenAsync(stage.Alice);

        await WriteAsync(stage, own);
        stage.Discord.Faults.FailNext(400, route: ReadHistory);
        reading.SetResult();

        Assert.That(() => opening, Throws.TypeOf<ChatException>());
        await ExpectWrittenAsync(stage);
    }

    [Test]
    public async Task ServerThatComesLate_IsWaitedFor()
    {
        await using var stage = await DiscordStage.StartAsync();
        stage.Discord.GatewayFaults.WithholdsGuilds = true;
        await stage.ConnectAsync(withCommands: false);
        await AskAsync(stage, stage.Alice, stage.General);

        var opening = stage.OpenAsync(stage.Alice);
        await stage.NothingAsync();
        Assert.That(opening.IsCompleted, Is.False);
        stage.Discord.TellOfGuild(stage.Guild);
        await opening;

        Assert.That(stage.Discord.ReadTree(stage.Guild), Is.EqualTo("#general\ncategory Codesmith\n  #alice\n"));
    }

    [Test]
    public async Task ChannelThatTheBotDoesNotSee_IsNoPlace_ButAnOwnOneMayBeAskedForThere()
    {
        await using var stage = await DiscordStage.PrepareAsync();
        ulong hidden = stage.Discord.CreateChannel(
            stage.Guild, "hidden",
            overwrites: new Overwrite(stage.Discord.BotId, IsMember: true, Permission.None, Permission.ViewChannel));
        await stage.ConnectAsync();
        await AskAsync(stage, stage.Alice, hidden);

        Assert.That(
            () => stage.OpenAsync(stage.Alice, ChannelPlace.Here, hidden),
            Throws.TypeOf<ChatException>()
                .With.Message.EqualTo("Codesmith does not see this channel. Ask in another one."));
        var own = await stage.OpenAsync(stage.Alice, from: hidden);

        Assert.That(own.Channel.IsShared, Is.False);
        Assert.That(
            stage.Discord.ReadTree(stage.Guild), Is.EqualTo("#general\n#hidden\ncategory Codesmith\n  #alice\n"));
    }

    [Test]
    public async Task ThreadThatWasPutAwayBeforeTheStart_IsAPlaceAsAnyOther()
    {
        await using var stage = await DiscordStage.PrepareAsync();
        ulong thread = stage.Discord.StartThread(stage.Alice, stage.General, "talk");
        stage.Discord.ArchiveThread(thread);
        await stage.ConnectAsync();

        var here = await stage.OpenAsync(stage.Alice, ChannelPlace.Here, thread);

        Assert.That(here.Channel, Is.EqualTo(new SessionChannel(DiscordStage.Channel(thread), IsShared: true)));
    }

    /// <summary>Alice writes, changes and removes; done when the bot has heard of all that.</summary>
    private static async Task WriteAsync(DiscordStage stage, ulong channel)
    {
        ulong changed = stage.Discord.Say(stage.Alice, channel, "old text");
        ulong removed = stage.Discord.Say(stage.Alice, channel, "removed");
        stage.Discord.EditMessage(stage.Alice, channel, changed, "one");
        stage.Discord.DeleteMessage(stage.Alice, channel, removed);
        stage.Discord.Say(stage.Alice, channel, "two");
        // Events come in order: nothing was told before this one.
        await AskAsync(stage, stage.Bob, stage.General);
    }

    private static async Task ExpectWrittenAsync(DiscordStage stage)
    {
        foreach (string text in new[] { "one", "two" })
            Assert.That((await stage.NextAsync<MessageReceived>()).Text, Is.EqualTo(text));
        await stage.NothingAsync();
    }

    private static async Task AskAsync(DiscordStage stage, ulong user, ulong channel)
    {
        stage.Discord.InvokeCommand(user, channel, "cc start");
        Assert.That((await stage.NextAsync<CommandInvoked>()).User, Is.EqualTo(DiscordStage.User(user)));
    }
}
