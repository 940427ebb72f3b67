using System.Text.Json;
using Codesmith.Tests.Doubles.Discord.Gateway;
using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.Doubles.Discord.Tests;

internal sealed class GatewayTests
{
    private const int WithoutContent = 1 + 512 + 4096;

    [Test]
    public async Task Ready_IsFollowedByTheGuilds()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        test.Discord.CreateChannel(test.Guild, "hidden", overwrites: Hide(test.Guild));

        var (gateway, ready) = await RawGateway.IdentifyAsync(test.Discord);
        using var open = gateway;
        var guild = (await gateway.DispatchAsync("GUILD_CREATE")).GetProperty("d");

        Assert.That(ready.GetProperty("user").GetProperty("id").GetString(), Is.EqualTo($"{test.Discord.BotId}"));
        Assert.That(guild.GetProperty("channels").EnumerateArray().Select(channel => channel.GetProperty("name").GetString()), Is.EqualTo(new[] { "general" }));
        Assert.That(test.Discord.Violations, Is.Empty);
    }

    [TestCase(RawGateway.Everything, "hello")]
    [TestCase(WithoutContent, "")]
    public async Task Content_NeedsItsIntent(int intents, string content)
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(test.Discord, intents);
        using var open = gateway;

        test.Discord.Say(test.Owner, test.Channel, "hello");
        test.Discord.Say(test.Owner, test.Discord.DirectMessages(test.Owner), "private");

        Assert.That(Content(await gateway.DispatchAsync("MESSAGE_CREATE")), Is.EqualTo(content));
        Assert.That(Content(await gateway.DispatchAsync("MESSAGE_CREATE")), Is.EqualTo("private"));
    }

    [Test]
    public async Task HiddenChannels_AreNotHeard()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var hidden = test.Discord.CreateChannel(test.Guild, "hidden", overwrites: Hide(test.Guild));
        var (gateway, _) = await RawGateway.IdentifyAsync(test.Discord);
        using var open = gateway;

        test.Discord.Say(test.Owner, hidden, "secret");
        test.Discord.Say(test.Owner, test.Channel, "open");

        Assert.That(Content(await gateway.DispatchAsync("MESSAGE_CREATE")), Is.EqualTo("open"));
    }

    [Test]
    public async Task Resume_ReplaysWhatWasMissed()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var (lost, ready) = await RawGateway.IdentifyAsync(test.Discord);
        await lost.DispatchAsync("GUILD_CREATE");
        var seen = lost.LastSequence;
        lost.Dispose();
        await test.Discord.UntilAsync(() => test.Discord.Connections.Count == 0);
        test.Discord.Say(test.Owner, test.Channel, "one");
        test.Discord.Say(test.Owner, test.Channel, "two");

        using var gateway = await RawGateway.ConnectAsync(ready.GetProperty("resume_gateway_url").GetString()!);
        await gateway.ReceiveAsync();
        await gateway.SendAsync(
            RawGateway.Resume(test.Discord.Token, ready.GetProperty("session_id").GetString()!, seen));

        Assert.That(await gateway.NamesUntilAsync("RESUMED"), Is.EqualTo(
            new[] { "MESSAGE_CREATE", "MESSAGE_CREATE", "RESUMED" }));
        Assert.That(test.Discord.Violations, Is.Empty);
    }

    [Test]
    public async Task WrongUrls_AreViolations()
    {
        await using var test = await DoubleUnderTest.StartAsync(new DiscordDoubleOptions { MaxConcurrency = 5 });
        var (first, ready) = await RawGateway.IdentifyAsync(test.Discord);
        using var open = first;
        var resumeUrl = ready.GetProperty("resume_gateway_url").GetString()!;
        var identifyUrl = (await test.Bot.SendAsync("GET", "/gateway/bot")).Json.GetProperty("url").GetString()!;

        using var resuming = await RawGateway.ConnectAsync(identifyUrl);
        await resuming.SendAsync(
            RawGateway.Resume(test.Discord.Token, ready.GetProperty("session_id").GetString()!, 1));
        await resuming.DispatchAsync("RESUMED");
        using var identifying = await RawGateway.ConnectAsync(resumeUrl);
        await identifying.SendAsync(RawGateway.Identify(test.Discord.Token));
        await identifying.DispatchAsync("READY");

        Assert.That(test.Discord.Violations, Has.Count.EqualTo(2));
        Assert.That(test.Discord.Violations[0], Does.Contain("RESUME on"));
        Assert.That(test.Discord.Violations[1], Does.Contain("IDENTIFY on"));
    }

    [Test]
    public async Task SessionEndedByItsClient_CannotBeResumed()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var (first, ready) = await RawGateway.IdentifyAsync(test.Discord);
        await first.DispatchAsync("GUILD_CREATE");
        await first.CloseAsync(1000);
        await test.Discord.UntilAsync(() => test.Discord.Connections.Count == 0);

        using var gateway = await RawGateway.ConnectAsync(ready.GetProperty("resume_gateway_url").GetString()!);
        await gateway.ReceiveAsync();
        await gateway.SendAsync(RawGateway.Resume(test.Discord.Token, ready.GetProperty("session_id").GetString()!, 2));
        var answer = await gateway.ReceiveAsync();

        Assert.That(
            (answer.GetProperty("op").GetInt32(), answer.GetProperty("d").GetBoolean()), Is.EqualTo((9, false)));
        first.Dispose();
    }

    [TestCase(1)]
    [TestCase(3)]
    public async Task Compression_IsOneStreamThatEndsInFlushes(int messages)
    {
        await using var test = await DoubleUnderTest.StartAsync(new DiscordDoubleOptions { ZlibMessages = messages });
        var (gateway, _) = await RawGateway.IdentifyAsync(
            test.Discord, query: "/?v=10&encoding=json&compress=zlib-stream");
        using var open = gateway;

        for (var count = 0; count < 3; count++)
        {
            test.Discord.Say(test.Owner, test.Channel, $"number {count}");
            Assert.That(Content(await gateway.DispatchAsync("MESSAGE_CREATE")), Is.EqualTo($"number {count}"));
            Assert.That(gateway.EndsInFlush, Is.True);
        }
    }

    [TestCase("""{"op":2,"d":{"token":"wrong","intents":1,"properties":{"os":"a","browser":"b","device":"c"}}}""", 4004, 1)]
    [TestCase("""{"op":2,"d":{"token":"TOKEN","intents":256,"properties":{"os":"a","browser":"b","device":"c"}}}""", 4014, 0)]
    [TestCase("""{"op":2,"d":{"token":"TOKEN","intents":1073741824,"properties":{"os":"a","browser":"b","device":"c"}}}""", 4013, 1)]
    [TestCase("""{"op":2,"d":{"token":"TOKEN","intents":1,"shard":[1,2],"properties":{"os":"a","browser":"b","device":"c"}}}""", 4010, 1)]
    [TestCase("""{"op":3,"d":{}}""", 4003, 1)]
    [TestCase("""{"op":99,"d":{}}""", 4003, 1)]
    [TestCase("no JSON", 4002, 1)]
    public async Task BadPayload_ClosesWithItsCode(string payload, int code, int violations)
    {
        await using var test = await DoubleUnderTest.StartAsync();
        using var gateway = await ConnectAsync(test);

        await gateway.SendAsync(payload.Replace("TOKEN", test.Discord.Token, StringComparison.Ordinal));
        await gateway.ReceiveAsync();

        Assert.That((int)gateway.CloseStatus!, Is.EqualTo(code));
        Assert.That(test.Discord.Violations, Has.Count.EqualTo(violations));
    }

    [Test]
    public async Task TooLargePayload_IsADecodeError()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        using var gateway = await ConnectAsync(test);

        await gateway.SendAsync($$"""{"op":1,"d":null,"x":"{{new string('x', 4096)}}"}""");
        await gateway.ReceiveAsync();

        Assert.That((int)gateway.CloseStatus!, Is.EqualTo(4002));
    }

    [Test]
    public async Task ManyPayloads_AreTooMany()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        using var gateway = await ConnectAsync(test);

        for (var count = 0; count < GatewayLimits.Payloads; count++)
        {
            await gateway.SendAsync("""{"op":1,"d":null}""");
            Assert.That((await gateway.ReceiveAsync()).GetProperty("op").GetInt32(), Is.EqualTo(11));
        }

        await gateway.SendAsync("""{"op":1,"d":null}""");
        await gateway.ReceiveAsync();
        Assert.That((int)gateway.CloseStatus!, Is.EqualTo(4008));
    }

    [Test]
    public async Task ManyPresences_AreTooMany()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(test.Discord);
        using var open = gateway;
        await gateway.DispatchAsync("GUILD_CREATE");

        for (var count = 0; count <= GatewayLimits.Presences; count++)
            await gateway.SendAsync("""{"op":3,"d":{}}""");
        await gateway.ReceiveAsync();

        Assert.That((int)gateway.CloseStatus!, Is.EqualTo(4008));
    }

    [Test]
    public async Task Identifies_AreLimited()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var (first, _) = await RawGateway.IdentifyAsync(test.Discord);
        using var second = await ConnectAsync(test);
        await second.SendAsync(RawGateway.Identify(test.Discord.Token));

        var refused = await second.ReceiveAsync();
        test.Clock.Advance(TimeSpan.FromSeconds(6));
        var (third, _) = await RawGateway.IdentifyAsync(test.Discord);
        var limit = (await test.Bot.SendAsync("GET", "/gateway/bot")).Json.GetProperty("session_start_limit");

        Assert.That(
            (refused.GetProperty("op").GetInt32(), refused.GetProperty("d").GetBoolean()), Is.EqualTo((9, false)));
        Assert.That(limit.GetProperty("remaining").GetInt32(), Is.EqualTo(998));
        Assert.That(test.Discord.Violations, Has.Count.EqualTo(1));
        first.Dispose();
        third.Dispose();
    }

    [Test]
    public async Task SilentConnection_IsEnded()
    {
        await using var test = await DoubleUnderTest.StartAsync(
            new DiscordDoubleOptions { EndsSilentConnections = true });
        var (gateway, _) = await RawGateway.IdentifyAsync(test.Discord);
        using var open = gateway;
        await gateway.DispatchAsync("GUILD_CREATE");

        test.Clock.Advance(TimeSpan.FromSeconds(45));
        await gateway.SendAsync("""{"op":1,"d":2}""");
        Assert.That((await gateway.ReceiveAsync()).GetProperty("op").GetInt32(), Is.EqualTo(11));
        test.Clock.Advance(TimeSpan.FromSeconds(45));
        Assert.That(test.Discord.Violations, Is.Empty);

        test.Clock.Advance(TimeSpan.FromSeconds(45));
        await gateway.ReceiveAsync();
        Assert.That((int)gateway.CloseStatus!, Is.EqualTo(4009));
        Assert.That(test.Discord.Violations, Has.Count.EqualTo(1));
    }

    private static async Task<RawGateway> ConnectAsync(DoubleUnderTest test)
    {
        var url = (await test.Bot.SendAsync("GET", "/gateway/bot")).Json.GetProperty("url").GetString()!;
        var gateway = await RawGateway.ConnectAsync(url);
        await gateway.ReceiveAsync();
        return gateway;
    }

    private static Overwrite[] Hide(ulong guild) =>
        [new(guild, IsMember: false, Permission.None, Permission.ViewChannel)];

    private static string Content(JsonElement payload) =>
        payload.GetProperty("d").GetProperty("content").GetString()!;
}
