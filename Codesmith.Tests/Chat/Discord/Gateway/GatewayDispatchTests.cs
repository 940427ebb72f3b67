using System.Net.WebSockets;
using System.Text;
using Codesmith.Supervisor.Chat.Discord.Gateway;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Gateway;

/// <summary>What becomes of the messages that arrive.</summary>
internal sealed class GatewayDispatchTests
{
    private GatewayStage _stage = null!;

    [SetUp]
    public void SetUp() => _stage = new GatewayStage();

    [TearDown]
    public async Task TearDown() => await _stage.DisposeAsync();

    [Test]
    public async Task Dispatches_AreHandedOnInOrderAsTheyCame()
    {
        var socket = await _stage.ConnectAsync();
        for (int sequence = 2; sequence < 20; sequence++)
            await socket.DispatchAsync("MESSAGE_CREATE", sequence, $$"""{ "content": "é {{sequence}}" }""");
        await _stage.Handler.DispatchAsync();
        for (int sequence = 2; sequence < 20; sequence++)
        {
            var dispatch = await _stage.Handler.DispatchAsync();
            Assert.That((dispatch.Name, dispatch.Sequence), Is.EqualTo(("MESSAGE_CREATE", sequence)));
            Assert.That(
                Encoding.UTF8.GetString(dispatch.Data.Span), Is.EqualTo($$"""{ "content": "é {{sequence}}" }"""));
        }
    }

    [Test]
    public async Task SlowHandler_HoldsUpNeitherReadingNorHeartbeats()
    {
        var gate = new TaskCompletionSource();
        _stage.Handler.Handle = _ => gate.Task;
        var socket = await _stage.ConnectAsync();
        await socket.DispatchAsync("MESSAGE_CREATE", 2);
        for (int beat = 0; beat < 3; beat++)
        {
            _stage.Clock.Advance(TimeSpan.FromSeconds(40));
            Assert.That((await socket.SentAsync()).GetProperty("d").GetInt32(), Is.EqualTo(2));
            await socket.AcknowledgeAsync();
        }

        await _stage.Handler.DispatchAsync();
        gate.SetResult();
        Assert.That((await _stage.Handler.DispatchAsync()).Sequence, Is.EqualTo(2));
    }

    [Test]
    public async Task HandlerThatFails_GetsTheNextEvent()
    {
        _stage.Handler.Handle = dispatch => dispatch.Sequence == 2 ? throw new JsonFailure() : Task.CompletedTask;
        var socket = await _stage.ConnectAsync();
        await socket.DispatchAsync("MESSAGE_CREATE", 2);
        await socket.DispatchAsync("MESSAGE_DELETE", 3);
        foreach (var name in new[] { "READY", "MESSAGE_CREATE", "MESSAGE_DELETE" })
            Assert.That((await _stage.Handler.DispatchAsync()).Name, Is.EqualTo(name));
        Assert.That(_stage.Log.Text, Does.Contain("MESSAGE_CREATE of Discord was not handled (JsonFailure)"));
        Assert.That(_stage.Log.Text, Does.Not.Contain(JsonFailure.Content));
    }

    [Test]
    public async Task MoreThanCanWait_IsLeftToDiscordUntilTheRestIsHandled()
    {
        var gate = new TaskCompletionSource();
        _stage.Handler.Handle = _ => gate.Task;
        var socket = await _stage.ConnectAsync();
        for (int sequence = 2; sequence <= GatewayLimits.WaitingDispatches + 1; sequence++)
            await socket.DispatchAsync("MESSAGE_CREATE", sequence);
        Assert.That(await socket.ClosedAsync, Is.EqualTo(CloseCodes.BackSoon));
        await _stage.PauseAsync();
        await _stage.ExpectNoSocketAsync();
        gate.SetResult();
        var next = await _stage.SocketAsync();
        await next.HelloAsync();
        Assert.That(
            (await next.SentAsync()).GetProperty("d").GetProperty("seq").GetInt32(),
            Is.EqualTo(GatewayLimits.WaitingDispatches), "the last that was taken");
    }

    [Test]
    public void EventsThatWait_AreBoundedInBytes()
    {
        var queue = new DispatchQueue();
        var half = new GatewayDispatch("E", new byte[GatewayLimits.WaitingBytes / 2], 1);
        Assert.That(queue.TryAdd(half), Is.True);
        Assert.That(queue.TryAdd(half), Is.True);
        Assert.That(queue.WhenRoomAsync().IsCompleted, Is.True);
        Assert.That(queue.TryAdd(half), Is.False);
        Assert.That(queue.WhenRoomAsync().IsCompleted, Is.False);
        Assert.That(queue.TryAdd(half with { Data = default }), Is.False, "order is kept");
    }

    [Test]
    public void EventLongerThanTheBound_IsTakenAlone()
    {
        var queue = new DispatchQueue();
        Assert.That(queue.TryAdd(new GatewayDispatch("E", new byte[GatewayLimits.WaitingBytes + 1], 1)), Is.True);
        Assert.That(queue.TryAdd(new GatewayDispatch("E", default, 2)), Is.False);
    }

