using System.IO.Compression;
using System.Text;

namespace Codesmith.Tests.Chat.Discord.Gateway;

/// <summary>The other side of the transport compression: one stream, flushed after each message.</summary>
internal sealed class ZlibDeflater : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly ZLibStream _deflation;

    public ZlibDeflater() => _deflation = new ZLibStream(_output, CompressionLevel.Optimal);

    public byte[] Deflate(string message) => Deflate(Encoding.UTF8.GetBytes(message));

    public byte[] Deflate(byte[] message)
    {
        _output.SetLength(0);
        _deflation.Write(message);
        _deflation.Flush();
        return _output.ToArray();
    }

    public void Dispose()
    {
        _deflation.Dispose();
        _output.Dispose();
    }
}
