using System.Net;
using System.Net.Sockets;
using System.Text;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Credentials;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Rest;

/// <summary>The client with the real handler, over a real connection.</summary>
internal sealed class RestHandlerTests
{
    [Test]
    public async Task Redirect_IsNotFollowed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var apiBase = new Uri($"http://{listener.LocalEndpoint}/api/v10/");
        using var rest = new DiscordRest(
            new DiscordRestOptions(new Secret("token")) { ApiBase = apiBase },
            RestHandler.Create(apiBase),
            TimeProvider.System,
            new Random(1),
            NullLogger.Instance);
        var asked = rest.GetGatewayBotAsync(CancellationToken.None);
        using var connection = await listener.AcceptTcpClientAsync().WaitAsync(Timeouts.MustNotHang);
        await using var stream = connection.GetStream();
        using var reader = new StreamReader(stream);
        Assert.That(
            await reader.ReadLineAsync().WaitAsync(Timeouts.MustNotHang), Is.EqualTo("GET /api/v10/gateway/bot HTTP/1.1"));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 302 Found\r\nLocation: {apiBase}elsewhere\r\nContent-Length: 0\r\n\r\n"));
        var failure = await Failure(asked).WaitAsync(Timeouts.MustNotHang);
        Assert.That(failure!.Status, Is.EqualTo(302));
        Assert.That(failure.Kind, Is.EqualTo(DiscordErrorKind.Unexpected));
        Assert.That(listener.Pending(), Is.False);
    }

    private static async Task<DiscordException?> Failure(Task task)
    {
        try
        {
            await task;
            return null;
        }
        catch (DiscordException exception)
        {
            return exception;
        }
    }
}
