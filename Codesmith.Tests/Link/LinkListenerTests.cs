using System.Net.Sockets;
using Codesmith.Protocol;
using Codesmith.Worker.Link;
using NUnit.Framework;

namespace Codesmith.Tests.Link;

/// <summary>Who is served at the worker's socket, and how connections end.</summary>
internal sealed class LinkListenerTests : LinkFixture
{
    [Test]
    public async Task Hello_IsAnswered()
    {
        Log.Append(new RetryReported("x"));
        using var peer = await DialAsync();

        await peer.CallAsync(1, "HelloAsync", Hello);

        Assert.That(
            (await AnswerAsync(peer)).GetProperty("result").GetRawText(),
            Is.EqualTo("""{"version":3,"lastSequence":1,"agentRunning":false}"""));
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
        Log.Append(new RetryReported("x"));
        using var peer = await DialAsync();
        await peer.CallAsync(1, method, arguments);
        Assert.That(await ErrorAsync(peer), Is.EqualTo(WorkerErrorCode.HelloExpected));
        Assert.That(Agent.Calls, Is.Empty);

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
    [TestCase(ProtocolVersion.Current - 1)]
    [TestCase(ProtocolVersion.Current + 1)]
    [TestCase(int.MinValue)]
    public async Task WrongVersion_IsRefused_NamingBoth(int version)
    {
        using var peer = await DialAsync();

        await peer.CallAsync(1, "HelloAsync", $$"""{"version":{{version}}}""");
        var error = (await AnswerAsync(peer)).GetProperty("error");
        Assert.That(error.GetProperty("code").GetInt32(), Is.EqualTo(WorkerErrorCode.VersionMismatch));
        Assert.That(error.GetProperty("message").GetString(), Does.Contain($"version {ProtocolVersion.Current}").And.Contain($"{version}."));

        await peer.CallAsync(2, "InterruptAsync", "");
        Assert.That(await ErrorAsync(peer), Is.EqualTo(WorkerErrorCode.HelloExpected));
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
        Log.Append(new RetryReported("x"));
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
        Assert.That(File.Exists(SocketPath), Is.False);
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(SocketPath));
            File.Move(SocketPath, SocketPath + ".left");
        }

        File.Move(SocketPath + ".left", SocketPath);
        Start(_ => true);
        using var peer = await DialAsync();
        await GreetAsync(peer);
    }
}
