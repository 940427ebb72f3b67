using System.Net.Sockets;
using System.Text.Json;
using Codesmith.Protocol;
using Codesmith.Tests.Protocol;
using Codesmith.Worker.Link;
using NUnit.Framework;

namespace Codesmith.Tests.Link;

/// <summary>The worker's socket, spoken to in raw frames.</summary>
internal sealed class LinkListenerTests
{
    private const string Hello = """{"version":2}""";

    private readonly StubAgent _agent = new();
    private DirectoryInfo _folder = null!;
    private string _path = null!;
    private EventLog _log = null!;
    private CancellationTokenSource _stop = null!;
    private LinkListener? _listener;
    private Task _running = null!;

    [SetUp]
    public void Listen()
    {
        _agent.Calls.Clear();
        _folder = Directory.CreateTempSubdirectory("link-");
        _path = Path.Combine(_folder.FullName, "worker.sock");
        _log = new EventLog(TimeProvider.System);
        _stop = new CancellationTokenSource();
        Start(_ => true);
    }

    [TearDown]
    public async Task Stop()
    {
        await EndAsync();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task Hello_IsAnswered()
    {
        _log.Append(new RetryReported("x"));
        using var peer = await DialAsync();

        await peer.CallAsync(1, "HelloAsync", Hello);

        Assert.That(
            (await AnswerAsync(peer)).GetProperty("result").GetRawText(),
            Is.EqualTo("""{"version":2,"lastSequence":1,"agentRunning":false}"""));
    }

    [TestCase("StartAgentAsync", """{"conversationId":"0b0e7f1c-5a6e-4c69-9d0e-0f6a5f1c2b3d","model":null,"credential":"gateway"}""")]
    [TestCase("ReadEventsAsync", "0,10")]
    [TestCase("SubmitPromptAsync", """{"promptId":"p","text":"x"}""")]
    [TestCase("RunCommandAsync", """{"commandId":"c","command":"clear"}""")]
    [TestCase("AnswerQuestionAsync", """{"questionId":"q","decision":"dismiss","choices":[]}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"n","offset":0,"data":"YQ==","isLast":true}""")]
    [TestCase("InterruptAsync", "")]
    [TestCase("PressKeyAsync", "\"enter\"")]
    [TestCase("CaptureScreenAsync", "")]
    [TestCase("StopAgentAsync", "")]
    public async Task CallBeforeHello_IsRefused_AndHelloIsStillTaken(string method, string arguments)
    {
        _log.Append(new RetryReported("x"));
        using var peer = await DialAsync();
        await peer.CallAsync(1, method, arguments);
        Assert.That(await ErrorAsync(peer), Is.EqualTo(WorkerErrorCode.HelloExpected));
        Assert.That(_agent.Calls, Is.Empty);

        await GreetAsync(peer);
        await peer.CallAsync(2, method, arguments);
        Assert.That((await AnswerAsync(peer)).TryGetProperty("result", out _), Is.True);
    }

    [Test]
    public async Task HelloTwice_IsRefused_AndTheConnectionGoesOn()
    {
        using var peer = await DialAsync();
        await GreetAsync(peer);

        await peer.CallAsync(2, "HelloAsync", Hello);
        Assert.That(await ErrorAsync(peer), Is.EqualTo(WorkerErrorCode.InvalidArgument));

        await peer.CallAsync(3, "InterruptAsync", "");
        Assert.That((await AnswerAsync(peer)).TryGetProperty("result", out _), Is.True);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3)]
    [TestCase(int.MinValue)]
    public async Task WrongVersion_IsRefused_NamingBoth(int version)
    {
        using var peer = await DialAsync();

        await peer.CallAsync(1, "HelloAsync", $$"""{"version":{{version}}}""");
        var error = (await AnswerAsync(peer)).GetProperty("error");
        Assert.That(error.GetProperty("code").GetInt32(), Is.EqualTo(WorkerErrorCode.VersionMismatch));
        Assert.That(error.GetProperty("message").GetString(), Does.Contain("version 2").And.Contain($"{version}."));

        await peer.CallAsync(2, "InterruptAsync", "");
        Assert.That(await ErrorAsync(peer), Is.EqualTo(WorkerErrorCode.HelloExpected));
    }

