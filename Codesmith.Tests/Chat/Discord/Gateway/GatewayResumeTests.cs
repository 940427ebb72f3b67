using Codesmith.Supervisor.Chat.Discord.Gateway;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Gateway;

/// <summary>What follows from each kind of loss.</summary>
internal sealed class GatewayResumeTests
{
    private GatewayStage _stage = null!;

    [SetUp]
    public void SetUp() => _stage = new GatewayStage();

    [TearDown]
    public async Task TearDown() => await _stage.DisposeAsync();

    [TestCase(null)]
    [TestCase(1000)]
    [TestCase(1001)]
    [TestCase(1006)]
    [TestCase(1011)]
    [TestCase(4000)]
    [TestCase(4001)]
    [TestCase(4002)]
    [TestCase(4005)]
    [TestCase(4008)]
    [TestCase(4999)]
    public async Task CloseThatKeepsTheSession_IsFollowedByResume(int? code)
    {
        var socket = await _stage.ConnectAsync();
        await socket.DispatchAsync("MESSAGE_CREATE", 1337);
        await socket.CloseAsync(code);
        await ExpectResumeAsync(1337);
    }

    [TestCase(4003)]
    [TestCase(4007)]
    [TestCase(4009)]
    public async Task CloseThatEndsTheSession_IsFollowedByIdentify(int code)
    {
        var socket = await _stage.ConnectAsync();
        await socket.CloseAsync(code);
        await ExpectIdentifyAsync();
        Assert.That(_stage.Asked, Is.EqualTo(1), "the address is kept");
    }

    [TestCase(4004, "token")]
    [TestCase(4010, "shard")]
    [TestCase(4011, "servers")]
    [TestCase(4012, "version")]
    [TestCase(4013, "intent")]
    [TestCase(4014, "Message Content Intent")]
    public async Task CloseThatOnlyTheOperatorCanMend_EndsTheRun(int code, string word)
    {
        var socket = await _stage.ConnectAsync();
        await socket.CloseAsync(code);
        var end = await _stage.Run.WaitAsync(Timeouts.MustNotHang);
        Assert.That(end.Reason, Does.Contain(word).And.Contain($"{code}"));
        Assert.That(_stage.Client.State, Is.EqualTo(new GatewayState.Lost(end.Reason)));
        await _stage.ExpectNoSocketAsync();
    }

    [Test]
    public async Task LostConnection_IsFollowedByResume()
    {
        var socket = await _stage.ConnectAsync();
        socket.Break();
        await ExpectResumeAsync(1);
    }

    [Test]
    public async Task RequestToReconnect_IsFollowedByResume()
    {
        var socket = await _stage.ConnectAsync();
        await socket.SayAsync("""{"op":7,"d":null}""");
        Assert.That(await socket.ClosedAsync, Is.EqualTo(CloseCodes.BackSoon));
        await ExpectResumeAsync(1);
    }

    [Test]
    public async Task InvalidSessionThatMayBeResumed_IsFollowedByResumeAfterARandomPause()
    {
        var socket = await _stage.ConnectAsync();
        _stage.Clock.Advance(GatewayLimits.Lived);
        _stage.Chance.Value = 1;
        await socket.SayAsync("""{"op":9,"d":true}""");
        await ExpectNoSocketBeforeAsync(GatewayLimits.LongestInvalidPause);
        await ExpectResumedAsync(1);
    }

    [Test]
    public async Task PeerThatDoesNotAnswerTheClose_IsNotWaitedForBeforeAResume()
    {
        var socket = await _stage.ConnectAsync();
        _stage.Clock.Advance(GatewayLimits.Lived);
        socket.AnswersClose = false;
        await socket.SayAsync("""{"op":7,"d":null}""");
        await _stage.Handler.StateAsync<GatewayState.Lost>();
        _stage.Clock.Advance(GatewayLimits.ResumePause);
        await ExpectResumedAsync(1);
        Assert.That(await socket.ClosedAsync, Is.EqualTo(CloseCodes.BackSoon));
    }

    [TestCase("""{"op":9,"d":false}""")]
    [TestCase("""{"op":9,"d":null}""")]
    [TestCase("""{"op":9,"d":"true"}""")]
    [TestCase("""{"op":9}""")]
    public async Task InvalidSession_IsFollowedByIdentifyAfterARandomPause(string message)
    {
        var socket = await _stage.ConnectAsync();
        _stage.Chance.Value = 1;
        await socket.SayAsync(message);
        await ExpectNoSocketBeforeAsync(GatewayLimits.LongestInvalidPause);
        var next = await _stage.SocketAsync();
        await next.HelloAsync();
        Assert.That(next.Url.Host, Is.EqualTo("gateway.example"));
        Assert.That((await next.SentAsync()).GetProperty("op").GetInt32(), Is.EqualTo(2));
        Assert.That(_stage.Asked, Is.EqualTo(1));
    }

    [Test]
    public async Task Resumed_TellsHowManyEventsWereReplayed()
    {
        (await _stage.ConnectAsync()).Break();
        var (socket, _) = await _stage.ReconnectAsync();
        for (int sequence = 2; sequence <= 4; sequence++)
            await socket.DispatchAsync("MESSAGE_CREATE", sequence);
        await socket.DispatchAsync("RESUMED", 5);
        Assert.That((await _stage.Handler.StateAsync<GatewayState.Resumed>()).Replayed, Is.EqualTo(3));
        Assert.That(_stage.Client.State, Is.EqualTo(new GatewayState.Resumed(3)));
        foreach (var name in new[] { "READY", "MESSAGE_CREATE", "MESSAGE_CREATE", "MESSAGE_CREATE", "RESUMED" })
            Assert.That((await _stage.Handler.DispatchAsync()).Name, Is.EqualTo(name));
        socket.Break();
        await ExpectResumeAsync(5);
    }

