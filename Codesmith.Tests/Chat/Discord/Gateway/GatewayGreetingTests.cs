using System.Text.Json;
using Codesmith.Supervisor.Chat.Discord.Gateway;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Gateway;

/// <summary>From the connection to READY.</summary>
internal sealed class GatewayGreetingTests
{
    private GatewayStage _stage = null!;

    [SetUp]
    public void SetUp() => _stage = new GatewayStage();

    [TearDown]
    public async Task TearDown() => await _stage.DisposeAsync();

    [Test]
    public async Task Address_IsAskedForAndGetsTheQuery()
    {
        _stage.Start();
        var socket = await _stage.SocketAsync();
        Assert.That(
            socket.Url.AbsoluteUri, Is.EqualTo("wss://gateway.example/?v=10&encoding=json&compress=zlib-stream"));
    }

    [Test]
    public async Task Nothing_IsSentBeforeHello()
    {
        _stage.Start();
        var socket = await _stage.SocketAsync();
        await socket.AcknowledgeAsync();
        Assert.That(socket.HasSent, Is.False);
    }

    [Test]
    public async Task Identify_SaysWhoWeAre()
    {
        _stage.Start();
        var socket = await _stage.SocketAsync();
        await socket.HelloAsync();
        var sent = await socket.SentAsync();
        Assert.That(JsonElement.DeepEquals(sent, JsonSerializer.Deserialize<JsonElement>(
            """
            { "op": 2, "d": { "token": "the.token.of-the-bot", "intents": 37377,
              "properties": { "os": "linux", "browser": "codesmith", "device": "codesmith" },
              "large_threshold": 50,
              "presence": { "activities": [], "status": "online", "since": null, "afk": false } } }
            """)), sent.GetRawText());
    }

    [Test]
    public async Task Ready_IsToldAndHandedOn()
    {
        await _stage.ConnectAsync();
        Assert.That(_stage.Client.State, Is.InstanceOf<GatewayState.Ready>());
        var dispatch = await _stage.Handler.DispatchAsync();
        Assert.That((dispatch.Name, dispatch.Sequence), Is.EqualTo(("READY", 1)));
        Assert.That(
            JsonSerializer.Deserialize<JsonElement>(dispatch.Data.Span).GetProperty("session_id").GetString(),
            Is.EqualTo("s1"));
    }

    [Test]
    public async Task ReconnectInPlaceOfHello_IsFollowed()
    {
        _stage.Start();
        await (await _stage.SocketAsync()).SayAsync("""{"op":7,"d":null}""");
        await _stage.PauseAsync();
        await _stage.SocketAsync();
    }

    [Test]
    public async Task SilenceBeforeHello_EndsTheConnection()
    {
        _stage.Start();
        var socket = await _stage.SocketAsync();
        await socket.AcknowledgeAsync();
        _stage.Clock.Advance(GatewayLimits.Silence);
        Assert.That(await socket.ClosedAsync, Is.EqualTo(CloseCodes.BackSoon));
        Assert.That(await _stage.PauseAsync(), Does.Contain("silent"));
    }

    [Test]
    public async Task SilenceBeforeReady_EndsTheConnection()
    {
        var socket = await _stage.GreetAsync();
        _stage.Clock.Advance(GatewayLimits.Silence);
        await socket.ClosedAsync;
        Assert.That(await _stage.PauseAsync(), Does.Contain("silent"));
    }

    [Test]
    public async Task SilenceAfterReady_IsTheHeartbeatsBusiness()
    {
        var socket = await _stage.ConnectAsync();
        _stage.Clock.Advance(GatewayLimits.Silence);
        await socket.AcknowledgeAsync();
        Assert.That(_stage.Client.State, Is.InstanceOf<GatewayState.Ready>());
    }

    [TestCase("""{"op":10}""")]
    [TestCase("""{"op":10,"d":null}""")]
    [TestCase("""{"op":10,"d":{}}""")]
    [TestCase("""{"op":10,"d":{"heartbeat_interval":"41250"}}""")]
    public async Task HelloWithoutAnInterval_EndsTheConnection(string hello)
    {
        _stage.Start();
        var socket = await _stage.SocketAsync();
        await socket.SayAsync(hello);
        await socket.ClosedAsync;
        Assert.That(socket.HasSent, Is.False);
        Assert.That(await _stage.PauseAsync(), Does.Contain("heartbeat"));
    }

    [TestCase("41250.0", 41250)]
    [TestCase("500", 500)]
    [TestCase("0", 100)]
    [TestCase("-1", 100)]
    [TestCase("2147483647", 600_000)]
    [TestCase("1e99", 600_000)]
    public async Task HelloWithAnUnusualInterval_IsFollowedWithinBounds(string interval, int milliseconds)
    {
        _stage.Chance.Value = 1;
        _stage.Start();
        var socket = await _stage.SocketAsync();
        await socket.SayAsync($$$"""{"op":10,"d":{"heartbeat_interval":{{{interval}}}}}""");
        await socket.SentAsync();
        await socket.ReadyAsync();
        _stage.Clock.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        await socket.ExpectNothingSentAsync();
        _stage.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await socket.SentAsync();
    }

    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("""{"session_id":""}""")]
    [TestCase("""{"session_id":7}""")]
    [TestCase("""{"session_id":"\ud800"}""")]
    public async Task ReadyWithoutASession_EndsTheConnection(string data)
    {
        var socket = await _stage.GreetAsync();
        await socket.DispatchAsync("READY", 1, data);
        await socket.ClosedAsync;
        Assert.That((await _stage.ReconnectAsync()).Operation, Is.EqualTo(2));
    }

    [TestCase("http://resume.example")]
    [TestCase("ws://resume.example")]
    [TestCase("resume.example")]
    [TestCase("")]
    public async Task ResumeAddressThatIsNotSafe_IsNotUsed(string address)
    {
        var socket = await _stage.GreetAsync();
        await socket.ReadyAsync(resume: address);
        await socket.CloseAsync(null);
        var (next, operation) = await _stage.ReconnectAsync();
        Assert.That((next.Url.Host, operation), Is.EqualTo(("gateway.example", 2)));
    }

    [Test]
    public async Task SessionIdThatIsTooLong_EndsTheConnection()
    {
        var socket = await _stage.GreetAsync();
        await socket.ReadyAsync(id: new string('s', GatewayLimits.SessionIdCharacters + 1));
        await socket.ClosedAsync;
    }
}
