using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Codesmith.Tests.Doubles.Discord.Tests;

/// <summary>A bot's end of the gateway that is nothing but a WebSocket.</summary>
internal sealed class RawGateway : IDisposable
{
    /// <summary>Guilds, messages and reactions in guilds and direct messages, and the content.</summary>
    public const int Everything = 46593;

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 20];
    private readonly MemoryStream _compressed = new();
    private ZLibStream? _zlib;

    public int LastSequence { get; private set; }

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    /// <summary>Whether the last compressed payload ended in a flush.</summary>
    public bool EndsInFlush { get; private set; }

    public static async Task<RawGateway> ConnectAsync(string url, string query = "/?v=10&encoding=json")
    {
        var gateway = new RawGateway();
        if (query.Contains("zlib", StringComparison.Ordinal))
            gateway._zlib = new ZLibStream(gateway._compressed, CompressionMode.Decompress);
        await gateway._socket.ConnectAsync(new Uri(url + query), CancellationToken.None).WaitAsync(
            Timeouts.MustNotHang);
        return gateway;
    }

    /// <summary>Connected, with READY received and returned.</summary>
    public static async Task<(RawGateway Gateway, JsonElement Ready)> IdentifyAsync(
        DiscordDouble discord, int intents = Everything, string query = "/?v=10&encoding=json")
    {
        using var bot = new RawBot(discord);
        var url = (await bot.SendAsync("GET", "/gateway/bot")).Json.GetProperty("url").GetString()!;
        var gateway = await ConnectAsync(url, query);
        await gateway.ReceiveAsync();
        await gateway.SendAsync(Identify(discord.Token, intents));
        return (gateway, (await gateway.DispatchAsync("READY")).GetProperty("d"));
    }

    public static string Identify(string token, int intents = Everything) =>
        $$$$"""{"op":2,"d":{"token":"{{{{token}}}}","intents":{{{{intents}}}},"properties":{"os":"linux","browser":"t","device":"t"}}}""";

    public static string Resume(string token, string session, int sequence) =>
        $$$"""{"op":6,"d":{"token":"{{{token}}}","session_id":"{{{session}}}","seq":{{{sequence}}}}}""";

    public Task SendAsync(string json) => _socket
        .SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, CancellationToken.None)
        .WaitAsync(Timeouts.MustNotHang);

    /// <summary>The next payload; undefined when the server closed.</summary>
    public async Task<JsonElement> ReceiveAsync()
    {
        var length = 0;
        WebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(
                new ArraySegment<byte>(_buffer, length, _buffer.Length - length), CancellationToken.None)
                .WaitAsync(Timeouts.MustNotHang);
            length += received.Count;
        }
        while (received.MessageType is not WebSocketMessageType.Close && !IsComplete(received, length));

        if (received.MessageType is WebSocketMessageType.Close)
            return default;
        var payload = JsonElement.Parse(_zlib is null ? _buffer.AsSpan(0, length) : Inflate(length));
        if (payload.GetProperty("s") is { ValueKind: JsonValueKind.Number } sequence)
            LastSequence = sequence.GetInt32();
        return payload;
    }

    /// <summary>The next dispatch of this name; others are passed over.</summary>
    public async Task<JsonElement> DispatchAsync(string name)
    {
        while (await ReceiveAsync() is { ValueKind: JsonValueKind.Object } payload)
        {
            if (payload.GetProperty("t").ValueEquals(name))
                return payload;
        }

        throw new InvalidOperationException($"Closed with {CloseStatus} before {name}.");
    }

    /// <summary>The names of dispatches up to and with this one.</summary>
    public async Task<IReadOnlyList<string>> NamesUntilAsync(string name)
    {
        var names = new List<string>();
        while (!names.Contains(name))
            names.Add((await ReceiveAsync()).GetProperty("t").GetString()!);
        return names;
    }

    public Task CloseAsync(int code) => _socket
        .CloseAsync((WebSocketCloseStatus)code, null, CancellationToken.None)
        .WaitAsync(Timeouts.MustNotHang);

    public void Dispose()
    {
        _zlib?.Dispose();
        _compressed.Dispose();
        _socket.Dispose();
    }

    /// <summary>Compressed payloads may come in several messages and end in 00 00 FF FF.</summary>
    private bool IsComplete(WebSocketReceiveResult received, int length)
    {
        EndsInFlush = length >= 4 && _buffer.AsSpan(length - 4, 4).SequenceEqual(
            (ReadOnlySpan<byte>)[0, 0, 0xFF, 0xFF]);
        return received.EndOfMessage && (_zlib is null || EndsInFlush);
    }

    private byte[] Inflate(int length)
    {
        _compressed.SetLength(0);
        _compressed.Write(_buffer, 0, length);
        _compressed.Position = 0;
        using var text = new MemoryStream();
        var part = new byte[4096];
        int read;
        while ((read = _zlib!.Read(part)) > 0)
            text.Write(part, 0, read);
        return text.ToArray();
    }
}
