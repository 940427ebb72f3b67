using System.Net.Sockets;
using System.Text.Json;
using Codesmith.Tests.Protocol;
using Codesmith.Worker.Link;
using NUnit.Framework;

namespace Codesmith.Tests.Link;

/// <summary>A worker's socket that listens, for peers that speak to it in raw frames.</summary>
internal abstract class LinkFixture
{
    protected const string Hello = """{"version":3}""";

    private CancellationTokenSource _stop = null!;
    private LinkListener? _listener;
    private Task _running = null!;

    protected StubAgent Agent { get; } = new();

    protected DirectoryInfo Folder { get; private set; } = null!;

    protected string SocketPath { get; private set; } = null!;

    protected EventLog Log { get; private set; } = null!;

    [SetUp]
    public void Listen()
    {
        Agent.Calls.Clear();
        Folder = Directory.CreateTempSubdirectory("link-");
        SocketPath = Path.Combine(Folder.FullName, "worker.sock");
        Log = new EventLog(TimeProvider.System);
        _stop = new CancellationTokenSource();
        Start(_ => true);
    }

    [TearDown]
    public async Task Stop()
    {
        await EndAsync();
        _stop.Dispose();
        Folder.Delete(recursive: true);
    }

    protected void Start(Func<Socket, bool> admits)
    {
        _listener = new LinkListener(
            SocketPath, Log, Agent, new AttachmentStore(Path.Combine(Folder.FullName, "attachments")), admits);
        _stop = new CancellationTokenSource();
        _running = _listener.RunAsync(_stop.Token);
    }

    protected async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(Timeouts.MustNotHang).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.That(_running.IsCanceled, Is.True);
        _listener?.Dispose();
    }

    protected async Task<RawPeer> DialAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
        return new RawPeer(new NetworkStream(socket, ownsSocket: true));
    }

    protected static async Task GreetAsync(RawPeer peer)
    {
        await peer.CallAsync(1, "HelloAsync", Hello);
        Assert.That((await AnswerAsync(peer)).TryGetProperty("result", out _), Is.True);
    }

    protected static async Task<JsonElement> AnswerAsync(RawPeer peer)
    {
        var answer = await peer.ReadAsync().WaitAsync(Timeouts.MustNotHang);
        Assert.That(answer, Is.Not.Null, "the worker has closed the connection");
        return answer!.Value;
    }

    protected static async Task<int> ErrorAsync(RawPeer peer)
    {
        var answer = await AnswerAsync(peer);
        Assert.That(answer.TryGetProperty("error", out var error), Is.True, answer.GetRawText());
        return error.GetProperty("code").GetInt32();
    }
}
