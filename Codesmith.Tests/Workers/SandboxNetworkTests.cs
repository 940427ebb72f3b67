using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

/// <summary>What an attacker inside a real sandbox reaches of networks and sockets.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SandboxNetworkTests : IAsyncDisposable
{
    private readonly SandboxFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Test]
    public async Task Network_HasLoopbackOnly()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        try
        {
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            using var fromOutside = new TcpClient();
            await fromOutside.ConnectAsync(IPAddress.Loopback, port);

            var seen = await _fixture.RunAsync(
                $"tail -n +3 /proc/net/dev | cut -d: -f1; (echo > /dev/tcp/127.0.0.1/{port}) ; "
                + "for host in 192.0.2.1 169.254.169.254 10.0.0.1; do (echo > /dev/tcp/$host/80); done");

            Assert.That(
                seen,
                Does.Match(
                    "(?s)^ *lo\n[^\n]*\n[^\n]*Connection refused\n([^\n]*\n[^\n]*Network is unreachable\n?){3}$"));
        }
        finally
        {
            listener.Stop();
        }
    }

    [Test]
    public async Task AbstractSocketOfTheHost_IsOutOfReach()
    {
        var name = $"codesmith-test-{Guid.NewGuid():N}";
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint("\0" + name));
        listener.Listen();
        Assert.That(await File.ReadAllTextAsync("/proc/net/unix"), Does.Contain(name));

        Assert.That(await _fixture.RunAsync("grep -v Num /proc/net/unix; echo end"), Is.EqualTo("end"));
    }

    [Test]
    public async Task SocketToTheModel_CanBeDialedButNotReplaced()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_fixture.Folders.ModelSocket));
        listener.Listen();
        var accepting = listener.AcceptAsync();

        var seen = await _fixture.RunAsync(
            "perl -MSocket -e 'socket(S,AF_UNIX,SOCK_STREAM,0); "
            + "print connect(S,sockaddr_un(\"/run/codesmith/doors/model.sock\")) ? \"dialed\\n\" : \"$!\\n\"'; "
            + "rm -f /run/codesmith/doors/model.sock");
        using var accepted = await accepting.WaitAsync(Timeouts.MustNotHang);

        Assert.That(seen, Does.Match("^dialed\nrm: .*Read-only file system$"));
    }
}
