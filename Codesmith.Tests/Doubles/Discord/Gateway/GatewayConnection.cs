using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Codesmith.Tests.Doubles.Discord.World;
using Microsoft.AspNetCore.Http;

namespace Codesmith.Tests.Doubles.Discord.Gateway;

/// <summary>One WebSocket: writes what is in its queue, reads for <see cref="ClientPayloads"/>.</summary>
internal sealed class GatewayConnection
{
    private readonly WebSocket _socket;
    private readonly HttpContext _context;
    private readonly DiscordWorld _world;
    private readonly Ledger _ledger;
    private readonly DiscordDoubleOptions _options;
    private readonly ClientPayloads _payloads;
    private readonly Channel<Outgoing> _outgoing = System.Threading.Channels.Channel.CreateUnbounded<Outgoing>(
        new UnboundedChannelOptions { SingleReader = true });

    private volatile bool _isZombie;

    public GatewayConnection(
        WebSocket socket,
        HttpContext context,
        GatewayServer server,
        DiscordWorld world,
        Ledger ledger,
        DiscordDoubleOptions options)
    {
        _socket = socket;
        _context = context;
        _world = world;
        _ledger = ledger;
        _options = options;
        Path = context.Request.Path.Value!.TrimEnd('/');
        _payloads = new ClientPayloads(this, server, world, ledger, options);
    }

    public string Path { get; }

    /// <summary>Null before READY or RESUMED.</summary>
    public GatewaySession? Session { get; set; }

    /// <summary>When the client last said it is alive, or connected.</summary>
    public DateTimeOffset HeartbeatAt { get; set; }

    /// <summary>The client closed with 1000 or 1001.</summary>
    public bool EndsSession { get; private set; }

    /// <summary>Written in order, whatever happens meanwhile.</summary>
    public void Send(Outgoing outgoing) => _outgoing.Writer.TryWrite(outgoing);

    public void Send(Opcode opcode, JsonNode? data = null) => Send(new Outgoing.Control(opcode, data));

    public void Close(CloseCode code) => Close((int)code);

    public void Close(int code) => Send(new Outgoing.Close(code));

    /// <summary>Ends the TCP connection without a word.</summary>
    public void Drop() => _context.Abort();

    /// <summary>Stays open, but hears and says nothing any more.</summary>
    public void BecomeZombie() => _isZombie = true;

    public async Task RunAsync(bool isRightVersion)
    {
        var interval = (long)_options.HeartbeatInterval.TotalMilliseconds;
        Send(Opcode.Hello, new JsonObject { ["heartbeat_interval"] = interval });
        if (!isRightVersion)
            Close(CloseCode.InvalidVersion);
        var writing = WriteAsync();
        HeartbeatAt = _world.Now;
        using var silence = _options.EndsSilentConnections ? WatchSilence() : null;
        try
        {
            await ReadAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // The connection is lost: for the session that is an end like any other.
        }
        finally
        {
            _outgoing.Writer.TryComplete();
            await writing.ConfigureAwait(false);
        }
    }

    private ITimer WatchSilence() => _options.Clock.CreateTimer(
        _ =>
        {
            lock (_world.Gate)
            {
                if (_world.Now - HeartbeatAt < 2 * _options.HeartbeatInterval)
                    return;
            }

            _ledger.Violate("gateway: no heartbeat for two intervals");
            Close(CloseCode.SessionTimedOut);
        },
        null,
        2 * _options.HeartbeatInterval,
        _options.HeartbeatInterval);

    private async Task ReadAsync()
    {
        var buffer = new byte[GatewayLimits.PayloadBytes + 1];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                received = await _socket.ReceiveAsync(buffer.AsMemory(length), _context.RequestAborted)
                    .ConfigureAwait(false);
                length += received.Count;
            }
            while (!received.EndOfMessage && length < buffer.Length);

            if (received.MessageType is WebSocketMessageType.Close)
            {
                EndsSession = _socket.CloseStatus
                    is WebSocketCloseStatus.NormalClosure or WebSocketCloseStatus.EndpointUnavailable;
                if (_socket.State is WebSocketState.CloseReceived)
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None)
                        .ConfigureAwait(false);
                return;
            }

            if (!_isZombie && !_payloads.Take(buffer.AsMemory(0, length), received.MessageType))
                await DrainAsync().ConfigureAwait(false);
        }
    }

    /// <summary>After a close of ours nothing counts but the client's own.</summary>
    private async Task DrainAsync()
    {
        var buffer = new byte[GatewayLimits.PayloadBytes];
        while (_socket.State is WebSocketState.Open or WebSocketState.CloseSent)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), _context.RequestAborted).ConfigureAwait(false);
            if (received.MessageType is WebSocketMessageType.Close)
                throw new OperationCanceledException();
        }
    }

    private async Task WriteAsync()
    {
        using var zlib = _context.Request.Query["compress"] == "zlib-stream" ? new ZlibFrames() : null;
        try
        {
            await foreach (var outgoing in _outgoing.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                if (_isZombie)
                    continue;
                if (outgoing is Outgoing.Close close)
                {
                    await _socket.CloseOutputAsync((WebSocketCloseStatus)close.Code, null, CancellationToken.None)
                        .ConfigureAwait(false);
                    return;
                }

                await WriteAsync(Bytes(outgoing), zlib).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (
            exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Who reads will notice, too.
        }
    }

    private byte[] Bytes(Outgoing outgoing)
    {
        if (outgoing is not Outgoing.Dispatch dispatch)
            return ((Outgoing.Control)outgoing).ToBytes();
        if (dispatch.Event.Delivered is { } delivered)
        {
            lock (_world.Gate)
                delivered();
        }

        return dispatch.ToBytes();
    }

    private async Task WriteAsync(byte[] payload, ZlibFrames? zlib)
    {
        if (zlib is null)
        {
            await _socket.SendAsync(payload.AsMemory(), WebSocketMessageType.Text, true, CancellationToken.None)
                .ConfigureAwait(false);
            return;
        }

        var frames = zlib.Compress(payload);
        var size = Math.Max(1, (frames.Length + _options.ZlibMessages - 1) / _options.ZlibMessages);
        for (var start = 0; start < frames.Length; start += size)
        {
            var part = frames.AsMemory(start, Math.Min(size, frames.Length - start));
            await _socket.SendAsync(part, WebSocketMessageType.Binary, true, CancellationToken.None)
                .ConfigureAwait(false);
        }
    }
}
