using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace Codesmith.Protocol.Wire;

/// <summary>
/// One message is one frame: a big-endian 32-bit length, then that many bytes of JSON. The handlers that come with
/// StreamJsonRpc trust the length they read; this one looks at it before it reserves a byte.
/// </summary>
/// <param name="stream">The connection. Disposed with the handler.</param>
/// <param name="formatter">Turns messages into JSON and back.</param>
/// <param name="limits">What this end says and hears.</param>
internal sealed class BoundedFrameHandler(Stream stream, IJsonRpcMessageFormatter formatter, FrameLimits limits)
    : MessageHandlerBase(formatter)
{
    private const int HeaderBytes = sizeof(int);

    /// <summary>A buffer that grew beyond this is given back after use: most frames are far smaller.</summary>
    private const int KeptBuffer = 64 * 1024;

    private readonly byte[] _header = new byte[HeaderBytes];
    private ArrayBufferWriter<byte> _outgoing = new();

    public override bool CanRead => true;

    public override bool CanWrite => true;

    /// <returns>The next message, or null when the other end closed the connection between two frames.</returns>
    /// <exception cref="WireViolationException">The length is out of bounds, or a request is not allowed here.</exception>
    /// <exception cref="EndOfStreamException">The connection ended within a frame.</exception>
    protected override async ValueTask<JsonRpcMessage?> ReadCoreAsync(CancellationToken cancellationToken)
    {
        var got = await stream.ReadAtLeastAsync(_header, HeaderBytes, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        if (got == 0)
            return null;
        if (got < HeaderBytes)
            throw new EndOfStreamException("The connection ended within the length of a frame.");

        var length = BinaryPrimitives.ReadInt32BigEndian(_header);
        if (length <= 0 || length > limits.Received)
            throw new WireViolationException($"A frame of {length} bytes; 1 to {limits.Received} are allowed.");

        // A fresh array for each frame: the parsed message keeps pointing into it.
        var content = new byte[length];
        await stream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        var message = Formatter.Deserialize(new ReadOnlySequence<byte>(content));
        if (message is JsonRpcRequest && !limits.RequestsAllowed)
            throw new WireViolationException("A request from the end that may only answer.");
        return message;
    }

    /// <exception cref="OversizeFrameException">The message does not fit a frame.</exception>
    protected override ValueTask WriteCoreAsync(JsonRpcMessage content, CancellationToken cancellationToken)
    {
        // Anything left here belongs to a message that could not be serialized, and was never sent.
        _outgoing.ResetWrittenCount();
        _outgoing.GetSpan(HeaderBytes);
        _outgoing.Advance(HeaderBytes);
        Formatter.Serialize(_outgoing, content);
        var length = _outgoing.WrittenCount - HeaderBytes;
        if (length > limits.Sent)
        {
            _outgoing = new ArrayBufferWriter<byte>();
            throw new OversizeFrameException(length, limits.Sent);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Sends what <see cref="WriteCoreAsync"/> prepared; the caller serializes the pairs. A frame is sent whole or the
    /// connection is over: <paramref name="cancellationToken"/> is the one of this handler's disposal.
    /// </summary>
    protected override async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var frame = MemoryMarshal.AsMemory(_outgoing.WrittenMemory);
        BinaryPrimitives.WriteInt32BigEndian(frame.Span, frame.Length - HeaderBytes);
        await stream.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (_outgoing.Capacity > KeptBuffer)
            _outgoing = new ArrayBufferWriter<byte>();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Dispose();
        base.Dispose(disposing);
    }
}
