using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Codesmith.Tests.Protocol;

/// <summary>One end of a link that can say anything: right frames, wrong frames, no frames.</summary>
internal sealed class RawPeer(Stream stream) : IDisposable
{
    public void Dispose() => stream.Dispose();

    /// <summary>The next message, or null when the other end has closed the connection.</summary>
    public async Task<JsonElement?> ReadAsync()
    {
        try
        {
            var header = new byte[4];
            if (await stream.ReadAtLeastAsync(header, 4, throwOnEndOfStream: false) < 4)
                return null;
            var content = new byte[BinaryPrimitives.ReadInt32BigEndian(header)];
            await stream.ReadExactlyAsync(content);
            return JsonDocument.Parse(content).RootElement;
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    public async Task WriteAsync(params byte[] bytes) => await stream.WriteAsync(bytes);

    public Task WriteHeaderAsync(int length)
    {
        var header = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(header, length);
        return WriteAsync(header);
    }

    public Task WriteFrameAsync(string json) => WriteFrameAsync(Encoding.UTF8.GetBytes(json));

    public Task WriteFrameAsync(byte[] content)
    {
        var frame = new byte[4 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, content.Length);
        content.CopyTo(frame, 4);
        return WriteAsync(frame);
    }

    public Task CallAsync(int id, string method, string arguments) =>
        WriteFrameAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":[{{arguments}}]}""");

    public Task AnswerAsync(JsonElement request, string result) =>
        WriteFrameAsync($$"""{"jsonrpc":"2.0","id":{{request.GetProperty("id")}},"result":{{result}}}""");

    public Task RefuseAsync(JsonElement request, int code, string message) =>
        WriteFrameAsync(
            $$"""{"jsonrpc":"2.0","id":{{request.GetProperty("id")}},"error":{"code":{{code}},"message":"{{message}}" } }""");

    /// <summary>Reads until the other end closes the connection.</summary>
    public async Task ReadToEndAsync()
    {
        while (await ReadAsync() is not null)
        {
            // What comes before the end does not matter here.
        }
    }
}
