using System.Net.Sockets;
using System.Text.Json;
using Codesmith.Protocol;
using Codesmith.Supervisor.Workers;
using Codesmith.Tests.Protocol;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

/// <summary>A real link over a real Unix socket to a worker that says whatever a test wants.</summary>
internal abstract class WorkerLinkFixture
{
    protected const string Greeting = """{"version":3,"lastSequence":0,"agentRunning":false}""";

    private DirectoryInfo _folder = null!;
    private int _workers;

    protected FakeTimeProvider Clock { get; private set; } = null!;

    [SetUp]
    public void CreateFolder()
    {
        Clock = new FakeTimeProvider();
        _folder = Directory.CreateTempSubdirectory("link-");
    }

    [TearDown]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    protected string NewPath() => Path.Combine(_folder.FullName, $"{++_workers}.sock");

    /// <summary>Connects a link to a peer; the peer has seen nothing yet, and the link waits for its greeting.</summary>
    protected async Task<(Task<WorkerLink> Link, RawPeer Peer)> DialAsync(long after = 0)
    {
        var path = NewPath();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var link = WorkerLink.ConnectAsync(path, after, Clock, default);
        var socket = await listener.AcceptAsync().WaitAsync(Timeouts.MustNotHang);
        return (link, new RawPeer(new NetworkStream(socket, ownsSocket: true)));
    }

    /// <summary>Connects a link to a peer and lets it greet as a good worker does.</summary>
    protected async Task<(WorkerLink Link, RawPeer Peer)> OpenAsync(string greeting = Greeting, long after = 0)
    {
        var (opening, peer) = await DialAsync(after);
        await peer.AnswerAsync(await NextAsync(peer), greeting);
        return (await opening.WaitAsync(Timeouts.MustNotHang), peer);
    }

    /// <summary>The next call the link makes.</summary>
    protected static async Task<JsonElement> NextAsync(RawPeer peer)
    {
        var call = await peer.ReadAsync().WaitAsync(Timeouts.MustNotHang);
        Assert.That(call, Is.Not.Null, "the link has closed the connection");
        return call!.Value;
    }

    /// <summary>Reads all events until the link ends, which it must.</summary>
    protected static async Task<List<NumberedEvent>> DrainAsync(WorkerLink link, List<NumberedEvent> into)
    {
        await foreach (var numbered in link.ReadEventsAsync(default))
            into.Add(numbered);
        return into;
    }

    /// <summary>A batch with one event of the given JSON for each number.</summary>
    protected static string Batch(string happening, params long[] numbers) =>
        $$"""{"events":[{{string.Join(',', numbers.Select(number => Numbered(number, happening)))}}]}""";

    protected static string Numbered(long number, string happening) =>
        $$"""{"sequence":{{number}},"at":"2026-01-01T00:00:00+00:00","event":{{happening}} }""";
}
