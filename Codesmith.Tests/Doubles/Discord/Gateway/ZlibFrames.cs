using System.IO.Compression;

namespace Codesmith.Tests.Doubles.Discord.Gateway;

/// <summary>One zlib stream for the life of a connection; every payload ends in a flush, 00 00 FF FF.</summary>
internal sealed class ZlibFrames : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly ZLibStream _stream;

    public ZlibFrames() => _stream = new ZLibStream(_output, CompressionLevel.Fastest, leaveOpen: true);

    public byte[] Compress(byte[] payload)
    {
        _output.SetLength(0);
        _stream.Write(payload);
        _stream.Flush();
        return _output.ToArray();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _output.Dispose();
    }
}
