using System.Net;
using System.Net.Sockets;
using Codesmith.Worker.Link;
using NUnit.Framework;

namespace Codesmith.Tests.Link;

internal sealed class DoorRelayTests
{
    private DirectoryInfo _folder = null!;
    private string _path = null!;
    private DoorRelay _relay = null!;
    private CancellationTokenSource _stop = null!;
    private Task _running = null!;

    [SetUp]
    public void Start()
    {
        _folder = Directory.CreateTempSubdirectory("relay-");
        _path = Path.Combine(_folder.FullName, "model.sock");
        _relay = new DoorRelay(0, _path);
        _stop = new CancellationTokenSource();
        _running = _relay.RunAsync(_stop.Token);
    }

    [TearDown]
    public async Task Stop()
    {
        await _stop.CancelAsync();
        Assert.That(
            async () => await _running.WaitAsync(Timeouts.MustNotHang), Throws.InstanceOf<OperationCanceledException>());
        _relay.Dispose();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task Bytes_GoBothWays_AtOnce_AndWhole()
    {
        using var gateway = Gateway();
        using var agent = await DialAsync();
        using var served = await gateway.AcceptAsync();
        var up = RandomBytes(1, 3_000_000);
        var down = RandomBytes(2, 5_000_000);

        var sendingUp = SendAllAsync(agent, up);
        var sendingDown = SendAllAsync(served, down);
        var receivingUp = ReceiveAllAsync(served);
        var receivingDown = ReceiveAllAsync(agent);
        await Task.WhenAll(sendingUp, sendingDown, receivingUp, receivingDown).WaitAsync(Timeouts.MustNotHang);

        Assert.That((await receivingUp).AsSpan().SequenceEqual(up), Is.True);
        Assert.That((await receivingDown).AsSpan().SequenceEqual(down), Is.True);
    }

    [Test]
    public async Task EndOfARequest_IsPassedOn_AndTheAnswerStillComes()
    {
        using var gateway = Gateway();
        using var agent = await DialAsync();
        using var served = await gateway.AcceptAsync();

        await SendAllAsync(agent, [1, 2, 3]);
        Assert.That(await ReceiveAllAsync(served).WaitAsync(Timeouts.MustNotHang), Is.EqualTo(new byte[] { 1, 2, 3 }));
        await SendAllAsync(served, [4, 5]);

        Assert.That(await ReceiveAllAsync(agent).WaitAsync(Timeouts.MustNotHang), Is.EqualTo(new byte[] { 4, 5 }));
    }

    [Test]
    public async Task AgentThatHangsUp_IsNoticedByTheGateway()
    {
        using var gateway = Gateway();
        var agent = await DialAsync();
        using var served = await gateway.AcceptAsync();

        agent.LingerState = new LingerOption(true, 0);
        agent.Dispose();

        Assert.That(await ReceiveAllAsync(served).WaitAsync(Timeouts.MustNotHang), Is.Empty);
    }

    [Test]
    public async Task GatewayAway_ClosesCleanly_AndWorksAgainWhenItIsBack()
    {
        using (var away = await DialAsync())
            Assert.That(await ReceiveAllAsync(away).WaitAsync(Timeouts.MustNotHang), Is.Empty, "before it came");

        using (var gateway = Gateway())
        {
            using var agent = await DialAsync();
            (await gateway.AcceptAsync()).Dispose();
            Assert.That(await ReceiveAllAsync(agent).WaitAsync(Timeouts.MustNotHang), Is.Empty);
        }

        using (var away = await DialAsync())
            Assert.That(await ReceiveAllAsync(away).WaitAsync(Timeouts.MustNotHang), Is.Empty, "after it went");

        await Bytes_GoBothWays_AtOnce_AndWhole();
    }

    [Test]
    public async Task TooManyConnections_Wait_UntilOneEnds()
    {
        using var gateway = Gateway();
        var agents = new List<Socket>();
        var served = new List<Socket>();
        for (var i = 0; i < 64; i++)
        {
            agents.Add(await DialAsync());
            served.Add(await gateway.AcceptAsync().WaitAsync(Timeouts.MustNotHang));
        }

        using var waiting = await DialAsync();
        var next = gateway.AcceptAsync();
        Assert.That(async () => await next.WaitAsync(Timeouts.NothingHappens), Throws.TypeOf<TimeoutException>());

        agents[0].Dispose();
        served[0].Dispose();
        (await next.WaitAsync(Timeouts.MustNotHang)).Dispose();
        agents.ForEach(agent => agent.Dispose());
        served.ForEach(connection => connection.Dispose());
    }

    [Test]
    public void OnlyLoopback_IsListenedOn()
    {
        var listening = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties()
            .GetActiveTcpListeners().Where(end => end.Port == _relay.Port);

        Assert.That(listening.Select(end => end.Address), Is.EqualTo(new[] { IPAddress.Loopback }));
    }

    private Socket Gateway()
    {
        File.Delete(_path);
        var gateway = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        gateway.Bind(new UnixDomainSocketEndPoint(_path));
        gateway.Listen();
        return gateway;
    }

    private async Task<Socket> DialAsync()
    {
        var agent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await agent.ConnectAsync(IPAddress.Loopback, _relay.Port);
        return agent;
    }

    private static byte[] RandomBytes(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static async Task SendAllAsync(Socket socket, byte[] bytes)
    {
        var rest = bytes.AsMemory();
        while (!rest.IsEmpty)
            rest = rest[await socket.SendAsync(rest)..];
        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task<byte[]> ReceiveAllAsync(Socket socket)
    {
        using var received = new MemoryStream();
        var chunk = new byte[64 * 1024];
        while (await socket.ReceiveAsync(chunk) is var count and > 0)
            received.Write(chunk, 0, count);
        return received.ToArray();
    }
}
