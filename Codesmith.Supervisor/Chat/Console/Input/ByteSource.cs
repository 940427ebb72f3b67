using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace Codesmith.Supervisor.Chat.Console.Input;

/// <summary>
/// Reads a stream on a thread of its own, because a read of a terminal or pipe cannot be cancelled: the thread stays
/// in it until the process ends. Reads ahead by one chunk only.
/// </summary>
internal sealed class ByteSource
{
    /// <summary>Bytes of one read: a pipe's buffer.</summary>
    private const int ChunkBytes = 64 * 1024;

    private readonly Channel<ReadOnlyMemory<byte>> _chunks =
        System.Threading.Channels.Channel.CreateBounded<ReadOnlyMemory<byte>>(1);

    private readonly Stream _stream;

    internal ByteSource(Stream stream)
    {
        _stream = stream;
        new Thread(Read) { IsBackground = true, Name = "standard input" }.Start();
    }

    /// <summary>Standard input as it is: the stream of <see cref="System.Console"/> edits lines by itself.</summary>
    internal static ByteSource OpenStandardInput() =>
        new(new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0));

    /// <summary>The next bytes; null at the end.</summary>
    /// <exception cref="IOException">The input cannot be read.</exception>
    internal async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        while (await _chunks.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_chunks.Reader.TryRead(out ReadOnlyMemory<byte> chunk))
                return chunk;
        }

        return null;
    }

    private void Read()
    {
        try
        {
            byte[] buffer = new byte[ChunkBytes];
            for (int count = _stream.Read(buffer); count > 0; count = _stream.Read(buffer))
                _chunks.Writer.WriteAsync(buffer.AsMemory(0, count).ToArray()).AsTask().GetAwaiter().GetResult();
            _chunks.Writer.TryComplete();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _chunks.Writer.TryComplete(exception);
        }
    }
}
