using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Rendering;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Sessions.Running;
using Codesmith.Tests.Doubles;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions.Running;

internal sealed class SessionDirectoryTests
{
    private const string Fresh = "11111111-1111-1111-1111-111111111111";
    private FakeTimeProvider _clock = null!;
    private FakeChat _chat = null!;
    private FakeWorkers _workers = null!;
    private MemoryStore _store = null!;
    private SessionServices _services = null!;
    private SessionDirectory _directory = null!;

    [SetUp]
    public void SetUp()
    {
        _clock = new FakeTimeProvider();
        _chat = new FakeChat();
        _workers = new FakeWorkers();
        _store = new MemoryStore();
        _services = new SessionServices(
            _workers, _chat, _store, new AttachmentSpool("/nowhere"),
            news => new ChannelDisplay(_chat, _clock, NullLogger<PostSync>.Instance, news),
            () => Fresh, new FailureLog(), _clock, NullLogger<SessionRunner>.Instance);
        _directory = new SessionDirectory(_services, AgentCredential.Gateway);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _directory.StopAsync().WaitAsync(Timeouts.MustNotHang);
        Assert.That(_workers.Running, Is.Zero, "nothing is left running");
        Assert.That(_workers.MostForOneUser, Is.LessThanOrEqualTo(1));
    }

    [Test]
    public async Task WholeSession_LineByLine()
    {
        await CommandAsync("alice", "start");
        await WriteAsync("alice", "m1", "hello");
        Assert.That(_chat.Texts, Is.EqualTo(new[] { "HELLO" }), "the answer is there before the receipt says done");
        await CommandAsync("alice", "clear");
        await WriteAsync("alice", "m2", "again");
        await CommandAsync("alice", "stop");
        Assert.That(_chat.Texts, Is.EqualTo(new[] { "HELLO", "AGAIN" }));
        Assert.That(_chat.ReceiptsOf("m1"), Is.EqualTo(new[] { Receipt.Received, Receipt.Accepted, Receipt.Done }));
        Assert.That(_chat.Responses.Select(response => response.Response.IsError), Is.All.False);
        Assert.That(_services.Failures.First, Is.Null);
        Assert.That(_store.Sessions.Single(), Has.Property("ConversationId").Null.And.Property("IsRunning").False);
    }

    [Test]
    public async Task TwoUsers_DoNotMix()
    {
        await CommandAsync("alice", "start");
        await CommandAsync("bob", "start");
        var alice = await _workers.NextAsync();
        var bob = await _workers.NextAsync();
        await WriteAsync("alice", "a", "from alice");
        await WriteAsync("bob", "b", "from bob");
        Assert.That(alice.User.Value, Is.EqualTo("alice"));
        Assert.That((await alice.NextAsync<WorkerRequest.SubmitPrompt>()).Prompt.Text, Is.EqualTo("from alice"));
        Assert.That((await bob.NextAsync<WorkerRequest.SubmitPrompt>()).Prompt.Text, Is.EqualTo("from bob"));
    }

    [Test]
    public async Task LostWorker_IsReplacedAfterTheDelayAndTheUserToldOnce()
    {
        await CommandAsync("alice", "start");
        var first = await _workers.NextAsync();
        first.Lose("killed");
        await _chat.UntilAsync(() => _chat.Notices.Count == 1);
        var next = _workers.NextAsync();
        Assert.That(next.IsCompleted, Is.False);
        await AdvanceUntilAsync(next);
        await _chat.UntilAsync(() => _chat.Notices.Count == 2);
        Assert.That((await (await next).NextAsync<WorkerRequest.StartAgent>()).Launch.ConversationId, Is.EqualTo(Fresh));
        Assert.That(first.IsDisposed, Is.True);
        Assert.That(_chat.Notices[1], Is.EqualTo(SessionTexts.Back));
        await WriteAsync("alice", "m", "still there");
    }

    [Test]
    public async Task WorkerThatNeverComesUp_IsReportedInTheResponse()
    {
        _workers.BeforeStart = _ => throw new WorkerLostException("bwrap is missing");
        var response = await AdvanceUntilAsync(CommandAsync("alice", "start"));
        Assert.That(response.IsError, Is.True);
        Assert.That(response.Text, Does.Contain("bwrap is missing"));
        Assert.That(_services.Failures.First, Does.Contain("bwrap is missing"));
    }

    [Test]
    public async Task WorkerThatFailsInAnUnforeseenWay_CostsOnlyItself()
    {
        await CommandAsync("alice", "start");
        var worker = await _workers.NextAsync();
        worker.Refuse = _ => new InvalidOperationException("bug");
        await _directory.RouteAsync(Message("alice", "m", "boom"));
        await _chat.UntilAsync(() => _chat.ReceiptsOf("m").Contains(Receipt.Failed));
        await AdvanceUntilAsync(_workers.NextAsync());
        await WriteAsync("alice", "m2", "fine again");
    }

