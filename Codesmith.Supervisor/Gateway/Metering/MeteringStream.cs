using Microsoft.AspNetCore.Http;

namespace Codesmith.Supervisor.Gateway.Metering;

/// <summary>The way back to the client: what passes is read on the way, and passes at once and as it is.</summary>
internal sealed class MeteringStream(Stream client, HttpResponse response, ReplyMeter meter) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Read(buffer);
        client.Write(buffer);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Before it is passed on: it is used, also if nobody is there any more to take it; and whoever has read the
        // end may ask for more at once.
        Read(buffer.Span);
        return client.WriteAsync(buffer, cancellationToken);
    }

    public override void Flush() => client.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Read(ReadOnlySpan<byte> piece) => meter.Read(piece, response.ContentType);
}
