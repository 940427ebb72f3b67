using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Codesmith.Supervisor.Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Codesmith.Tests.Chat.Discord.Gateway;

/// <summary>A WebSocket server on this machine, each of whose connections is the test's.</summary>
internal sealed class LoopbackGateway : IAsyncDisposable
{
    private readonly Channel<(WebSocket Socket, IHeaderDictionary Headers)> _accepted =
        Channel.CreateUnbounded<(WebSocket, IHeaderDictionary)>();

    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LocalHttpServer _server = null!;

    private LoopbackGateway()
    {
    }

    public Uri Address => new UriBuilder(_server.Address) { Scheme = Uri.UriSchemeWs }.Uri;

    public static async Task<LoopbackGateway> StartAsync()
    {
        var gateway = new LoopbackGateway();
        var webSockets = new WebSocketMiddleware(
            gateway.AcceptAsync, Options.Create(new WebSocketOptions()), NullLoggerFactory.Instance);
        gateway._server = await LocalHttpServer.StartOnLoopbackAsync(
            webSockets.Invoke, _ => { }, NullLoggerFactory.Instance, CancellationToken.None);
        return gateway;
    }

    /// <summary>The next connection.</summary>
    public Task<(WebSocket Socket, IHeaderDictionary Headers)> AcceptAsync() =>
        _accepted.Reader.ReadAsync().AsTask().WaitAsync(Timeouts.MustNotHang);

    /// <summary>The next message, or empty for the close.</summary>
    public static async Task<string> ReadAsync(WebSocket socket)
    {
        var buffer = new byte[4096];
        var read = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Timeouts.MustNotHang);
        return Encoding.UTF8.GetString(buffer, 0, read.Count);
    }

    public async ValueTask DisposeAsync()
    {
        _over.TrySetResult();
        await _server.DisposeAsync();
    }

    private async Task AcceptAsync(HttpContext context)
    {
        var socket = await context.WebSockets.AcceptWebSocketAsync();
        await _accepted.Writer.WriteAsync((socket, context.Request.Headers));
        await _over.Task; // a request that returns takes its socket with it
    }
}