    [Test]
    public async Task StopDuringTheStart_CancelsIt()
    {
        var entered = new TaskCompletionSource();
        _workers.BeforeStart = cancellation =>
        {
            entered.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellation);
        };
        var start = CommandAsync("alice", "start");
        await entered.Task.WaitAsync(Timeouts.MustNotHang);
        await CommandAsync("alice", "stop");
        Assert.That((await start).IsError, Is.True);
    }

    [Test]
    public async Task AgentThatDoesNotStop_IsDisposedOfInTime()
    {
        _workers.OnRequest = (worker, request) =>
        {
            if (request is not WorkerRequest.StopAgent)
                FakeWorker.Obey(worker, request);
        };
        await CommandAsync("alice", "start");
        var worker = await _workers.NextAsync();
        var stop = CommandAsync("alice", "stop");
        await worker.NextAsync<WorkerRequest.StopAgent>();
        await AdvanceUntilAsync(stop);
        Assert.That(worker.IsDisposed, Is.True);
    }

    [Test]
    public async Task Shutdown_KeepsTheConversationForTheNextProgram()
    {
        await CommandAsync("alice", "start");
        await _directory.StopAsync();
        Assert.That(_store.Sessions.Single().ConversationId, Is.EqualTo(Fresh));
        var next = new SessionDirectory(
            _services with { NewConversationId = () => "22222222-2222-2222-2222-222222222222" },
            AgentCredential.Gateway);
        await next.LoadAsync(default);
        await _workers.NextAsync();
        _directory = next;
        await CommandAsync("alice", "start");
        var launch = await (await _workers.NextAsync()).NextAsync<WorkerRequest.StartAgent>();
        Assert.That(launch.Launch.ConversationId, Is.EqualTo(Fresh));
    }

    [Test]
    public async Task FailingChat_NeitherStopsTheSessionNorTheShutdown()
    {
        await CommandAsync("alice", "start");
        _chat.BeforeOther = () => throw new ChatException("down");
        _chat.BeforePost = (_, _) => throw new ChatException("down");
        var worker = await _workers.NextAsync();
        await _directory.RouteAsync(Message("alice", "m", "hello"));
        await worker.NextAsync<WorkerRequest.SubmitPrompt>();
        var stopped = _directory.StopAsync();
        await AdvanceUntilAsync(stopped.ContinueWith(_ => 0, TaskScheduler.Default));
    }

    [Test]
    public async Task FloodOfAWorker_DoesNotKeepTheOthersWaiting()
    {
        await CommandAsync("mallory", "start");
        var flooding = await _workers.NextAsync();
        for (int number = 0; number < 5_000; number++)
            flooding.Emit(new TextCompleted($"b{number}", "spam"));
        await CommandAsync("alice", "start");
        await WriteAsync("alice", "m", "hello");
        Assert.That(_chat.Texts, Does.Contain("HELLO"));
    }

    [Test]
    public async Task SkippedEvents_AreNoticed()
    {
        await CommandAsync("alice", "start");
        var worker = await _workers.NextAsync();
        worker.Skip(3);
        worker.Emit(new ActivityChanged(AgentActivity.Idle));
        await _chat.UntilAsync(() => _chat.Notices.Contains(SessionTexts.EventsLost));
    }

    [Test]
    public async Task DefectInAStep_EndsThatSessionInOrder()
    {
        bool throws = false;
        var runner = new SessionRunner(NewSession(), _services, (before, input, now) =>
            throws && input is SessionInput.FromChat
                ? throw new InvalidOperationException("defect")
                : Session.Step(before, input, now));
        await runner.TakeAsync(Command("alice", "start", out var start));
        await ResponseAsync(start);
        throws = true;
        await runner.TakeAsync(Message("alice", "m", "boom"));
        await _chat.UntilAsync(() => _chat.ReceiptsOf("m").Contains(Receipt.Failed));
        Assert.That(_chat.Notices, Has.Some.Contains("internal error"));
        throws = false;
        await runner.TakeAsync(Command("alice", "start", out start));
        Assert.That((await ResponseAsync(start)).IsError, Is.False, "and can be started again");
        await runner.StopAsync().WaitAsync(Timeouts.MustNotHang);
        Assert.That(_services.Failures.First, Is.EqualTo(SessionTexts.FaultReason));
    }

    [Test]
    public async Task DefectInEveryStep_EndsTheRunner()
    {
        var runner = new SessionRunner(NewSession(), _services, (_, _, _) => throw new InvalidOperationException("defect"));
        await runner.TakeAsync(Message("alice", "m", "boom"));
        await runner.Completion.WaitAsync(Timeouts.MustNotHang);
        Assert.That(await runner.TakeAsync(Message("alice", "n", "boom")), Is.False);
        Assert.That(_chat.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Failed }));
    }

    private async Task<Response> CommandAsync(string user, string name)
    {
        await _directory.RouteAsync(Command(user, name, out var interaction));
        return await ResponseAsync(interaction);
    }

    private async Task<Response> ResponseAsync(InteractionId interaction)
    {
        await _chat.UntilAsync(() => _chat.Responses.Any(response => response.Interaction == interaction));
        return _chat.Responses.Single(response => response.Interaction == interaction).Response;
    }

    private async Task WriteAsync(string user, string message, string text)
    {
        await _directory.RouteAsync(Message(user, message, text));
        await _chat.UntilAsync(() => _chat.ReceiptsOf(message).Contains(Receipt.Done));
    }

    private async Task<T> AdvanceUntilAsync<T>(Task<T> task)
    {
        task = task.WaitAsync(Timeouts.MustNotHang);
        while (!task.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
        return await task;
    }

    private static MessageReceived Message(string user, string message, string text) =>
        new(new UserId(user), new ChannelId("room"), new MessageId(message), text, [], IsAddressed: true);

    private static SessionState NewSession() => SessionState.Begin(
        new SessionProfile(new UserId("alice"), AgentCredential.Gateway, "/cc ", OutlivesProgram: false),
        new SessionChannel(new ChannelId("room"), IsShared: false), saved: null);

    private static CommandInvoked Command(string user, string name, out InteractionId interaction)
    {
        interaction = new InteractionId(Guid.NewGuid().ToString());
        return new CommandInvoked(
            new UserId(user), new ChannelId("room"), interaction, name, new Dictionary<string, string>());
    }
}
