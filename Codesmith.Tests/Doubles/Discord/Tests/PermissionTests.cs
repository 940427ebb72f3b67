using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.Doubles.Discord.Tests;

internal sealed class PermissionTests
{
    [TestCase(Permission.ViewChannel, "POST", "messages", """{"content":"x"}""", 50001)]
    [TestCase(Permission.SendMessages, "POST", "messages", """{"content":"x"}""", 50013)]
    [TestCase(Permission.EmbedLinks, "POST", "messages", """{"embeds":[{"title":"x"}]}""", 50013)]
    [TestCase(Permission.ReadMessageHistory, "POST", "messages", """{"content":"x","message_reference":{"message_id":"MESSAGE"}}""", 160002)]
    [TestCase(Permission.AddReactions, "PUT", "messages/MESSAGE/reactions/%E2%9C%85/@me", null, 50013)]
    [TestCase(Permission.CreatePublicThreads, "POST", "messages/MESSAGE/threads", """{"name":"x"}""", 50013)]
    [TestCase(Permission.CreatePrivateThreads, "POST", "threads", """{"name":"x","type":12}""", 50013)]
    [TestCase(Permission.PinMessages, "PUT", "messages/pins/MESSAGE", null, 50013)]
    [TestCase(Permission.ManageMessages, "DELETE", "messages/MESSAGE", null, 50013)]
    [TestCase(Permission.ManageChannels, "PATCH", "", """{"name":"x"}""", 50013)]
    public async Task Missing_IsRefusedAndItsPresenceIsNot(
        Permission needed, string method, string path, string? body, int code)
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var role = test.Discord.CreateRole(test.Guild, "bot", needed);
        test.Discord.SetRoles(test.Guild, test.Discord.BotId, role);
        test.Discord.SetPermissions(test.Guild, test.Guild, Permission.Everyone & ~needed);
        var message = test.Discord.Say(test.Owner, test.Channel, "x");
        var url = $"/channels/{test.Channel}/{Filled(path)}".TrimEnd('/');
        test.Discord.SetRoles(test.Guild, test.Discord.BotId);

        var refused = await test.Bot.SendAsync(method, url, Filled(body));
        test.Discord.SetRoles(test.Guild, test.Discord.BotId, role);
        test.Clock.Advance(TimeSpan.FromSeconds(1));
        var granted = await test.Bot.SendAsync(method, url, Filled(body));

        Assert.That(refused.Code, Is.EqualTo(code));
        Assert.That(granted.Status, Is.InRange(200, 204), granted.Text);
        Assert.That(test.Discord.Violations, Is.Empty);

