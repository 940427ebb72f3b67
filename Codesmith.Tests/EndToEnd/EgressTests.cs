using System.Net.Sockets;
using System.Text;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

[TestFixture]
internal sealed class EgressTests : AgentFixture
{
    [Test]
    public async Task Curl_ReachesWhatIsListedAndNothingElse()
    {
        Stage.Network.Name("listed.example", "93.184.215.14");
        var serving = ServeAsync();

        await Agent.TurnAsync(
            "BASH:{ for url in http://listed.example/ http://other.example/ http://169.254.169.254/latest/meta-data/ "
            + $"http://localhost.listed.example:{Stage.Model.BaseAddress.Port}/ http://[::ffff:127.0.0.1]/; do "
            + "curl -sS --max-time 60 $url; done; curl -sS https://other.example/; "
            + $"curl -sS http://127.0.0.1:{Stage.Model.BaseAddress.Port}/; }} > /workspace/out 2>&1");
        await serving;

        var seen = await File.ReadAllTextAsync(Path.Combine(Stage.WorkspaceOf(Agent.User), "out"));
        Assert.That(seen, Does.Match("""
            \Afrom outside
            other\.example is not on the list of hosts that sandboxes may reach\..*
            169\.254\.169\.254 leads to an address that is not public \(metadata\)\..*
            Port \d+ is not open to sandboxes.*
            .*127\.0\.0\.1 leads to an address that is not public \(loopback\)\..*
            curl: .*403
            curl: .*(refused|Failed to connect).*
            \z
            """));
        Assert.That(Stage.Network.Dialed, Is.EqualTo(new[] { "93.184.215.14:80" }));
    }

    private async Task ServeAsync()
    {
        using var server = await Stage.Network.AcceptAsync();
        await server.ReceiveAsync(new byte[4096]);
        await server.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nfrom outside\n"));
        server.Shutdown(SocketShutdown.Both);
    }
}
