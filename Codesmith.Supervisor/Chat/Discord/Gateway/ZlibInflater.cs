using System.Buffers;
using System.IO.Compression;

namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>
/// Discord's transport compression: one zlib stream for the life of a connection, flushed after each message. Takes
/// the stream in pieces of any size.
/// </summary>
internal sealed class ZlibInflater : IDisposable
{
    /// <summary>How zlib ends what it flushes.</summary>
    private const uint Flush = 0x0000FFFF;

    private const int ChunkBytes = 16 * 1024;

    private readonly MemoryStream _input = new();
    private readonly ZLibStream _inflation;
    private ArrayBufferWriter<byte> _message = new();
    private uint _lastFour = uint.MaxValue;
    private int _compressed;

    public ZlibInflater() => _inflation = new ZLibStream(_input, CompressionMode.Decompress, leaveOpen: true);

    /// <summary>Takes the next piece.</summary>
    /// <param name="piece">Bytes of the stream.</param>
    /// <param name="mayEnd">Whether a message can end here: the same four bytes may occur within one by chance.</param>
    /// <returns>The message that ends here, or null.</returns>
    /// <exception cref="InvalidDataException">The stream is corrupt, or the message too long.</exception>
    public ReadOnlyMemory<byte>? Add(ReadOnlySpan<byte> piece, bool mayEnd)
    {
        _compressed += piece.Length;
        if (_compressed > GatewayLimits.CompressedBytes)
            throw new InvalidDataException("Discord sent a message that is too long.");
        Inflate(piece);
        foreach (byte last in piece[Math.Max(0, piece.Length - sizeof(uint))..])
            _lastFour = (_lastFour << 8) | last;
        if (!mayEnd || _lastFour != Flush)
            return null;

        var message = _message.WrittenMemory;
        _message = new ArrayBufferWriter<byte>();
        _compressed = 0;
        return message;
    }

    public void Dispose()
    {
        _inflation.Dispose();
        _input.Dispose();
    }

    private void Inflate(ReadOnlySpan<byte> piece)
    {
        _input.SetLength(0);
        _input.Write(piece);
        _input.Position = 0;
        try
        {
            // The end of the input is not the end of the stream: it is read on with the next piece.
            for (int count; (count = _inflation.Read(_message.GetSpan(ChunkBytes))) > 0;)
            {
                _message.Advance(count);
                if (_message.WrittenCount > GatewayLimits.MessageBytes)
                    throw new InvalidDataException("Discord sent a message that is too long.");
            }
        }
        catch (IOException)
        {
            throw new InvalidDataException("Discord's compressed stream is corrupt.");
        }
    }
}