    [Test]
    public async Task LongReplay_IsNotTakenForSilence()
    {
        (await _stage.ConnectAsync()).Break();
        var (socket, _) = await _stage.ReconnectAsync();
        for (int sequence = 2; sequence <= 4; sequence++)
        {
            await socket.DispatchAsync("MESSAGE_CREATE", sequence);
            _stage.Clock.Advance(GatewayLimits.Silence / 2);
            await socket.AcknowledgeAsync();
        }

        await socket.DispatchAsync("RESUMED", 5);
        await _stage.Handler.StateAsync<GatewayState.Resumed>();
    }

    [Test]
    public async Task ResumeAddressThatDoesNotConnect_IsFollowedByIdentify()
    {
        _stage.Connects = url => url.Host == "gateway.example";
        (await _stage.ConnectAsync()).Break();
        await ExpectIdentifyAsync();
        Assert.That(
            _stage.Tried.Select(url => url.Host),
            Is.EqualTo(new[] { "gateway.example", "resume.example", "gateway.example" }));
        Assert.That(_stage.Asked, Is.EqualTo(1));
    }

    [Test]
    public async Task Session_SurvivesAnOutageOfOurNetwork()
    {
        (await _stage.ConnectAsync()).Break();
        _stage.Connects = _ => false;
        await _stage.PauseAsync();
        await _stage.PauseAsync();
        await _stage.Handler.StateAsync<GatewayState.Lost>();
        Assert.That(_stage.Asked, Is.EqualTo(2), "asked again after the address failed once");
        _stage.Connects = _ => true;
        _stage.Clock.Advance(GatewayLimits.LongestPause);
        var socket = await _stage.SocketAsync();
        await socket.HelloAsync();
        Assert.That((await socket.SentAsync()).GetProperty("op").GetInt32(), Is.EqualTo(6));
    }

    [Test]
    public async Task SessionThatCannotBeResumed_IsGivenUp()
    {
        (await _stage.ConnectAsync()).Break();
        for (int attempt = 0; attempt < GatewayLimits.ResumeTries; attempt++)
        {
            var (socket, operation) = await _stage.ReconnectAsync();
            Assert.That(operation, Is.EqualTo(6));
            await socket.SayAsync("poison");
        }

        Assert.That((await _stage.ReconnectAsync()).Operation, Is.EqualTo(2));
    }

    [Test]
    public async Task LossBeforeReady_IsFollowedByIdentify()
    {
        (await _stage.GreetAsync()).Break();
        await ExpectIdentifyAsync();
    }

    [Test]
    public async Task SecondSession_ReplacesTheFirst()
    {
        var socket = await _stage.ConnectAsync();
        await socket.DispatchAsync("MESSAGE_CREATE", 99);
        await socket.SayAsync("""{"op":9,"d":false}""");
        (socket, _) = await _stage.ReconnectAsync();
        await socket.ReadyAsync(1, "s2");
        socket.Break();
        await ExpectResumeAsync(1, "s2");
    }

    [Test]
    public async Task OurOwnEnd_TakesTheBotOffline()
    {
        var socket = await _stage.ConnectAsync();
        _stage.Cancel();
        Assert.That(await socket.ClosedAsync, Is.EqualTo(1000));
        await socket.DisposedAsync;
        Assert.That(
            async () => await _stage.Run.WaitAsync(Timeouts.MustNotHang),
            Throws.InstanceOf<OperationCanceledException>());
        await _stage.ExpectNoSocketAsync();
    }

    [Test]
    public async Task PeerThatDoesNotAnswerTheGoodbye_IsNotWaitedForLong()
    {
        var socket = await _stage.ConnectAsync();
        socket.AnswersClose = false;
        _stage.Cancel();
        await socket.ClosedAsync;
        Assert.That(_stage.Run.IsCompleted, Is.False);
        _stage.Clock.Advance(GatewayLimits.Close);
        await socket.DisposedAsync;
    }

    private async Task ExpectNoSocketBeforeAsync(TimeSpan pause)
    {
        await _stage.Handler.StateAsync<GatewayState.Lost>();
        _stage.Clock.Advance(pause - TimeSpan.FromMilliseconds(1));
        await _stage.ExpectNoSocketAsync();
        _stage.Clock.Advance(TimeSpan.FromMilliseconds(1));
    }

    private async Task ExpectResumeAsync(long sequence, string session = "s1")
    {
        await _stage.PauseAsync();
        await ExpectResumedAsync(sequence, session);
    }

    private async Task ExpectResumedAsync(long sequence, string session = "s1")
    {
        var socket = await _stage.SocketAsync();
        Assert.That(
            socket.Url.AbsoluteUri, Is.EqualTo("wss://resume.example/?v=10&encoding=json&compress=zlib-stream"));
        await socket.HelloAsync();
        string data = $$"""{"token":"{{GatewayStage.Token}}","session_id":"{{session}}","seq":{{sequence}}}""";
        Assert.That((await socket.SentAsync()).GetRawText(), Is.EqualTo($$"""{"op":6,"d":{{data}}}"""));
    }

    private async Task ExpectIdentifyAsync()
    {
        var (socket, operation) = await _stage.ReconnectAsync();
        Assert.That((socket.Url.Host, operation), Is.EqualTo(("gateway.example", 2)));
    }
}