    [TestCase("StartAgentAsync", """{"conversationId":"../../etc","model":null,"credential":"gateway"}""")]
    [TestCase("StartAgentAsync", """{"conversationId":"0b0e7f1c-5a6e-4c69-9d0e-0f6a5f1c2b3d","model":"","credential":"gateway"}""")]
    [TestCase("StartAgentAsync", """{"conversationId":"0b0e7f1c-5a6e-4c69-9d0e-0f6a5f1c2b3d","model":"a\nb","credential":"gateway"}""")]
    [TestCase("ReadEventsAsync", "-1,10")]
    [TestCase("ReadEventsAsync", "1,10")]
    [TestCase("ReadEventsAsync", "0,0")]
    [TestCase("ReadEventsAsync", "0,257")]
    [TestCase("SubmitPromptAsync", """{"promptId":"","text":"x"}""")]
    [TestCase("SubmitPromptAsync", """{"promptId":"p","text":""}""")]
    [TestCase("RunCommandAsync", """{"commandId":"c","command":"clear","argument":"x"}""")]
    [TestCase("RunCommandAsync", """{"commandId":"c","command":"model"}""")]
    [TestCase("RunCommandAsync", """{"commandId":"c","command":"model","argument":"a\r/exit"}""")]
    [TestCase("AnswerQuestionAsync", """{"questionId":"q","decision":"accept","choices":[null]}""")]
    [TestCase("AnswerQuestionAsync", """{"questionId":"q","decision":"accept","choices":[[null]]}""")]
    [TestCase("AnswerQuestionAsync", """{"questionId":"q","decision":"accept","choices":[[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[]]}""")]
    [TestCase("WriteFileAsync", """{"folder":"","name":"n","offset":0,"data":"","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"..","name":"n","offset":0,"data":"","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"a/b","offset":0,"data":"","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":".n","offset":0,"data":"","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"a\u0000b","offset":0,"data":"","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"a\u0085b","offset":0,"data":"","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"n","offset":-1,"data":"","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"n","offset":104857600,"data":"YQ==","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"n","offset":9223372036854775807,"data":"YQ==","isLast":true}""")]
    public async Task BadArgument_IsRefused_BeforeTheAgentSeesIt(string method, string arguments)
    {
        using var peer = await DialAsync();
        await GreetAsync(peer);

        await peer.CallAsync(2, method, arguments);

        Assert.That(await ErrorAsync(peer), Is.EqualTo(WorkerErrorCode.InvalidArgument));
        Assert.That(_agent.Calls, Is.Empty);
    }

    [Test]
    public async Task TooLongArguments_AreRefused()
    {
        using var peer = await DialAsync();
        await GreetAsync(peer);

        await peer.CallAsync(2, "SubmitPromptAsync", $$"""{"promptId":"p","text":"{{new string('x', WireLimits.PromptText + 1)}}"}""");
        Assert.That(await ErrorAsync(peer), Is.EqualTo(WorkerErrorCode.InvalidArgument));
        await peer.CallAsync(3, "SubmitPromptAsync", $$"""{"promptId":"{{new string('x', WireLimits.ShortText + 1)}}","text":"x"}""");
        Assert.That(await ErrorAsync(peer), Is.EqualTo(WorkerErrorCode.InvalidArgument));
        await peer.CallAsync(4, "AnswerQuestionAsync", $$"""{"questionId":"q","decision":"refuse","choices":[],"message":"{{new string('x', WireLimits.AnswerText + 1)}}"}""");
        Assert.That(await ErrorAsync(peer), Is.EqualTo(WorkerErrorCode.InvalidArgument));
        foreach (var (name, bytes) in new[]
        {
            (new string('x', WireLimits.FileName + 1), 1),
            (new string('漢', WireLimits.FileNameBytes / 3) + "x", 1),
            ("n", WireLimits.FileChunk + 1),
        })
        {
            var data = Convert.ToBase64String(new byte[bytes]);
            await peer.CallAsync(5, "WriteFileAsync", $$"""{"folder":"f","name":"{{name}}","offset":0,"data":"{{data}}","isLast":true}""");
            Assert.That(await ErrorAsync(peer), Is.EqualTo(WorkerErrorCode.InvalidArgument));
        }

        Assert.That(_agent.Calls, Is.Empty);
        Assert.That(_folder.EnumerateDirectories(), Is.Empty);
    }

