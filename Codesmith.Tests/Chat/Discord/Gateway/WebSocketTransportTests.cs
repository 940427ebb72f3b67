using System.Net.WebSockets;
using Codesmith.Supervisor.Chat.Discord.Gateway;
using Codesmith.Supervisor.Credentials;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Gateway;

/// <summary>The real WebSocket, against a server on this machine.</summary>
internal sealed class WebSocketTransportTests
{
    private LoopbackGateway _server = null!;

    [SetUp]
    public async Task SetUp() => _server = await LoopbackGateway.StartAsync();

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test]
    public async Task Upgrade_OffersNoCompression()
    {
        using var socket = await OpenAsync();
        var (_, headers) = await _server.AcceptAsync();
        Assert.That(headers.ContainsKey("Sec-WebSocket-Extensions"), Is.False);
    }

    [Test]
    public async Task Messages_PassBothWays()
    {
        using var socket = await OpenAsync();
        var (server, _) = await _server.AcceptAsync();
        await server.SendAsync("abcdef"u8.ToArray(), WebSocketMessageType.Binary, true, CancellationToken.None);
        var buffer = new byte[4];
        var first = await socket.ReadAsync(buffer).WaitAsync(Timeouts.MustNotHang);
        Assert.That(
            (first.Count, first.MessageType, first.EndOfMessage), Is.EqualTo((4, WebSocketMessageType.Binary, false)));
        var second = await socket.ReadAsync(buffer).WaitAsync(Timeouts.MustNotHang);
        Assert.That((second.Count, second.EndOfMessage), Is.EqualTo((2, true)));

        byte[] hello = [.. "hello"u8];
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => socket.SendAsync(hello, CancellationToken.None)));
        for (int message = 0; message < 20; message++)
            Assert.That(await LoopbackGateway.ReadAsync(server), Is.EqualTo("hello"));
    }

    [TestCase(4004)]
    [TestCase(1000)]
    public async Task CloseOfTheServer_HasItsCode(int code)
    {
        using var socket = await OpenAsync();
        var (server, _) = await _server.AcceptAsync();
        await server.CloseOutputAsync((WebSocketCloseStatus)code, "why", CancellationToken.None);
        var read = await socket.ReadAsync(new byte[10]).WaitAsync(Timeouts.MustNotHang);
        Assert.That(read.MessageType, Is.EqualTo(WebSocketMessageType.Close));
        Assert.That(socket.CloseCode, Is.EqualTo(code));
    }

    [Test]
    public async Task OurClose_ReachesTheServerWhileWeRead()
    {
        using var socket = await OpenAsync();
        var (server, _) = await _server.AcceptAsync();
        var reading = socket.ReadAsync(new byte[10]);
        await socket.CloseAsync(CloseCodes.BackSoon, CancellationToken.None);
        await LoopbackGateway.ReadAsync(server);
        Assert.That((int?)server.CloseStatus, Is.EqualTo(CloseCodes.BackSoon));
        await server.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        Assert.That(
            (await reading.WaitAsync(Timeouts.MustNotHang)).MessageType, Is.EqualTo(WebSocketMessageType.Close));
    }

    [Test]
    public async Task LostConnection_IsOneException()
    {
        using var socket = await OpenAsync();
        var (server, _) = await _server.AcceptAsync();
        server.Abort();
        Assert.That(
            async () => await socket.ReadAsync(new byte[10]).WaitAsync(Timeouts.MustNotHang),
            Throws.InstanceOf<GatewaySocketException>());
    }

    [Test]
    public async Task Dispose_EndsARead()
    {
        var socket = await OpenAsync();
        var reading = socket.ReadAsync(new byte[10]);
        socket.Dispose();
        Assert.That(
            async () => await reading.WaitAsync(Timeouts.MustNotHang), Throws.InstanceOf<GatewaySocketException>());
        Assert.That(
            async () => await socket.SendAsync("x"u8.ToArray(), CancellationToken.None),
            Throws.InstanceOf<GatewaySocketException>());
    }

    [Test]
    public async Task ServerThatIsNotThere_IsOneException()
    {
        var address = _server.Address;
        await _server.DisposeAsync();
        Assert.That(
            async () => await WebSocketTransport.OpenAsync(address, CancellationToken.None),
            Throws.InstanceOf<GatewaySocketException>());
    }

    [TestCase("https://127.0.0.1/")]
    [TestCase("ftp://127.0.0.1/")]
    public void OtherAddress_IsOneException(string address) => Assert.That(
        async () => await WebSocketTransport.OpenAsync(new Uri(address), new CancellationToken(canceled: true)),
        Throws.InstanceOf<GatewaySocketException>());

    [Test]
    public async Task Client_GoesThroughALossAndSaysGoodbye()
    {
        var clock = new FakeTimeProvider();
        var settings = new GatewaySettings(
            new Secret("token"), 1, clock, new FixedRandom { Value = 0.5 }, NullLogger.Instance);
        var starts = new SessionStartLimit(1000, 1000, TimeSpan.FromHours(1), 1000);
        var client = new GatewayClient(
            settings, _ => Task.FromResult(new GatewayAddress(_server.Address, starts)), WebSocketTransport.OpenAsync);
        using var cancellation = new CancellationTokenSource();
        var handler = new RecordedHandler();
        var run = client.RunAsync(handler, cancellation.Token);

        var (server, _) = await _server.AcceptAsync();
        using var first = new ZlibDeflater();
        var deflater = first;
        await SayAsync("""{"op":10,"d":{"heartbeat_interval":40000}}""");
        Assert.That(await LoopbackGateway.ReadAsync(server), Does.StartWith("{\"op\":2,"));
        await SayAsync(
            $$"""{"op":0,"s":1,"t":"READY","d":{"session_id":"s1","resume_gateway_url":"{{_server.Address}}"} }""");
        await handler.StateAsync<GatewayState.Ready>();
        server.Abort();
        await handler.StateAsync<GatewayState.Lost>();
        clock.Advance(GatewayLimits.LongestPause);

        (server, _) = await _server.AcceptAsync();
        using var second = new ZlibDeflater();
        deflater = second;
        await SayAsync("""{"op":10,"d":{"heartbeat_interval":40000}}""");
        Assert.That(await LoopbackGateway.ReadAsync(server), Does.StartWith("{\"op\":6,"));
        await SayAsync("""{"op":0,"s":2,"t":"RESUMED","d":{}}""");
        await handler.StateAsync<GatewayState.Resumed>();

        await cancellation.CancelAsync();
        Assert.That(await LoopbackGateway.ReadAsync(server), Is.Empty);
        Assert.That((int?)server.CloseStatus, Is.EqualTo(CloseCodes.Goodbye));
        await server.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        Assert.That(
            async () => await run.WaitAsync(Timeouts.MustNotHang), Throws.InstanceOf<OperationCanceledException>());

        Task SayAsync(string json) =>
            server.SendAsync(deflater.Deflate(json), WebSocketMessageType.Binary, true, CancellationToken.None);
    }

    private Task<IGatewaySocket> OpenAsync() =>
        WebSocketTransport.OpenAsync(_server.Address, CancellationToken.None).WaitAsync(Timeouts.MustNotHang);
}
