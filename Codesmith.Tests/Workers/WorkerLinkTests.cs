using Codesmith.Protocol;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Workers;
using Codesmith.Tests.Link;
using Codesmith.Tests.Protocol;
using Codesmith.Worker.Agent;
using Codesmith.Worker.Link;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

internal sealed class WorkerLinkTests : WorkerLinkFixture
{
    private static readonly AttachmentStore NoFiles = new("/dev/null");

    [Test]
    public async Task Events_OfARealWorker_ArriveInOrder_AndAreForgottenThere()
    {
        var path = NewPath();
        var log = new EventLog(TimeProvider.System);
        using var stop = new CancellationTokenSource();
        using var listener = new LinkListener(path, log, new StubAgent { IsRunning = true }, NoFiles, _ => true);
        var listening = listener.RunAsync(stop.Token);
        log.Append(new RetryReported("1"));
        await using (var link = await WorkerLink.ConnectAsync(path, 0, TimeProvider.System, default))
        {
            Assert.That(link.Hello, Is.EqualTo(new HelloReply(ProtocolVersion.Current, 1, true)));
            await using var events = link.ReadEventsAsync(default).GetAsyncEnumerator();
            for (var number = 1; number <= 600; number++)
            {
                Assert.That(await events.MoveNextAsync().AsTask().WaitAsync(Timeouts.MustNotHang), Is.True);
                Assert.That(events.Current.Event, Is.EqualTo(new RetryReported($"{number}")));
                log.Append(new RetryReported($"{number + 1}"));
            }
        }

        Assert.That((await log.ReadAsync(0, 10, default)).Events[0].Sequence, Is.GreaterThan(500));
        await stop.CancelAsync();
        Assert.That(async () => await listening, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Requests_ReachTheirCall()
    {
        var (link, peer) = await OpenAsync();
        await using var openLink = link;
        using var openPeer = peer;
        (WorkerRequest Request, string Method)[] requests =
        [
            (new WorkerRequest.StartAgent(Samples.Launches().First()), nameof(IWorker.StartAgentAsync)),
            (new WorkerRequest.SubmitPrompt(new PromptInput("p", "hi"), AttachedFiles.None),
                nameof(IWorker.SubmitPromptAsync)),
            (new WorkerRequest.RunCommand(Samples.Commands().First()), nameof(IWorker.RunCommandAsync)),
            (new WorkerRequest.AnswerQuestion(Samples.Answers().First()), nameof(IWorker.AnswerQuestionAsync)),
            (new WorkerRequest.PressKey(AgentKey.Escape), nameof(IWorker.PressKeyAsync)),
            (new WorkerRequest.WriteFile(Samples.Chunks().First()), nameof(IWorker.WriteFileAsync)),
            (new WorkerRequest.Interrupt(), nameof(IWorker.InterruptAsync)),
            (new WorkerRequest.StopAgent(), nameof(IWorker.StopAgentAsync)),
        ];

        Assert.That(requests, Has.Length.EqualTo(typeof(WorkerRequest).GetNestedTypes(
            System.Reflection.BindingFlags.NonPublic).Length));
        foreach (var (request, method) in requests)
        {
            var sending = link.SendAsync(request, default);
            var call = await NextAsync(peer);
            Assert.That(call.GetProperty("method").GetString(), Is.EqualTo(method));
            await peer.AnswerAsync(call, "null");
            await sending.WaitAsync(Timeouts.MustNotHang);
        }
    }

    [Test]
    public async Task Refusal_ReachesTheCaller_AndTheLinkGoesOn()
    {
        var (link, peer) = await OpenAsync();
        await using var openLink = link;
        using var openPeer = peer;
        var codes = typeof(WorkerErrorCode).GetFields().Select(field => (int)field.GetRawConstantValue()!).ToList();

        Assert.That(codes, Is.Not.Empty);
        foreach (var code in codes)
        {
            var sending = link.SendAsync(new WorkerRequest.Interrupt(), default);
            await peer.RefuseAsync(await NextAsync(peer), code, "no");
            var refusal = await Assert.ThrowsAsync<WorkerRefusedException>(() => sending.WaitAsync(Timeouts.MustNotHang));
            Assert.That(refusal!.Code, Is.EqualTo(code));
            Assert.That(refusal.Message, Is.EqualTo("no"));
        }
    }

    [TestCase(-32601)]
    [TestCase(-32602)]
    [TestCase(-32000)]
    [TestCase(-32800)]
    [TestCase(1)]
    [TestCase(int.MinValue)]
    public async Task AnyOtherError_EndsTheLink(int code)
    {
        var (link, peer) = await OpenAsync();
        await using var openLink = link;
        using var openPeer = peer;
        var sending = link.SendAsync(new WorkerRequest.Interrupt(), default);

        await peer.RefuseAsync(await NextAsync(peer), code, "broken");

        Assert.That(async () => await sending.WaitAsync(Timeouts.MustNotHang), Throws.TypeOf<WorkerLostException>());
        await link.Ended.WaitAsync(Timeouts.MustNotHang);
    }

    [Test]
    public async Task OversizePrompt_IsRefusedHere_AndTheLinkGoesOn()
    {
        var (link, peer) = await OpenAsync();
        await using var openLink = link;
        using var openPeer = peer;
        var prompt = new PromptInput("p", new string('x', WireLimits.FrameToWorker));

        Assert.That(
            async () => await link.SendAsync(new WorkerRequest.SubmitPrompt(prompt, AttachedFiles.None), default),
            Throws.TypeOf<WorkerRefusedException>().With.Property("Code").EqualTo(WorkerErrorCode.InvalidArgument));
        Assert.That(link.Ended.IsCompleted, Is.False);
    }

    [TestCase("""{"version":4,"lastSequence":0,"agentRunning":false}""", "version 4")]
    [TestCase("""{"version":3,"lastSequence":4,"agentRunning":false}""", "newest event is 4")]
    [TestCase("""{"version":3,"lastSequence":-1,"agentRunning":false}""", "newest event is -1")]
    [TestCase("""{"version":3}""", "")]
    [TestCase("null", "")]
    public async Task WrongGreeting_IsALostWorker(string greeting, string reason)
    {
        var (opening, peer) = await DialAsync(after: 5);
        using var openPeer = peer;

        await peer.AnswerAsync(await NextAsync(peer), greeting);

        Assert.That(
            async () => await opening.WaitAsync(Timeouts.MustNotHang),
            Throws.TypeOf<WorkerLostException>().With.Message.Contains(reason));
        await peer.ReadToEndAsync().WaitAsync(Timeouts.MustNotHang);
    }

    [Test]
    public async Task WorkerThatRefusesTheVersion_IsALostWorker()
    {
        var (opening, peer) = await DialAsync();
        using var openPeer = peer;

        await peer.RefuseAsync(await NextAsync(peer), WorkerErrorCode.VersionMismatch, "I speak 3");

        Assert.That(
            async () => await opening.WaitAsync(Timeouts.MustNotHang),
            Throws.TypeOf<WorkerLostException>().With.Message.EqualTo("I speak 3").And.Property("IsFinal").True);
    }

    [Test]
    public async Task WorkerThatNeverGreets_IsGivenUp()
    {
        var (opening, peer) = await DialAsync();
        using var openPeer = peer;
        await NextAsync(peer);

        // Its limit may begin only a moment after the greeting is seen here.
        var given = opening.WaitAsync(Timeouts.MustNotHang);
        for (; !given.IsCompleted; await Task.Delay(Timeouts.StepOfAClock, TimeProvider.System))
            Clock.Advance(WireLimits.Call);

        Assert.That(async () => await given, Throws.TypeOf<WorkerLostException>());
    }

    [Test]
    public async Task Adopting_ReadsOnAfterTheLastKnownEvent()
    {
        var (link, peer) = await OpenAsync("""{"version":3,"lastSequence":9,"agentRunning":true}""", after: 7);
        await using var openLink = link;
        using var openPeer = peer;
        await using var events = link.ReadEventsAsync(default).GetAsyncEnumerator();
        var moving = events.MoveNextAsync();

        var call = await NextAsync(peer);
        Assert.That(call.GetProperty("params").GetRawText(), Is.EqualTo($"[7,{WireLimits.BatchEvents}]"));
        await peer.AnswerAsync(call, Batch("""{"type":"retryReported","text":"x"}""", 9));
        Assert.That(await moving.AsTask().WaitAsync(Timeouts.MustNotHang), Is.True);
        Assert.That(events.Current.Sequence, Is.EqualTo(9), "a gap only means that the log overflowed");
    }

    [Test]
    public async Task NextBatch_IsAskedForOnlyAfterTheLastWasHandled()
    {
        var (link, peer) = await OpenAsync();
        await using var openLink = link;
        using var openPeer = peer;
        await using var events = link.ReadEventsAsync(default).GetAsyncEnumerator();
        var moving = events.MoveNextAsync();
        await peer.AnswerAsync(await NextAsync(peer), Batch("""{"type":"retryReported","text":"x"}""", 1, 2));
        await moving;
        await events.MoveNextAsync();

        var next = peer.ReadAsync();
        Assert.That(async () => await next.WaitAsync(Timeouts.NothingHappens), Throws.TypeOf<TimeoutException>());

        moving = events.MoveNextAsync();
        Assert.That((await next.WaitAsync(Timeouts.MustNotHang))!.Value.GetProperty("params")[0].GetInt64(), Is.EqualTo(2));
        await link.DisposeAsync();
        Assert.That(async () => await moving, Throws.TypeOf<WorkerLostException>());
    }

    [Test]
    public async Task EmptyBatch_InItsTime_IsASignOfLife()
    {
        var (link, peer) = await OpenAsync();
        await using var openLink = link;
        using var openPeer = peer;
        await using var events = link.ReadEventsAsync(default).GetAsyncEnumerator();
        var moving = events.MoveNextAsync();
        for (var i = 0; i < 5; i++)
        {
            var call = await NextAsync(peer);
            Clock.Advance(WireLimits.LongPoll);
            await peer.AnswerAsync(call, """{"events":[]}""");
        }

        await peer.AnswerAsync(await NextAsync(peer), Batch("""{"type":"retryReported","text":"x","new":[1]}""", 1));

        Assert.That(await moving.AsTask().WaitAsync(Timeouts.MustNotHang), Is.True);
        Assert.That(events.Current.Event, Is.EqualTo(new RetryReported("x")), "unknown fields are ignored");
    }

    [Test]
    public async Task Dispose_Twice_EndsEverythingWaiting()
    {
        var (link, peer) = await OpenAsync();
        using var openPeer = peer;
        var reading = DrainAsync(link, []);
        var sending = link.SendAsync(new WorkerRequest.Interrupt(), default);

        await Task.WhenAll(link.DisposeAsync().AsTask(), link.DisposeAsync().AsTask()).WaitAsync(Timeouts.MustNotHang);
        await link.DisposeAsync();

        foreach (var waiting in new[] { sending, reading, link.SendAsync(new WorkerRequest.StopAgent(), default) })
            Assert.That(
                async () => await waiting.WaitAsync(Timeouts.MustNotHang),
                Throws.TypeOf<WorkerLostException>().With.Message.EqualTo("The supervisor closed the link."));
        await peer.ReadToEndAsync().WaitAsync(Timeouts.MustNotHang);
    }

    [Test]
    public async Task Events_AreReadOnce()
    {
        var (link, peer) = await OpenAsync();
        await using var openLink = link;
        using var openPeer = peer;
        var reading = DrainAsync(link, []);

        Assert.That(async () => await DrainAsync(link, []), Throws.InvalidOperationException);
        await link.DisposeAsync();
        Assert.That(async () => await reading, Throws.TypeOf<WorkerLostException>());
    }

    [Test]
    public async Task RefusalOfTheAgent_ReachesTheSession()
    {
        var path = NewPath();
        var agent = new StubAgent { Failure = new AgentRefusedException(WorkerErrorCode.AgentBusy, "typing") };
        using var stop = new CancellationTokenSource();
        using var listener = new LinkListener(path, new EventLog(TimeProvider.System), agent, NoFiles, _ => true);
        var listening = listener.RunAsync(stop.Token);
        await using var link = await WorkerLink.ConnectAsync(path, 0, TimeProvider.System, default);

        Assert.That(
            async () => await link.CaptureScreenAsync(default),
            Throws.TypeOf<WorkerRefusedException>().With.Property("Code").EqualTo(WorkerErrorCode.AgentBusy));

        agent.Failure = null;
        agent.Screen = new ScreenCapture(80, 24, new string('x', 2 * WireLimits.EventText));
        Assert.That((await link.CaptureScreenAsync(default)).Text, Has.Length.EqualTo(WireLimits.EventText));
        await stop.CancelAsync();
        Assert.That(async () => await listening, Throws.InstanceOf<OperationCanceledException>());
        await link.Ended.WaitAsync(Timeouts.MustNotHang);
    }

    [Test]
    public async Task FileThatIsNotWritten_ReachesTheSession_AndTheLinkGoesOn()
    {
        var path = NewPath();
        using var stop = new CancellationTokenSource();
        using var listener = new LinkListener(path, new EventLog(TimeProvider.System), new StubAgent(), NoFiles, _ => true);
        var listening = listener.RunAsync(stop.Token);
        await using var link = await WorkerLink.ConnectAsync(path, 0, TimeProvider.System, default);

        Assert.That(
            async () => await link.SendAsync(new WorkerRequest.WriteFile(Samples.Chunks().First()), default),
            Throws.TypeOf<WorkerRefusedException>().With.Property("Code").EqualTo(WorkerErrorCode.FileNotWritten)
                .And.Message.StartsWith("Grüße 漢🙂.txt was not written: "));

        await link.SendAsync(new WorkerRequest.Interrupt(), default);
        await stop.CancelAsync();
        Assert.That(async () => await listening, Throws.InstanceOf<OperationCanceledException>());
    }
}