    [TestCase("SubmitPromptAsync", "null")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"n","offset":0,"data":null,"isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"n","offset":0,"data":"*","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"\ud83d","offset":0,"data":"","isLast":true}""")]
    [TestCase("SubmitPromptAsync", """{"promptId":"p"}""")]
    [TestCase("SubmitPromptAsync", """{"promptId":"p","text":null}""")]
    [TestCase("PressKeyAsync", "77")]
    [TestCase("PressKeyAsync", "\"bogus\"")]
    [TestCase("Dispose", "")]
    [TestCase("GetHashCode", "")]
    public async Task Malformed_IsAnError_AndTheConnectionGoesOn(string method, string arguments)
    {
        using var peer = await DialAsync();
        await GreetAsync(peer);

        await peer.CallAsync(2, method, arguments);

        Assert.That(await ErrorAsync(peer), Is.Not.Zero);
        Assert.That(_agent.Calls, Is.Empty);
        await peer.CallAsync(3, "InterruptAsync", "");
        Assert.That((await AnswerAsync(peer)).TryGetProperty("result", out _), Is.True);
    }

    [TestCase(int.MaxValue)]
    [TestCase(WireLimits.FrameToWorker + 1)]
    [TestCase(0)]
    [TestCase(-1)]
    public async Task BadFrame_EndsThisConnection_AndTheNextIsServed(int length)
    {
        using var peer = await DialAsync();
        await GreetAsync(peer);

        await peer.WriteHeaderAsync(length);

        await peer.ReadToEndAsync().WaitAsync(Timeouts.MustNotHang);
        using var next = await DialAsync();
        await GreetAsync(next);
    }

    [Test]
    public async Task NewSupervisor_TakesOver_AndReadsWhatTheOldOneDidNot()
    {
        using var old = await DialAsync();
        await GreetAsync(old);
        await old.CallAsync(2, "ReadEventsAsync", "0,10");

        using var next = await DialAsync();
        await GreetAsync(next);
        await old.ReadToEndAsync().WaitAsync(Timeouts.MustNotHang);

        await next.CallAsync(2, "ReadEventsAsync", "0,10");
        _log.Append(new RetryReported("x"));
        Assert.That((await AnswerAsync(next)).GetProperty("result").GetProperty("events").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task PeerInTheOwnPidNamespace_IsRefused()
    {
        await EndAsync();
        Start(PeerCredentials.IsOutside);
        using var peer = await DialAsync();

        Assert.That(await peer.ReadAsync().WaitAsync(Timeouts.MustNotHang), Is.Null);
    }

    [Test]
    public async Task RefusedPeer_DoesNotEndTheAdmittedOne()
    {
        await EndAsync();
        var admitted = 0;
        Start(_ => Interlocked.Increment(ref admitted) == 1);
        using var peer = await DialAsync();
        await GreetAsync(peer);

        using var refused = await DialAsync();
        Assert.That(await refused.ReadAsync().WaitAsync(Timeouts.MustNotHang), Is.Null);

        await peer.CallAsync(2, "InterruptAsync", "");
        Assert.That((await AnswerAsync(peer)).TryGetProperty("result", out _), Is.True);
    }

    [Test]
    public async Task SocketLeftByAnEarlierWorker_IsReplaced()
    {
        await EndAsync();
        Assert.That(File.Exists(_path), Is.False);
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(_path));
            File.Move(_path, _path + ".left");
        }

        File.Move(_path + ".left", _path);
        Start(_ => true);
        using var peer = await DialAsync();
        await GreetAsync(peer);
    }

    private void Start(Func<Socket, bool> admits)
    {
        _listener = new LinkListener(
            _path, _log, _agent, new AttachmentStore(Path.Combine(_folder.FullName, "attachments")), admits);
        _stop = new CancellationTokenSource();
        _running = _listener.RunAsync(_stop.Token);
    }

    private async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(Timeouts.MustNotHang).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.That(_running.IsCanceled, Is.True);
        _listener?.Dispose();
    }

    private async Task<RawPeer> DialAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_path));
        return new RawPeer(new NetworkStream(socket, ownsSocket: true));
    }

    private static async Task GreetAsync(RawPeer peer)
    {
        await peer.CallAsync(1, "HelloAsync", Hello);
        Assert.That((await AnswerAsync(peer)).TryGetProperty("result", out _), Is.True);
    }

    private static async Task<JsonElement> AnswerAsync(RawPeer peer)
    {
        var answer = await peer.ReadAsync().WaitAsync(Timeouts.MustNotHang);
        Assert.That(answer, Is.Not.Null, "the worker has closed the connection");
        return answer!.Value;
    }

    private static async Task<int> ErrorAsync(RawPeer peer)
    {
        var answer = await AnswerAsync(peer);
        Assert.That(answer.TryGetProperty("error", out var error), Is.True, answer.GetRawText());
        return error.GetProperty("code").GetInt32();
    }
}
