using System.Net.WebSockets;

namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>Opens a WebSocket.</summary>
/// <exception cref="GatewaySocketException">It does not connect, or not before the cancellation.</exception>
internal delegate Task<IGatewaySocket> OpenGatewaySocket(Uri url, CancellationToken cancellation);

/// <summary>
/// An open WebSocket: one reader, and any number of senders at the same time. Disposing breaks the connection off,
/// and with it a read that is under way.
/// </summary>
internal interface IGatewaySocket : IDisposable
{
    /// <summary>The code of the other side's close; null before it.</summary>
    int? CloseCode { get; }

    /// <summary>Reads a part of a message, or the close.</summary>
    /// <exception cref="GatewaySocketException">The connection is lost.</exception>
    Task<ValueWebSocketReceiveResult> ReadAsync(Memory<byte> buffer);

    /// <summary>Sends a text message.</summary>
    /// <exception cref="GatewaySocketException">Lost, or not sent before the cancellation.</exception>
    Task SendAsync(ReadOnlyMemory<byte> text, CancellationToken cancellation);

    /// <summary>Sends our close; the other side's is read as before.</summary>
    /// <exception cref="GatewaySocketException">Lost, or not sent before the cancellation.</exception>
    Task CloseAsync(int code, CancellationToken cancellation);
}
