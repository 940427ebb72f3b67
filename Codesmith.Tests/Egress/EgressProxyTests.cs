using System.Net.Sockets;
using System.Text;
using Codesmith.Supervisor.Egress;
using NUnit.Framework;

namespace Codesmith.Tests.Egress;

/// <summary>What the proxy carries, to where, and what it does not.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class EgressProxyTests : IAsyncDisposable
{
    private readonly EgressSetup _setup = new();

    public ValueTask DisposeAsync() => _setup.DisposeAsync();

    [Test]
    public async Task Tunnel_CarriesBothWaysAndPassesTheEndOn()
    {
        using var client = await _setup.DialAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes(EgressSetup.Connect("Listed.Example.:443") + "early "));
        using var server = await _setup.Network.AcceptAsync();
        Assert.That(
            await EgressSetup.ReadAsync(client, EgressSetup.Established.Length), Is.EqualTo(EgressSetup.Established));
        await client.SendAsync("late"u8.ToArray());
        client.Shutdown(SocketShutdown.Send);

        Assert.That(await EgressSetup.ReadToEndAsync(server), Is.EqualTo("early late"));
        await server.SendAsync("answer"u8.ToArray());
        server.Dispose();

        Assert.That(await EgressSetup.ReadToEndAsync(client), Is.EqualTo("answer"));
        await _setup.CloseDoorAsync();
        Assert.That(_setup.Network.Dialed, Is.EqualTo(new[] { $"{EgressSetup.PublicAddress}:443" }));
        Assert.That(_setup.Log.Text, Does.Contain("alice reached listed.example:443: 10 bytes out, 6 in"));
    }

    [Test]
    public async Task LargeTunnel_IsCarriedWhole()
    {
        using var client = await _setup.DialAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes(EgressSetup.Connect("listed.example:443")));
        using var server = await _setup.Network.AcceptAsync();
        await EgressSetup.ReadAsync(client, EgressSetup.Established.Length);
        var much = new string('x', 3_000_000);
        var sending = Task.WhenAll(SendAsync(client, much), SendAsync(server, much));

        var received = await Task.WhenAll(EgressSetup.ReadToEndAsync(client), EgressSetup.ReadToEndAsync(server));

        await sending;
        Assert.That(received.Select(text => text.Length), Is.All.EqualTo(much.Length));
    }

    [Test]
    public async Task PlainRequest_IsOneAndWhatFollowsStaysHere()
    {
        var sending = _setup.SendRawAsync(
            "POST http://listed.example/form HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
            + "GET http://listed.example/smuggled HTTP/1.1\r\nHost: evil.example\r\n\r\n");
        using var server = await _setup.Network.AcceptAsync();
        const string expected =
            "POST /form HTTP/1.1\r\nHost: listed.example\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
        var seen = await EgressSetup.ReadAsync(server, expected.Length);
        await server.SendAsync("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\nmoved"u8.ToArray());
        server.Shutdown(SocketShutdown.Send);

        Assert.That(await sending, Is.EqualTo("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\nmoved"));
        Assert.That(seen + await EgressSetup.ReadToEndAsync(server), Is.EqualTo(expected));
        Assert.That(_setup.Network.Dialed, Has.Count.EqualTo(1), "a redirect is the client's to follow");
        Assert.That(_setup.Log.Text, Does.Not.Contain("/form"), "paths are not logged");
    }

    [Test]
    public async Task NameThatLeadsElsewhereLater_IsCheckedEachTimeAndLookedUpOnce()
    {
        _setup.Network.Name("listed.example", EgressSetup.PublicAddress, "127.0.0.1");
        using var client = await _setup.DialAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes(EgressSetup.Connect("listed.example:443")));
        using var server = await _setup.Network.AcceptAsync();

        Assert.That(
            await _setup.SendRawAsync(EgressSetup.Connect("listed.example:443")),
            Does.StartWith("HTTP/1.1 403 Blocked by Codesmith\r\n").And.Contains("not public (loopback)"));
        Assert.That(_setup.Network.Dialed, Is.EqualTo(new[] { $"{EgressSetup.PublicAddress}:443" }));
    }

    [TestCase("127.0.0.1")]
    [TestCase("169.254.169.254")]
    [TestCase("::ffff:10.0.0.1")]
    [TestCase(EgressSetup.PublicAddress + " 192.168.0.1")]
    [TestCase("192.168.0.1 " + EgressSetup.PublicAddress)]
    public async Task NameWithAnyPrivateAddress_IsRefusedInEveryMode(string addresses)
    {
        await using var open = new EgressSetup(EgressMode.Open);
        foreach (var setup in new[] { _setup, open })
        {
            setup.Network.Name("listed.example", addresses);
            Assert.That(
                await setup.SendRawAsync("GET http://listed.example/ HTTP/1.1\r\n\r\n"),
                Does.StartWith("HTTP/1.1 403 ").And.Contains("not public"));
            Assert.That(setup.Network.Dialed, Is.Empty);
        }
    }

    [TestCase("unknown.example:443", "The name unknown.example is not known.")]
    [TestCase("listed.example:443", "The name listed.example is not known.")]
    public async Task NameWithoutAddress_IsSaidToBeUnknown(string target, string reason)
    {
        _setup.Network.Name("listed.example", "");
        Assert.That(
            await _setup.SendRawAsync(EgressSetup.Connect(target)),
            Does.StartWith("HTTP/1.1 502 ").And.Contains(reason));
    }

    [Test]
    public async Task NextAddress_IsTriedWhenOneDoesNotAnswer()
    {
        var connector = new EgressConnector(
            _setup.Network,
            (address, cancellation) => address.Port == 443 && address.Address.ToString() == "1.1.1.1"
                ? throw new SocketException((int)SocketError.ConnectionRefused)
                : _setup.Network.DialAsync(address, cancellation),
            new SemaphoreSlim(1), _setup.Clock);
        _setup.Network.Name("listed.example", "1.1.1.1 1.0.0.1");
        using var socket = await connector.ConnectAsync(EgressTarget.Read("listed.example:443", null), default);
        Assert.That(_setup.Network.Dialed, Is.EqualTo(new[] { "1.0.0.1:443" }));

        _setup.Network.Name("listed.example", "1.1.1.1");
        Assert.That(
            async () => await connector.ConnectAsync(EgressTarget.Read("listed.example:443", null), default),
            Throws.TypeOf<EgressRefusedException>().With.Message.EqualTo("listed.example cannot be connected to."));
    }

    [Test]
    public async Task OwnAddressOfTheMachine_IsNotConnectedTo()
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        server.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        server.Listen();
        Assert.That(
            async () => await TcpDialer.DialAsync((System.Net.IPEndPoint)server.LocalEndPoint!, default),
            Throws.TypeOf<EgressRefusedException>().With.Message.Contains("this machine's own"));
        Assert.That(await EgressSetup.ReadToEndAsync(await server.AcceptAsync()), Is.Empty);
    }

    private static async Task SendAsync(Socket socket, string text)
    {
        var rest = Encoding.ASCII.GetBytes(text).AsMemory();
        while (!rest.IsEmpty)
            rest = rest[await socket.SendAsync(rest)..];
        socket.Shutdown(SocketShutdown.Send);
    }
}
