using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Codesmith.Supervisor.Chat.Discord.Gateway;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Gateway;

/// <summary>A socket whose other side is the test.</summary>
internal sealed class ScriptedSocket(Uri url) : IGatewaySocket
{
    private readonly Channel<Piece> _incoming = Channel.CreateUnbounded<Piece>();
    private readonly Channel<byte[]> _sent = Channel.CreateUnbounded<byte[]>();
    private readonly TaskCompletionSource<int> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Piece? _current;
    private int _offset;

    public Uri Url { get; } = url;

    public int? CloseCode { get; private set; }

    /// <summary>Whether our close is answered.</summary>
    public bool AnswersClose { get; set; } = true;

    /// <summary>Runs before each send.</summary>
    public Func<CancellationToken, Task> BeforeSend { get; set; } = _ => Task.CompletedTask;

    /// <summary>The code of our close.</summary>
    public Task<int> ClosedAsync => _closed.Task.WaitAsync(Timeouts.MustNotHang);

    public Task DisposedAsync => _disposed.Task.WaitAsync(Timeouts.MustNotHang);

    /// <summary>Whether something was sent that the test has not looked at.</summary>
    public bool HasSent => _sent.Reader.TryPeek(out _);

    /// <summary>Nothing is sent, not even by what the clock has just woken.</summary>
    public async Task ExpectNothingSentAsync()
    {
        await Task.Delay(Timeouts.NothingHappens, TimeProvider.System);
        Assert.That(HasSent, Is.False);
    }

    /// <summary>Sends a text message; completes when it has been dealt with.</summary>
    public Task SayAsync(string json) => SayAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text);

    public Task SayAsync(byte[] bytes, WebSocketMessageType type, bool isEnd = true) =>
        DeliverAsync(new Piece(new ValueWebSocketReceiveResult(bytes.Length, type, isEnd), bytes));

    /// <summary>Hello, with a heartbeat each <paramref name="interval"/> ms.</summary>
    public Task HelloAsync(int interval = 40_000) =>
        SayAsync($$"""{"op":10,"d":{"heartbeat_interval":{{interval}}},"s":null,"t":null}""");

    public Task AcknowledgeAsync() => SayAsync("""{"op":11}""");

    public Task DispatchAsync(string name, long sequence, string data = "{}") =>
        SayAsync($$"""{"t":"{{name}}","s":{{sequence}},"op":0,"d":{{data}}}""");

    public Task ReadyAsync(long sequence = 1, string id = "s1", string resume = "wss://resume.example") =>
        DispatchAsync("READY", sequence, $$"""{"v":10,"session_id":"{{id}}","resume_gateway_url":"{{resume}}"}""");

    /// <summary>Closes from the other side.</summary>
    public Task CloseAsync(int? code)
    {
        CloseCode = code;
        return DeliverAsync(new Piece(new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, true), []));
    }

    /// <summary>Loses the connection.</summary>
    public void Break() => _incoming.Writer.TryComplete();

    /// <summary>The next payload that was sent here.</summary>
    public async Task<JsonElement> SentAsync()
    {
        var bytes = await _sent.Reader.ReadAsync().AsTask().WaitAsync(Timeouts.MustNotHang);
        return JsonSerializer.Deserialize<JsonElement>(bytes);
    }

    public async Task<ValueWebSocketReceiveResult> ReadAsync(Memory<byte> buffer)
    {
        if (_current is null || _offset == _current.Bytes.Length)
        {
            _current?.Handled.TrySetResult();
            _current = null;
            try
            {
                _current = await _incoming.Reader.ReadAsync();
            }
            catch (ChannelClosedException)
            {
                throw new GatewaySocketException("The connection broke (Scripted).");
            }

            _offset = 0;
        }

        int count = Math.Min(buffer.Length, _current.Bytes.Length - _offset);
        _current.Bytes.AsSpan(_offset, count).CopyTo(buffer.Span);
        _offset += count;
        bool isEnd = _offset == _current.Bytes.Length && _current.Result.EndOfMessage;
        return new ValueWebSocketReceiveResult(count, _current.Result.MessageType, isEnd);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> text, CancellationToken cancellation)
    {
        await BeforeSend(cancellation);
        _sent.Writer.TryWrite(text.ToArray());
    }

    public async Task CloseAsync(int code, CancellationToken cancellation)
    {
        _closed.TrySetResult(code);
        if (AnswersClose)
            _ = DeliverAsync(new Piece(new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, true), []));
        await Task.CompletedTask;
    }

    public void Dispose()
    {
        _disposed.TrySetResult();
        _incoming.Writer.TryComplete();
        while (_incoming.Reader.TryRead(out var left))
            left.Handled.TrySetResult();
    }

    private async Task DeliverAsync(Piece piece)
    {
        _incoming.Writer.TryWrite(piece);
        await Task.WhenAny(piece.Handled.Task, _disposed.Task).WaitAsync(Timeouts.MustNotHang);
    }

    private sealed record Piece(ValueWebSocketReceiveResult Result, byte[] Bytes)
    {
        public TaskCompletionSource Handled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
