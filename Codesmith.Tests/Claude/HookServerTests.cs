using System.Net;
using System.Net.Sockets;
using System.Text;
using Codesmith.Protocol;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Claude;

/// <summary>The server on a real loopback port.</summary>
internal sealed class HookServerTests
{
    private RecordingSink _sink = new();
    private HookServer _server = null!;
    private HttpClient _client = null!;

    private int Port => _client.BaseAddress!.Port;

    [SetUp]
    public void Start()
    {
        _sink = new RecordingSink();
        // Another process may take the port between the look and the use: then look again.
        for (var tries = 0; ; tries++)
        {
            var port = FreePort();
            _server = new HookServer(_sink, port);
            try
            {
                _server.Start();
                _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = Timeouts.MustNotHang };
                return;
            }
            catch (HttpListenerException) when (tries < 10)
            {
            }
        }
    }

    [TearDown]
    public async Task Stop()
    {
        _client.Dispose();
        await _server.DisposeAsync().AsTask().WaitAsync(Timeouts.MustNotHang);
    }

    [Test]
    public async Task Hook_ReachesTheSinkAndIsAnswered()
    {
        var (status, body) = await PostAsync("hook", """{"hook_event_name":"Stop"}""");
        Assert.That((status, body), Is.EqualTo((HttpStatusCode.OK, """{"reply":1}""")));
        Assert.That(_sink.Hooks, Is.EqualTo(new HookEvent[] { new HookEvent.Stop(null) }));
    }

    [Test]
    public async Task StatusLine_ReachesTheSink()
    {
        var (status, body) = await PostAsync("status", """{"session_id":"a","model":{"id":"m"}}""");
        Assert.That((status, body, _sink.Status?.ModelId), Is.EqualTo((HttpStatusCode.OK, "{}", "m")));
        Assert.That(_sink.Conversation, Is.EqualTo("a"));
    }

    [TestCase("hook", "")]
    [TestCase("hook", "garbage")]
    [TestCase("status", "[]")]
    [TestCase("elsewhere", """{"hook_event_name":"Stop"}""")]
    public async Task Garbage_IsRefusedAndTheNextIsHeard(string path, string body)
    {
        Assert.That((await PostAsync(path, body)).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(_sink.Hooks, Is.Empty);
        Assert.That((await PostAsync("hook", """{"hook_event_name":"Stop"}""")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task OtherMethods_AreRefused()
    {
        using var answer = await _client.GetAsync(new Uri("hook", UriKind.Relative));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task HugeHook_IsRefused()
    {
        var head = $"POST /hook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {17 * 1024 * 1024}\r\n\r\n";
        Assert.That(await RawAsync(head), Does.StartWith("HTTP/1.1 400"), "before it is sent");
    }

    [Test]
    public async Task LargeHook_IsHeard()
    {
        var text = new string('x', 4 * 1024 * 1024);
        Assert.That((await PostAsync("hook", $$"""{"hook_event_name":"Stop","last_assistant_message":"{{text}}"}""")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task HugeHooksAtOnce_AreRefused_WhenTheyAreTooMuchTogether()
    {
        _sink.Waiting = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var body = $$"""{"hook_event_name":"PermissionRequest","tool_name":"{{new string('x', 15 * 1024 * 1024)}}"}""";
        var waiting = new List<Task<(HttpStatusCode Status, string Body)>>();
        for (var count = 0; count < 4; count++)
        {
            waiting.Add(PostAsync("hook", body));
            await _sink.Arrived.WaitAsync(Timeouts.MustNotHang);
        }

        // It need not send the rest to hear that.
        var head = $"POST /hook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {body.Length}\r\n\r\n";
        Assert.That(await RawAsync(head + body[..(4 * 1024 * 1024)]), Does.StartWith("HTTP/1.1 400"));
        Assert.That((await PostAsync("status", "{}")).Status, Is.EqualTo(HttpStatusCode.OK), "a small one has room");

        _sink.Waiting.SetResult("{}"u8.ToArray());
        await Task.WhenAll(waiting);
        Assert.That((await PostAsync("hook", body)).Status, Is.EqualTo(HttpStatusCode.OK), "the room is free again");
    }

    [Test]
    public async Task CallersThatHangUp_DoNotStopTheOthers()
    {
        for (var count = 0; count < 20; count++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /hook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{\"hook"));
        }

        Assert.That((await PostAsync("hook", """{"hook_event_name":"Stop"}""")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task HookThatWaits_DoesNotHoldUpTheOthers()
    {
        _sink.Waiting = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var question = PostAsync("hook", """{"hook_event_name":"PermissionRequest","tool_name":"Bash"}""");
        Assert.That((await PostAsync("status", "{}")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(question.IsCompleted, Is.False);
        _sink.Waiting.SetResult("{\"late\":1}"u8.ToArray());
        Assert.That((await question).Body, Is.EqualTo("{\"late\":1}"));
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string body)
    {
        using var content = new StringContent(body);
        using var answer = await _client.PostAsync(new Uri(path, UriKind.Relative), content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<string> RawAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(socket.GetStream());
        return await reader.ReadLineAsync().WaitAsync(Timeouts.MustNotHang) ?? "";
    }

    private sealed class RecordingSink : IHookSink
    {
        public List<HookEvent> Hooks { get; } = [];

        /// <summary>Released once for each hook.</summary>
        public SemaphoreSlim Arrived { get; } = new(0);

        public AgentStatus? Status { get; private set; }

        public string? Conversation { get; private set; }

        public TaskCompletionSource<byte[]>? Waiting { get; set; }

        public Task<byte[]> OnHookAsync(HookEvent hook, CancellationToken cancellationToken)
        {
            Hooks.Add(hook);
            Arrived.Release();
            return Waiting?.Task.WaitAsync(cancellationToken) ?? Task.FromResult("{\"reply\":1}"u8.ToArray());
        }

        public Task OnStatusLineAsync(string? conversation, AgentStatus status)
        {
            (Conversation, Status) = (conversation, status);
            return Task.CompletedTask;
        }
    }
}