        string? Filled(string? text) => text?.Replace("MESSAGE", $"{message}", StringComparison.Ordinal);
    }

    [Test]
    public async Task Files_NeedTheirPermission()
    {
        await using var test = await DoubleUnderTest.StartAsync();

        Assert.That((await SendFileAsync()).Status, Is.EqualTo(200));
        test.Discord.SetPermissions(test.Guild, test.Guild, Permission.Everyone & ~Permission.AttachFiles);
        Assert.That((await SendFileAsync()).Code, Is.EqualTo(50013));

        async Task<RawBot.RawAnswer> SendFileAsync()
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent([1]), "files[0]", "a.txt" } };
            return await test.Bot.SendAsync("POST", $"/channels/{test.Channel}/messages", form);
        }
    }

    /// <summary>@everyone, then the roles together, then the member: the last word counts.</summary>
    [Test]
    public async Task Overwrites_ApplyInDiscordsOrder()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var (one, two) = (Role("one"), Role("two"));
        var member = test.Discord.CreateMember(test.Guild, "alice", one, two);
        var hidden = test.Discord.CreateChannel(
            test.Guild, "c", overwrites: new Overwrite(test.Guild, false, 0, Permission.ViewChannel));
        Assert.That(Sees(), Is.False);

        test.Discord.SetOverwrite(hidden, new Overwrite(one, false, 0, Permission.ViewChannel));
        test.Discord.SetOverwrite(hidden, new Overwrite(two, false, Permission.ViewChannel, 0));
        Assert.That(Sees(), Is.True);

        test.Discord.SetOverwrite(hidden, new Overwrite(member, true, 0, Permission.ViewChannel));
        Assert.That(Sees(), Is.False);

        test.Discord.SetPermissions(test.Guild, one, Permission.Administrator);
        Assert.That(Sees(), Is.True);

        ulong Role(string name) => test.Discord.CreateRole(test.Guild, name, Permission.None);

        bool Sees() => test.Discord.ReadTree(test.Guild, member).Contains("#c\n", StringComparison.Ordinal);
    }

    [Test]
    public async Task PrivateThread_IsSeenByItsMembersOnly()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var member = test.Discord.CreateMember(test.Guild, "alice");
        var created = await test.Bot.SendAsync("POST", $"/channels/{test.Channel}/threads", """{"name":"work","type":12}""");
        Assert.That(test.Discord.ReadTree(test.Guild, member), Is.EqualTo("#general\n"));

        await test.Bot.SendAsync("PUT", $"/channels/{created.Id}/thread-members/{member}");
        Assert.That(test.Discord.ReadTree(test.Guild, member), Is.EqualTo("#general\n  > work (private)\n"));
        test.Discord.Say(member, created.Id, "hello");

        test.Discord.SetPermissions(test.Guild, test.Guild, Permission.Everyone & ~Permission.SendMessagesInThreads);
        var refused = await test.Bot.SendAsync("POST", $"/channels/{created.Id}/messages", """{"content":"x"}""");
        Assert.That(refused.Code, Is.EqualTo(50013));
    }

    [Test]
    public async Task ArchivedThread_WakesBySendingOnly()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var thread = (await test.Bot.SendAsync("POST", $"/channels/{test.Channel}/threads", """{"name":"work","type":11}""")).Id;
        var message = await test.Bot.PostAsync(thread, """{"content":"a"}""");
        await test.Bot.SendAsync("PATCH", $"/channels/{thread}", """{"archived":true}""");

        var edit = await test.Bot.SendAsync("PATCH", $"/channels/{thread}/messages/{message}", """{"content":"b"}""");
        var archived = await test.Bot.SendAsync("GET", $"/channels/{test.Channel}/threads/archived/public");
        var sent = await test.Bot.SendAsync("POST", $"/channels/{thread}/messages", """{"content":"c"}""");
        var active = await test.Bot.SendAsync("GET", $"/guilds/{test.Guild}/threads/active");
        test.Discord.ArchiveThread(thread, locked: true);
        var locked = await test.Bot.SendAsync("POST", $"/channels/{thread}/messages", """{"content":"d"}""");

        Assert.That(edit.Code, Is.EqualTo(50083));
        Assert.That(archived.Json.GetProperty("threads").GetArrayLength(), Is.EqualTo(1));
        Assert.That(sent.Status, Is.EqualTo(200));
        Assert.That(active.Json.GetProperty("threads").GetArrayLength(), Is.EqualTo(1));
        Assert.That(locked.Code, Is.EqualTo(160005));
    }

    [Test]
    public async Task ClosedDirectMessages_AreRefused()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var opened = await test.Bot.SendAsync("POST", "/users/@me/channels", $$"""{"recipient_id":"{{test.Owner}}"}""");
        Assert.That(opened.Id, Is.EqualTo(test.Discord.DirectMessages(test.Owner)));
        await test.Bot.PostAsync(opened.Id, """{"content":"hello"}""");

        test.Discord.CloseDirectMessages(test.Owner);
        var refused = await test.Bot.SendAsync("POST", $"/channels/{opened.Id}/messages", """{"content":"hello?"}""");

        Assert.That((refused.Status, refused.Code), Is.EqualTo((403, 50007)));
    }

    [Test]
    public async Task Channels_AreMadeInCategoriesWithOverwrites()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var role = test.Discord.CreateRole(test.Guild, "bot", Permission.ManageChannels | Permission.ManageRoles);
        test.Discord.SetRoles(test.Guild, test.Discord.BotId, role);
        var category = await test.Bot.SendAsync("POST", $"/guilds/{test.Guild}/channels", """{"name":"Work","type":4}""");
        var view = (ulong)Permission.ViewChannel;

        var channel = await test.Bot.SendAsync("POST", $"/guilds/{test.Guild}/channels", $$"""
            {"name":"Fix Build","type":0,"parent_id":"{{category.Id}}","permission_overwrites":[
              {"id":"{{test.Guild}}","type":0,"deny":"{{view}}"},{"id":"{{test.Discord.BotId}}","type":1,"allow":"{{view}}"}]}
            """);
        var member = test.Discord.CreateMember(test.Guild, "alice");

        Assert.That(channel.Status, Is.EqualTo(201), channel.Text);
        Assert.That(test.Discord.ReadTree(test.Guild), Is.EqualTo("#general\ncategory Work\n  #fix-build\n"));
        Assert.That(test.Discord.ReadTree(test.Guild, member), Is.EqualTo("#general\ncategory Work\n"));
        Assert.That((await test.Bot.SendAsync("DELETE", $"/channels/{channel.Id}")).Status, Is.EqualTo(200));
        Assert.That((await test.Bot.SendAsync("GET", $"/channels/{channel.Id}")).Code, Is.EqualTo(10003));
    }
}
