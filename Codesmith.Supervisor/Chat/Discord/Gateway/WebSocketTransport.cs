using System.Net.WebSockets;

namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>
/// The real WebSocket. HTTPS_PROXY and its like count, but not on the way to this machine. permessage-deflate is not
/// offered: the stream inside is compressed already.
/// </summary>
internal sealed class WebSocketTransport : IGatewaySocket
{
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);

    private WebSocketTransport()
    {
        // Heartbeats keep the connection alive and find out when it is dead.
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
    }

    public int? CloseCode => (int?)_socket.CloseStatus;

    /// <inheritdoc cref="OpenGatewaySocket"/>
    public static async Task<IGatewaySocket> OpenAsync(Uri url, CancellationToken cancellation)
    {
        var transport = new WebSocketTransport();
        try
        {
            if (url.IsLoopback)
                transport._socket.Options.Proxy = null;
            await transport._socket.ConnectAsync(url, cancellation).ConfigureAwait(false);
            return transport;
        }
        catch (Exception failure)
        {
            transport.Dispose();
            throw new GatewaySocketException($"Discord's gateway cannot be reached ({KindOf(failure)}).", failure);
        }
    }

    public async Task<ValueWebSocketReceiveResult> ReadAsync(Memory<byte> buffer)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            throw Lost(failure);
        }
    }

    public Task SendAsync(ReadOnlyMemory<byte> text, CancellationToken cancellation) => OneByOneAsync(
        () => _socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, cancellation).AsTask(),
        cancellation);

    public Task CloseAsync(int code, CancellationToken cancellation) => OneByOneAsync(
        () => _socket.CloseOutputAsync((WebSocketCloseStatus)code, null, cancellation), cancellation);

    public void Dispose() => _socket.Dispose();

    private async Task OneByOneAsync(Func<Task> send, CancellationToken cancellation)
    {
        bool isMine = false;
        try
        {
            await _sending.WaitAsync(cancellation).ConfigureAwait(false);
            isMine = true;
            await send().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            throw Lost(failure);
        }
        finally
        {
            if (isMine)
                _sending.Release();
        }
    }

    private static GatewaySocketException Lost(Exception failure) =>
        new($"The connection broke ({KindOf(failure)}).", failure);

    /// <summary>What it was, in a word: the texts of these exceptions are long and say less.</summary>
    private static string KindOf(Exception failure) => failure switch
    {
        { InnerException: HttpRequestException request } => request.HttpRequestError.ToString(),
        WebSocketException socket => socket.WebSocketErrorCode.ToString(),
        _ => failure.GetType().Name,
    };
}