    [Test]
    public async Task FatalEnd_HandlesWhatCameBefore()
    {
        var gate = new TaskCompletionSource();
        _stage.Handler.Handle = _ => gate.Task;
        var socket = await _stage.ConnectAsync();
        await socket.DispatchAsync("MESSAGE_CREATE", 2);
        await socket.CloseAsync(4004);
        await _stage.Handler.StateAsync<GatewayState.Lost>();
        await Task.Delay(Timeouts.NothingHappens, TimeProvider.System);
        Assert.That(_stage.Run.IsCompleted, Is.False);
        gate.SetResult();
        await _stage.Run.WaitAsync(Timeouts.MustNotHang);
        await _stage.Handler.DispatchAsync();
        Assert.That((await _stage.Handler.DispatchAsync()).Sequence, Is.EqualTo(2));
    }

    [TestCase("""{"op":99,"d":{}}""")]
    [TestCase("""{"op":-1}""")]
    [TestCase("""{"op":0,"t":"MESSAGE_CREATE","d":{}}""")]
    [TestCase("""{"op":0,"s":5,"d":{}}""")]
    [TestCase("""{"op":0,"s":"5","t":"MESSAGE_CREATE","d":{}}""")]
    [TestCase("""{"op":0,"s":5,"t":"not a name\n","d":{}}""")]
    [TestCase("""{"op":0,"s":5,"t":"\ud800","d":{}}""")]
    [TestCase("""{"op":10,"d":{"heartbeat_interval":1000}}""")]
    [TestCase("""{"op":11,"op":11,"extra":[{"op":7}]}""")]
    public async Task MessageThatSaysNothing_IsSkipped(string message)
    {
        var socket = await _stage.ConnectAsync();
        await socket.SayAsync(message);
        await socket.DispatchAsync("MESSAGE_CREATE", 2);
        await _stage.Handler.DispatchAsync();
        Assert.That((await _stage.Handler.DispatchAsync()).Sequence, Is.EqualTo(2));
        Assert.That(socket.HasSent, Is.False);
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("private words")]
    [TestCase("""{"op":"0"}""")]
    [TestCase("""{"op":1.5}""")]
    [TestCase("""{"op":99999999999999999999}""")]
    [TestCase("""{"op":0,"s":2,"t":"MESSAGE_CREATE","d":{"content":"private words" """)]
    [TestCase("""{"op":0,"s":2,"t":"MESSAGE_CREATE","d":{"content":"private words"}}}""")]
    public async Task MessageThatIsNoPayload_EndsTheConnectionAndKeepsTheSession(string message)
    {
        var socket = await _stage.ConnectAsync();
        await socket.SayAsync(message);
        Assert.That(await socket.ClosedAsync, Is.EqualTo(CloseCodes.BackSoon));
        Assert.That((await _stage.ReconnectAsync()).Operation, Is.EqualTo(6));
        Assert.That(_stage.Log.Text, Does.Not.Contain("private"));
    }

    [Test]
    public async Task MessageThatIsNoUtf8_EndsTheConnection()
    {
        var socket = await _stage.ConnectAsync();
        byte[] message = [.. """{"op":0,"s":2,"t":"E","d":" """u8, 0xFF, .. "\"}"u8];
        await socket.SayAsync(message, WebSocketMessageType.Text);
        await socket.ClosedAsync;
    }

    [Test]
    public async Task DeepNesting_EndsTheConnection()
    {
        var socket = await _stage.ConnectAsync();
        await socket.DispatchAsync("E", 2, new string('[', 100_000) + new string(']', 100_000));
        await socket.ClosedAsync;
    }

    [Test]
    public async Task TextThatIsTooLong_EndsTheConnection()
    {
        var socket = await _stage.ConnectAsync();
        await socket.SayAsync(new byte[GatewayLimits.MessageBytes], WebSocketMessageType.Text, isEnd: false);
        Assert.That(_stage.Client.State, Is.InstanceOf<GatewayState.Ready>());
        await socket.SayAsync([0], WebSocketMessageType.Text, isEnd: false);
        await socket.ClosedAsync;
        Assert.That(await _stage.PauseAsync(), Does.Contain("too long"));
    }

    [Test]
    public async Task CorruptStream_EndsTheConnectionAndKeepsTheSession()
    {
        var socket = await _stage.ConnectAsync();
        await socket.SayAsync([1, 2, 3, 4], WebSocketMessageType.Binary);
        await socket.ClosedAsync;
        Assert.That((await _stage.ReconnectAsync()).Operation, Is.EqualTo(6));
    }

    [Test]
    public async Task CompressedSession_RunsThroughOneStream()
    {
        using var deflater = new ZlibDeflater();
        _stage.Start();
        var socket = await _stage.SocketAsync();
        await socket.SayAsync(
            deflater.Deflate("""{"op":10,"d":{"heartbeat_interval":41250}}"""), WebSocketMessageType.Binary);
        await socket.SentAsync();
        for (int sequence = 1; sequence < 4; sequence++)
        {
            byte[] message = deflater.Deflate($$"""{"op":0,"s":{{sequence}},"t":"GUILD_CREATE","d":{} }""");
            await socket.SayAsync(message, WebSocketMessageType.Binary);
            Assert.That((await _stage.Handler.DispatchAsync()).Sequence, Is.EqualTo(sequence));
        }
    }

    private sealed class JsonFailure() : Exception(Content)
    {
        public const string Content = "what somebody wrote";
    }
}
