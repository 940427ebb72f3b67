using System.Text.Json;
using Codesmith.Tests.Doubles.Discord.Gateway;
using Codesmith.Tests.Doubles.Discord.RateLimits;
using NUnit.Framework;

namespace Codesmith.Tests.Doubles.Discord.Tests;

internal sealed class FaultTests
{
    private const string Create = "POST /channels/{channel}/messages";
    private const string Body = """{"content":"once","nonce":"n","enforce_nonce":true}""";

    [Test]
    public async Task LostAnswer_HasDoneItsWork()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        test.Discord.Faults.LoseNextAnswer(Create);

        Assert.That(
            async () => await test.Bot.PostAsync(test.Channel, Body), Throws.InstanceOf<HttpRequestException>());
        Assert.That(test.Discord.Read(test.Channel), Is.EqualTo("codesmith: once\n"));

        await test.Bot.PostAsync(test.Channel, Body);
        Assert.That(test.Discord.Read(test.Channel), Is.EqualTo("codesmith: once\n"));
    }

    [Test]
    public async Task Failures_DoNothingAndHitOnlyTheirRoute()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        test.Discord.Faults.FailNext(503, times: 2, Create);

        Assert.That((await test.Bot.SendAsync("GET", "/users/@me")).Status, Is.EqualTo(200));
        Assert.That((await PostAsync(test)).Status, Is.EqualTo(503));
        Assert.That((await PostAsync(test)).Status, Is.EqualTo(503));
        Assert.That(test.Discord.Read(test.Channel), Is.Empty);
        Assert.That((await PostAsync(test)).Status, Is.EqualTo(200));
        Assert.That(test.Discord.Violations, Is.Empty);
    }

    [TestCase(RateLimitScope.User, "user", false)]
    [TestCase(RateLimitScope.Shared, "shared", false)]
    [TestCase(RateLimitScope.Global, "global", true)]
    [TestCase(RateLimitScope.Cloudflare, null, null)]
    public async Task Limit_OfEachKind(RateLimitScope scope, string? header, bool? isGlobal)
    {
        await using var test = await DoubleUnderTest.StartAsync();
        test.Discord.Faults.LimitNext(scope, TimeSpan.FromSeconds(1.2), $"POST /channels/{test.Channel}/messages");

        var answer = await PostAsync(test);

        Assert.That(answer.Status, Is.EqualTo(429));
        Assert.That(answer.Header("Retry-After"), Is.EqualTo("2"));
        Assert.That(answer.Header("X-RateLimit-Scope"), Is.EqualTo(header));
        Assert.That(answer.Header("X-RateLimit-Bucket") is not null, Is.EqualTo(header is "user" or "shared"));
        Assert.That(test.Discord.TooManyRequests.Single().OnDemand, Is.True);
        if (isGlobal is not null)
            Assert.That(answer.Json.GetProperty("global").GetBoolean(), Is.EqualTo(isGlobal));
    }

    [Test]
    public async Task HeldRequest_WaitsForItsRelease()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var release = test.Discord.Faults.HoldNext(Create);

        var held = PostAsync(test);
        Assert.That((await test.Bot.SendAsync("GET", "/users/@me")).Status, Is.EqualTo(200));
        Assert.That(held.IsCompleted, Is.False);
        release.SetResult();

        Assert.That((await held).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task HeldAnswer_HasDoneItsWork()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var release = test.Discord.Faults.HoldNextAnswer(Create);

        var held = PostAsync(test);
        await test.Discord.UntilAsync(() => test.Discord.Read(test.Channel) == "codesmith: once\n");
        Assert.That(held.IsCompleted, Is.False);
        release.SetResult();

        Assert.That((await held).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Events_AreLostDuplicatedAndDelayed()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(test.Discord);
        using var open = gateway;

        test.Discord.GatewayFaults.OnNext("MESSAGE_CREATE", EventFault.Lost);
        test.Discord.GatewayFaults.OnNext("MESSAGE_CREATE", EventFault.Duplicated);
        test.Discord.GatewayFaults.OnNext("MESSAGE_CREATE", EventFault.Delayed);
        foreach (var word in new[] { "lost", "twice", "late", "next" })
            test.Discord.Say(test.Owner, test.Channel, word);

        var words = new List<string?>();
        while (words.Count < 4)
            words.Add(
                (await gateway.DispatchAsync("MESSAGE_CREATE")).GetProperty("d").GetProperty("content").GetString());
        Assert.That(words, Is.EqualTo(new[] { "twice", "twice", "next", "late" }));
    }

    [Test]
    public async Task Connections_EndAsAskedFor()
    {
        await using var test = await DoubleUnderTest.StartAsync(new DiscordDoubleOptions { MaxConcurrency = 10 });
        var (closed, _) = await RawGateway.IdentifyAsync(test.Discord);
        await closed.DispatchAsync("GUILD_CREATE");
        test.Discord.Connections.Single().Close(4009);
        Assert.That((await closed.ReceiveAsync()).ValueKind, Is.EqualTo(JsonValueKind.Undefined));
        Assert.That((int)closed.CloseStatus!, Is.EqualTo(4009));
        closed.Dispose();
        await test.Discord.UntilAsync(() => test.Discord.Connections.Count == 0);

        var (dropped, _) = await RawGateway.IdentifyAsync(test.Discord);
        await dropped.DispatchAsync("GUILD_CREATE");
        test.Discord.Connections.Single().Drop();
        Assert.That(dropped.ReceiveAsync, Throws.Exception);
        Assert.That(dropped.CloseStatus, Is.Null);
        dropped.Dispose();
    }

    [Test]
    public async Task Zombie_HearsAndSaysNothing()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(test.Discord);
        using var open = gateway;
        await gateway.DispatchAsync("GUILD_CREATE");
        test.Discord.Connections.Single().BecomeZombie();

        await gateway.SendAsync("""{"op":1,"d":2}""");
        var answer = gateway.ReceiveAsync();
        test.Discord.Say(test.Owner, test.Channel, "unheard");

        Assert.That(await Task.WhenAny(answer, Task.Delay(Timeouts.NothingHappens, TimeProvider.System, default)), Is.Not.SameAs(answer));
    }

    [Test]
    public async Task Server_AsksForHeartbeatsReconnectsAndNewSessions()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(test.Discord);
        using var open = gateway;
        await gateway.DispatchAsync("GUILD_CREATE");

        test.Discord.Connections.Single().Send(Opcode.Heartbeat);
        test.Discord.Connections.Single().Send(Opcode.Reconnect);
        test.Discord.InvalidateSessions(resumable: true);

        Assert.That((await gateway.ReceiveAsync()).GetProperty("op").GetInt32(), Is.EqualTo(1));
        Assert.That((await gateway.ReceiveAsync()).GetProperty("op").GetInt32(), Is.EqualTo(7));
        Assert.That((await gateway.ReceiveAsync()).GetProperty("d").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Upgrades_CanBeRefused()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        test.Discord.GatewayFaults.RefusesUpgrades = true;
        Assert.That(() => RawGateway.IdentifyAsync(test.Discord), Throws.Exception);

        test.Discord.GatewayFaults.RefusesUpgrades = false;
        var (gateway, _) = await RawGateway.IdentifyAsync(test.Discord);
        gateway.Dispose();
    }

    private static Task<RawBot.RawAnswer> PostAsync(DoubleUnderTest test) =>
        test.Bot.SendAsync("POST", $"/channels/{test.Channel}/messages", Body);
}
