using Codesmith.Supervisor.Chat;
using Codesmith.Tests.Doubles.Discord.Gateway;
using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;
using NUnit.Framework.Constraints;

namespace Codesmith.Tests.Chat.Discord.Channels;

/// <summary>Channels that are deleted, put away, or out of reach.</summary>
internal sealed class ChannelLossTests
{
    private static readonly TextPost Words = new("Hello.", IsLive: false);

    [Test]
    public async Task DeletedChannel_IsToldOnce()
    {
        await using var stage = await DiscordStage.StartAsync();
        var opened = await stage.OpenAsync(stage.Alice);

        stage.Discord.DeleteChannel(DiscordStage.Number(opened));

        Assert.That(await stage.NextAsync<ChannelClosed>(), Is.EqualTo(new ChannelClosed(opened.Channel.Id)));
        Assert.That(() => stage.PostAsync(DiscordStage.Number(opened), Words), ThrowsChannelGone);
        await stage.NothingAsync();
    }

    [Test]
    public async Task DeletedChannel_TakesItsThreadsWithIt()
    {
        await using var stage = await DiscordStage.StartAsync(Permission.PinMessages);
        var opened = await stage.OpenAsync(stage.Alice);

        stage.Discord.DeleteChannel(stage.General);

        Assert.That(await stage.NextAsync<ChannelClosed>(), Is.EqualTo(new ChannelClosed(opened.Channel.Id)));
        await stage.NothingAsync();
    }

    [Test]
    public async Task DeletionThatWasNotTold_IsFoundByUse()
    {
        await using var stage = await DiscordStage.StartAsync();
        var opened = await stage.OpenAsync(stage.Alice);
        stage.Discord.GatewayFaults.OnNext("CHANNEL_DELETE", EventFault.Lost);
        stage.Discord.DeleteChannel(DiscordStage.Number(opened));

        Assert.That(() => stage.PostAsync(DiscordStage.Number(opened), Words), ThrowsChannelGone);
        Assert.That(() => stage.PostAsync(DiscordStage.Number(opened), Words), ThrowsChannelGone);

        Assert.That(await stage.NextAsync<ChannelClosed>(), Is.EqualTo(new ChannelClosed(opened.Channel.Id)));
        await stage.NothingAsync();
    }

    [Test]
    public async Task DeletedChannel_IsMadeAnewAtTheNextStart()
    {
        await using var stage = await DiscordStage.StartAsync();
        var before = await stage.OpenAsync(stage.Alice);
        stage.Discord.DeleteChannel(DiscordStage.Number(before));
        await stage.NextAsync<ChannelClosed>();

        var after = await stage.OpenAsync(stage.Alice);

        Assert.That(after.Channel, Is.Not.EqualTo(before.Channel));
        Assert.That(stage.Discord.ReadTree(stage.Guild), Is.EqualTo("#general\ncategory Codesmith\n  #alice\n"));
    }

    [Test]
    public async Task BotThrownOut_ClosesTheChannels()
    {
        await using var stage = await DiscordStage.StartAsync();
        var opened = await stage.OpenAsync(stage.Alice);

        stage.Discord.RemoveMember(stage.Guild, stage.Discord.BotId);

        Assert.That(await stage.NextAsync<ChannelClosed>(), Is.EqualTo(new ChannelClosed(opened.Channel.Id)));
        await stage.NothingAsync();
    }

    [Test]
    public async Task ArchivedThread_IsWokenByWhateverIsDoneThere(
        [Values("post", "edit", "delete", "pin", "receipt")] string call)
    {
        await using var stage = await DiscordStage.StartAsync(Permission.PinMessages);
        ulong thread = DiscordStage.Number(await stage.OpenAsync(stage.Alice));
        ulong post = await stage.PostAsync(thread, Words);
        ulong message = stage.Discord.Say(stage.Alice, thread, "fix it");
        stage.Discord.ArchiveThread(thread);

        var (channel, id) = (DiscordStage.Channel(thread), new PostId($"{post}"));
        await (call switch
        {
            "post" => stage.PostAsync(thread, Words),
            "edit" => stage.EditAsync(thread, post, new TextPost("Hello again.", IsLive: false)),
            "delete" => stage.Chat.DeletePostAsync(channel, id, CancellationToken.None),
            "pin" => stage.Chat.PinPostAsync(channel, id, CancellationToken.None),
            _ => stage.Chat.ShowReceiptAsync(
                channel, new MessageId($"{message}"), Receipt.Received, CancellationToken.None),
        });

        Assert.That(stage.Discord.ReadTree(stage.Guild), Is.EqualTo("#general\n  > codesmith-alice (private)\n"));
    }

    [Test]
    public async Task GonePost_IsToldAsSuch()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong post = await stage.PostAsync(stage.General, Words);
        await stage.Chat.DeletePostAsync(
            DiscordStage.Channel(stage.General), new PostId($"{post}"), CancellationToken.None);

        Assert.That(
            () => stage.EditAsync(stage.General, post, Words),
            Throws.TypeOf<ChatException>().With.Property(nameof(ChatException.Failure)).EqualTo(ChatFailure.PostGone));
    }

    private static IResolveConstraint ThrowsChannelGone =>
        Throws.TypeOf<ChatException>()
            .With.Property(nameof(ChatException.Failure)).EqualTo(ChatFailure.ChannelGone);
}
