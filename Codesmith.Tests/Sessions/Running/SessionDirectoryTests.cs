using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Sessions.Running;
using Codesmith.Tests.Doubles;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions.Running;

internal sealed class SessionDirectoryTests : SessionsFixture
{
    [Test]
    public async Task WholeSession_LineByLine()
    {
        await CommandAsync("alice", "start");
        await WriteAsync("alice", "m1", "hello");
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "HELLO" }), "the answer is there before the receipt says done");
        await CommandAsync("alice", "clear");
        await WriteAsync("alice", "m2", "again");
        await CommandAsync("alice", "stop");
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "HELLO", "AGAIN" }));
        Assert.That(Chat.ReceiptsOf("m1"), Is.EqualTo(new[] { Receipt.Received, Receipt.Accepted, Receipt.Done }));
        Assert.That(Chat.Responses.Select(response => response.Response.IsError), Is.All.False);
        Assert.That(Services.Failures.First, Is.Null);
        Assert.That(Store.Sessions.Single(), Has.Property("ConversationId").Null.And.Property("IsRunning").False);
    }

    [Test]
    public async Task TwoUsers_DoNotMix()
    {
        await CommandAsync("alice", "start");
        await CommandAsync("bob", "start");
        var alice = await Workers.NextAsync();
        var bob = await Workers.NextAsync();
        await WriteAsync("alice", "a", "from alice");
        await WriteAsync("bob", "b", "from bob");
        Assert.That(alice.User.Value, Is.EqualTo("alice"));
        Assert.That((await alice.NextAsync<WorkerRequest.SubmitPrompt>()).Prompt.Text, Is.EqualTo("from alice"));
        Assert.That((await bob.NextAsync<WorkerRequest.SubmitPrompt>()).Prompt.Text, Is.EqualTo("from bob"));
    }

    [Test]
    public async Task WantedHost_IsAskedOfItsUserAloneAndGivenUpWhenCancelled()
    {
        await CommandAsync("alice", "start");
        var alice = new UserId("alice");
        Assert.That(
            await Directory.AskAboutHostAsync(new UserId("bob"), "other.example", default),
            Is.EqualTo(HostVerdict.NoSession));
        var asking = Directory.AskAboutHostAsync(alice, "other.example", default);
        await Chat.UntilAsync(() => Chat.Posts.OfType<QuestionPost>().Any());
        var question = Chat.Posts.OfType<QuestionPost>().Single().Question;
        await Directory.RouteAsync(new QuestionReplied(
            alice, new ChannelId("room"), new InteractionId("i"),
            new QuestionAnswer(question.QuestionId, QuestionDecision.Accept, [[HostQuestion.Once]])));
        Assert.That(await asking.WaitAsync(Timeouts.MustNotHang), Is.EqualTo(HostVerdict.Allowed));

        using var patience = new CancellationTokenSource();
        var again = Directory.AskAboutHostAsync(alice, "other.example", patience.Token);
        await Chat.UntilAsync(() => Chat.Posts.OfType<QuestionPost>().Count(post => post.Closing is null) == 1);
        await patience.CancelAsync();
        Assert.That(await again.WaitAsync(Timeouts.MustNotHang), Is.EqualTo(HostVerdict.Unanswered));
        await Chat.UntilAsync(() => Chat.Posts.OfType<QuestionPost>().All(post => post.Closing is not null));
    }

    [Test]
    public async Task LostWorker_IsReplacedAfterTheDelayAndTheUserToldOnce()
    {
        await CommandAsync("alice", "start");
        var first = await Workers.NextAsync();
        first.Lose("killed");
        await Chat.UntilAsync(() => Chat.Notices.Count == 1);
        var next = Workers.NextAsync();
        Assert.That(next.IsCompleted, Is.False);
        await AdvanceUntilAsync(next);
        await Chat.UntilAsync(() => Chat.Notices.Count == 2);
        Assert.That((await (await next).NextAsync<WorkerRequest.StartAgent>()).Launch.ConversationId, Is.EqualTo(Fresh));
        Assert.That(first.IsDisposed, Is.True);
        Assert.That(Chat.Notices[1], Is.EqualTo(SessionTexts.Back));
        await WriteAsync("alice", "m", "still there");
    }

    [Test]
    public async Task WorkerThatNeverComesUp_IsReportedInTheResponse()
    {
        Workers.BeforeStart = _ => throw new WorkerLostException("bwrap is missing");
        var response = await AdvanceUntilAsync(CommandAsync("alice", "start"));
        Assert.That(response.IsError, Is.True);
        Assert.That(response.Text, Does.Contain("bwrap is missing"));
        Assert.That(Services.Failures.First, Does.Contain("bwrap is missing"));
    }

    [Test]
    public async Task WorkerThatFailsInAnUnforeseenWay_CostsOnlyItself()
    {
        await CommandAsync("alice", "start");
        var worker = await Workers.NextAsync();
        worker.Refuse = _ => new InvalidOperationException("bug");
        await Directory.RouteAsync(Message("alice", "m", "boom"));
        await Chat.UntilAsync(() => Chat.ReceiptsOf("m").Contains(Receipt.Failed));
        await AdvanceUntilAsync(Workers.NextAsync());
        await WriteAsync("alice", "m2", "fine again");
    }

    [Test]
    public async Task StopDuringTheStart_CancelsIt()
    {
        var entered = new TaskCompletionSource();
        Workers.BeforeStart = cancellation =>
        {
            entered.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellation);
        };
        var start = CommandAsync("alice", "start");
        await entered.Task.WaitAsync(Timeouts.MustNotHang);
        await CommandAsync("alice", "stop");
        Assert.That((await start).IsError, Is.True);
    }

    [Test]
    public async Task AgentThatDoesNotStop_IsDisposedOfInTime()
    {
        Workers.OnRequest = (worker, request) =>
        {
            if (request is not WorkerRequest.StopAgent)
                FakeWorker.Obey(worker, request);
        };
        await CommandAsync("alice", "start");
        var worker = await Workers.NextAsync();
        var stop = CommandAsync("alice", "stop");
        await worker.NextAsync<WorkerRequest.StopAgent>();
        await AdvanceUntilAsync(stop);
        Assert.That(worker.IsDisposed, Is.True);
    }

    [Test]
    public async Task Shutdown_KeepsTheConversationForTheNextProgram()
    {
        await CommandAsync("alice", "start");
        await Directory.StopAsync();
        Assert.That(Store.Sessions.Single().ConversationId, Is.EqualTo(Fresh));
        var next = new SessionDirectory(
            Services with { NewConversationId = () => "22222222-2222-2222-2222-222222222222" });
        await next.LoadAsync(default);
        await Workers.NextAsync();
        Directory = next;
        await CommandAsync("alice", "start");
        var launch = await (await Workers.NextAsync()).NextAsync<WorkerRequest.StartAgent>();
        Assert.That(launch.Launch.ConversationId, Is.EqualTo(Fresh));
    }

    [Test]
    public async Task FloodOfAWorker_DoesNotKeepTheOthersWaiting()
    {
        await CommandAsync("mallory", "start");
        var flooding = await Workers.NextAsync();
        for (int number = 0; number < 5_000; number++)
            flooding.Emit(new TextCompleted($"b{number}", "spam"));
        await CommandAsync("alice", "start");
        await WriteAsync("alice", "m", "hello");
        Assert.That(Chat.Texts, Does.Contain("HELLO"));
    }

    [Test]
    public async Task SkippedEvents_AreNoticed()
    {
        await CommandAsync("alice", "start");
        var worker = await Workers.NextAsync();
        worker.Skip(3);
        worker.Emit(new ActivityChanged(AgentActivity.Idle));
        await Chat.UntilAsync(() => Chat.Notices.Contains(SessionTexts.EventsLost));
    }

    [Test]
    public async Task DefectInAStep_EndsThatSessionInOrder()
    {
        bool throws = false;
        var runner = new SessionRunner(NewSession(), Services, (before, input, now) =>
            throws && input is SessionInput.FromChat
                ? throw new InvalidOperationException("defect")
                : Session.Step(before, input, now));
        await runner.TakeAsync(Command("alice", "start", out var start));
        await ResponseAsync(start);
        throws = true;
        await runner.TakeAsync(Message("alice", "m", "boom"));
        await Chat.UntilAsync(() => Chat.ReceiptsOf("m").Contains(Receipt.Failed));
        Assert.That(Chat.Notices, Has.Some.Contains("internal error"));
        throws = false;
        await runner.TakeAsync(Command("alice", "start", out start));
        Assert.That((await ResponseAsync(start)).IsError, Is.False, "and can be started again");
        await runner.StopAsync().WaitAsync(Timeouts.MustNotHang);
        Assert.That(Services.Failures.First, Is.EqualTo(SessionTexts.FaultReason));
    }

    [Test]
    public async Task DefectInEveryStep_EndsTheRunner()
    {
        var runner = new SessionRunner(
            NewSession(), Services, (_, _, _) => throw new InvalidOperationException("defect"));
        await runner.TakeAsync(Message("alice", "m", "boom"));
        await runner.Completion.WaitAsync(Timeouts.MustNotHang);
        Assert.That(await runner.TakeAsync(Message("alice", "n", "boom")), Is.False);
        Assert.That(Chat.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Failed }));
    }

    [Test]
    public async Task StartThatCannotSucceed_IsAnsweredAtOnceAndTriedOnce()
    {
        int tries = 0;
        Workers.BeforeStart = _ =>
        {
            tries++;
            throw new WorkerLostException("In use by another Codesmith.") { IsFinal = true };
        };
        var response = await CommandAsync("alice", "start");
        Assert.That(
            (response.IsError, response.Text), Is.EqualTo((true, "It did not start. In use by another Codesmith.")));
        Assert.That(tries, Is.EqualTo(1));
        Assert.That(Chat.Notices, Is.Empty);
    }

    private static SessionState NewSession() => SessionState.Begin(
        new SessionProfile(new UserId("alice"), "/cc ", OutlivesProgram: false),
        new SessionChannel(new ChannelId("room"), IsShared: false), saved: null);
}
