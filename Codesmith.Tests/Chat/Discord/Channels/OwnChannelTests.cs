using Codesmith.Supervisor.Chat;
using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Channels;

internal sealed class OwnChannelTests
{
    private const string MakeChannel = "POST /guilds/{guild}/channels";

    [Test]
    public async Task Own_IsSeenByItsUserAndTheBotOnly()
    {
        await using var stage = await DiscordStage.StartAsync();

        var opened = await stage.OpenAsync(stage.Alice);
        ulong own = DiscordStage.Number(opened);
        await stage.PostAsync(own, new TextPost("Hello.", IsLive: false));

        Assert.That(opened.Channel.IsShared, Is.False);
        Assert.That(Tree(stage, stage.Alice), Is.EqualTo("#general\ncategory Codesmith\n  #alice\n"));
        Assert.That(Tree(stage, stage.Bob), Is.EqualTo("#general\ncategory Codesmith\n"));
        Assert.That(stage.Discord.Read(own, stage.Alice), Is.EqualTo("codesmith: Hello.\n"));
    }

    [Test]
    public async Task Own_HearsItsUserWithoutBeingNamed()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong own = DiscordStage.Number(await stage.OpenAsync(stage.Alice));

        stage.Discord.Say(stage.Alice, own, "fix it");

