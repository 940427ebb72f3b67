using System.Buffers;
using System.Net.WebSockets;

namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>
/// Puts messages together from what the socket reads. Binary ones belong to the compressed stream; a text is a
/// message as it is.
/// </summary>
internal sealed class MessageReader(IGatewaySocket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[GatewayLimits.ReadBytes];
    private readonly ZlibInflater _inflater = new();
    private ArrayBufferWriter<byte> _text = new();

    /// <summary>The next message; null if the other side closed.</summary>
    /// <exception cref="InvalidDataException">The compressed stream is corrupt, or the message too long.</exception>
    /// <exception cref="GatewaySocketException">The connection is lost.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync()
    {
        while (true)
        {
            var part = await socket.ReadAsync(_buffer).ConfigureAwait(false);
            var bytes = _buffer.AsSpan(0, part.Count);
            var message = part.MessageType switch
            {
                WebSocketMessageType.Binary => _inflater.Add(bytes, part.EndOfMessage),
                WebSocketMessageType.Text => AddText(bytes, part.EndOfMessage),
                _ => null,
            };
            if (message is not null || part.MessageType == WebSocketMessageType.Close)
                return message;
        }
    }

    public void Dispose() => _inflater.Dispose();

    private ReadOnlyMemory<byte>? AddText(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        if (_text.WrittenCount + bytes.Length > GatewayLimits.MessageBytes)
            throw new InvalidDataException("Discord sent a message that is too long.");
        _text.Write(bytes);
        if (!isEnd)
            return null;
        var message = _text.WrittenMemory;
        _text = new ArrayBufferWriter<byte>();
        return message;
    }
}