        var told = await stage.NextAsync<MessageReceived>();
        Assert.That((told.Text, told.IsAddressed), Is.EqualTo(("fix it", true)));
    }

    [Test]
    public async Task Own_HearsOthersOnlyWhenTheyNameTheBot()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong own = DiscordStage.Number(await stage.OpenAsync(stage.Alice));

        stage.Discord.Say(stage.Discord.OwnerOf(stage.Guild), own, "Is all well here?");
        stage.Discord.Say(stage.Discord.OwnerOf(stage.Guild), own, $"<@{stage.Discord.BotId}> And you?");

        var told = await stage.NextAsync<MessageReceived>();
        Assert.That((told.Text, told.IsAddressed), Is.EqualTo(("And you?", true)));
    }

    [TestCase(404)]
    [TestCase(403)]
    public async Task Own_IsMadeAlsoForWhomDiscordDoesNotName(int status)
    {
        await using var stage = await DiscordStage.StartAsync();
        stage.Discord.Faults.FailNext(status, route: "GET /guilds/{guild}/members/{user}");

        await stage.OpenAsync(stage.Alice);

        Assert.That(Tree(stage), Is.EqualTo($"#general\ncategory Codesmith\n  #{stage.Alice}\n"));
    }

    [Test]
    public async Task StartsAtOnce_ShareChannelAndCategory()
    {
        await using var stage = await DiscordStage.StartAsync();

        var atOnce = await Task.WhenAll(
            stage.OpenAsync(stage.Alice), stage.OpenAsync(stage.Alice), stage.OpenAsync(stage.Bob));
        var later = await stage.OpenAsync(stage.Alice);

        Assert.That(atOnce[..2], Is.All.EqualTo(later));
        Assert.That(Tree(stage), Is.EqualTo("#general\ncategory Codesmith\n  #alice\n  #bob\n"));
    }

    [Test]
    public async Task NewProgram_FindsTheChannelByItsTopic()
    {
        await using var stage = await DiscordStage.StartAsync();
        var before = await stage.OpenAsync(stage.Alice);
        await stage.OpenAsync(stage.Bob);

        await stage.ConnectAsync();
        var after = await stage.OpenAsync(stage.Alice);

        Assert.That(after, Is.EqualTo(before));
        Assert.That(stage.Discord.RequestCounts[MakeChannel], Is.EqualTo(3), "A category and two channels.");
    }

    [Test]
    public async Task ChannelHiddenFromTheBot_IsMadeAnew()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong hidden = DiscordStage.Number(await stage.OpenAsync(stage.Alice));
        stage.Discord.SetOverwrite(
            hidden, new Overwrite(stage.Discord.BotId, IsMember: true, Permission.None, Permission.ViewChannel));

        await stage.ConnectAsync();
        ulong anew = DiscordStage.Number(await stage.OpenAsync(stage.Alice));

        Assert.That(anew, Is.Not.EqualTo(hidden));
        Assert.That(Tree(stage, stage.Alice), Is.EqualTo("#general\ncategory Codesmith\n  #alice\n  #alice\n"));
    }

    [Test]
    public async Task WithoutManageChannels_IsPrivateThreadWithItsUser()
    {
        await using var stage = await DiscordStage.StartAsync(Permission.PinMessages);

        var opened = await stage.OpenAsync(stage.Alice);
        var again = await stage.OpenAsync(stage.Alice);

        Assert.That(opened.Channel.IsShared, Is.False);
        Assert.That(again, Is.EqualTo(opened));
        Assert.That(Tree(stage, stage.Alice), Is.EqualTo("#general\n  > codesmith-alice (private)\n"));
        Assert.That(Tree(stage, stage.Bob), Is.EqualTo("#general\n"));
    }

    [Test]
    public async Task RememberedThread_IsWokenAndItsUserJoinsAgain()
    {
        await using var stage = await DiscordStage.StartAsync(Permission.PinMessages);
        var opened = await stage.OpenAsync(stage.Alice);
        stage.Discord.LeaveThread(stage.Alice, DiscordStage.Number(opened));
        stage.Discord.ArchiveThread(DiscordStage.Number(opened));

        await stage.ConnectAsync();
        stage.Chat.Remember(opened.Channel, DiscordStage.User(stage.Alice), after: null, waiting: []);
        var again = await stage.OpenAsync(stage.Alice);

        Assert.That(again.Channel, Is.EqualTo(opened.Channel));
        Assert.That(Tree(stage, stage.Alice), Is.EqualTo("#general\n  > codesmith-alice (private)\n"));
    }

    [Test]
    public async Task WithNeitherPermission_IsWhereItWasAsked()
    {
        await using var stage = await DiscordStage.PrepareAsync(Permission.PinMessages);
        stage.Discord.SetPermissions(
            stage.Guild, stage.Guild, Permission.Everyone & ~Permission.CreatePrivateThreads);
        await stage.ConnectAsync();

        var opened = await stage.OpenAsync(stage.Alice);

        Assert.That(
            opened.Channel, Is.EqualTo(new SessionChannel(DiscordStage.Channel(stage.General), IsShared: true)));
        Assert.That(Tree(stage), Is.EqualTo("#general\n"));
    }

    [Test]
    public async Task RefusalWhileMaking_FallsBackToThread(
        [Values(400, 403)] int status, [Values] bool hasCategory)
    {
        await using var stage = await DiscordStage.StartAsync();
        if (hasCategory)
            await stage.OpenAsync(stage.Bob);
        stage.Discord.Faults.FailNext(status, route: MakeChannel);

        await stage.OpenAsync(stage.Alice);

        Assert.That(Tree(stage, stage.Alice), Does.StartWith("#general\n  > codesmith-alice (private)\n"));
        Assert.That(Tree(stage), Does.Not.Contain("#alice"));
    }

    [Test]
    public async Task FullCategory_IsFollowedByAnother()
    {
        await using var stage = await DiscordStage.PrepareAsync();
        ulong category = stage.Discord.CreateChannel(stage.Guild, "Codesmith", ChannelKind.Category);
        for (int number = 0; number < 50; number++)
            stage.Discord.CreateChannel(stage.Guild, $"other-{number}", parent: category);
        await stage.ConnectAsync();

        await stage.OpenAsync(stage.Alice);

        Assert.That(Tree(stage), Does.EndWith("  #other-49\ncategory Codesmith\n  #alice\n"));
    }

    [Test]
    public async Task Here_IsSharedUnlessItIsOnesOwn()
    {
        await using var stage = await DiscordStage.StartAsync();

        var here = await stage.OpenAsync(stage.Alice, ChannelPlace.Here);
        var own = await stage.OpenAsync(stage.Alice);
        var inOwn = await stage.OpenAsync(stage.Alice, ChannelPlace.Here, DiscordStage.Number(own));

        Assert.That(here.Channel, Is.EqualTo(new SessionChannel(DiscordStage.Channel(stage.General), IsShared: true)));
        Assert.That(inOwn, Is.EqualTo(own));
    }

    [Test]
    public async Task Here_WhereTheBotMayNotWrite_IsRefused()
    {
        await using var stage = await DiscordStage.PrepareAsync();
        ulong readOnly = stage.Discord.CreateChannel(
            stage.Guild, "news",
            overwrites: new Overwrite(stage.Guild, IsMember: false, Permission.None, Permission.SendMessages));
        await stage.ConnectAsync();

        Assert.That(
            () => stage.OpenAsync(stage.Alice, ChannelPlace.Here, readOnly),
            Throws.TypeOf<ChatException>()
                .With.Message.EqualTo("Codesmith may not write in this channel. Ask in another one.")
                .And.Property(nameof(ChatException.Failure)).EqualTo(ChatFailure.Refused));
    }

    [Test]
    public async Task OneChannelOnly_HasThreadsInIt()
    {
        await using var stage = await DiscordStage.PrepareAsync();
        stage.Options = stage.Options with { Channel = stage.General };
        await stage.ConnectAsync();

        var own = await stage.OpenAsync(stage.Alice);
        var here = await stage.OpenAsync(stage.Bob, ChannelPlace.Here);
        var fromThread = await stage.OpenAsync(stage.Alice, from: DiscordStage.Number(own));

        Assert.That(here.Channel, Is.EqualTo(new SessionChannel(DiscordStage.Channel(stage.General), IsShared: true)));
        Assert.That(fromThread, Is.EqualTo(own));
        Assert.That(Tree(stage), Is.EqualTo("#general\n  > codesmith-alice (private)\n"));
    }

    [Test]
    public async Task Direct_IsTheUsersDirectMessages()
    {
        await using var stage = await DiscordStage.StartAsync();

        ulong direct = DiscordStage.Number(await stage.OpenAsync(stage.Alice, ChannelPlace.Direct));
        await stage.PostAsync(direct, new TextPost("Your server is gone.", IsLive: false));

        Assert.That(direct, Is.EqualTo(stage.Discord.DirectMessages(stage.Alice)));
        Assert.That(stage.Read(direct), Is.EqualTo("codesmith: Your server is gone.\n"));
    }

    [Test]
    public async Task ClosedDirectMessages_AreRefused()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong direct = DiscordStage.Number(await stage.OpenAsync(stage.Alice, ChannelPlace.Direct));
        stage.Discord.CloseDirectMessages(stage.Alice);

        Assert.That(
            () => stage.PostAsync(direct, new TextPost("Hello?", IsLive: false)),
            Throws.TypeOf<ChatException>().With.Property(nameof(ChatException.Failure)).EqualTo(ChatFailure.Refused));
    }

    private static string Tree(DiscordStage stage, ulong? asUser = null) => stage.Discord.ReadTree(stage.Guild, asUser);
}
