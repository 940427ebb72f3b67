using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using Codesmith.Tests.Doubles;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions.Running;

/// <summary>Sessions in a chat that outlives the program.</summary>
internal sealed class SessionRestartTests : SessionsFixture
{
    private static readonly SessionChannel Room = new(new ChannelId("room"), IsShared: false);

    protected override bool OutlivesProgram => true;

    [Test]
    public async Task WhatWaited_GoesOnInTheNextProgram()
    {
        Workers.OnRequest = Idle;
        await CommandAsync("alice", "start");
        var first = await Workers.NextAsync();
        await Directory.RouteAsync(Message("alice", "sent", "one"));
        await first.NextAsync<WorkerRequest.SubmitPrompt>();
        await Directory.RouteAsync(Message("alice", "waits", "two"));
        await Chat.UntilAsync(() => Chat.ReceiptsOf("waits").Contains(Receipt.Queued));

        Workers.OnRequest = FakeWorker.Obey;
        await RestartAsync();
        await Chat.UntilAsync(() => Chat.ReceiptsOf("waits").Contains(Receipt.Done));
        await Chat.UntilAsync(() => Chat.ReceiptsOf("sent").Contains(Receipt.Failed));

        var second = await Workers.NextAsync();
        Assert.That((await second.NextAsync<WorkerRequest.StartAgent>()).Launch.ConversationId, Is.EqualTo(Fresh));
        Assert.That((await second.NextAsync<WorkerRequest.SubmitPrompt>()).Prompt.Text, Is.EqualTo("two"));
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "TWO" }));
        Assert.That(Chat.ReceiptsOf("sent").Count(receipt => receipt == Receipt.Failed), Is.EqualTo(1));
        Assert.That(Chat.Notices, Does.Contain(SessionTexts.GoingDown));
        Assert.That(Store.Sessions.Single().Prompts, Is.Empty);
    }

    [Test]
    public async Task KilledProgram_LosesNoPromptAndSendsNoneTwice()
    {
        await Store.SaveAsync(Saved("alice") with
        {
            Prompts =
            [
                new SavedPrompt(new MessageId("sent"), "one", AttachedFiles.None, WasSent: true),
                new SavedPrompt(new MessageId("waits"), "two", AttachedFiles.None, WasSent: false),
            ],
        }, default);
        await LoadAsync();
        await Chat.UntilAsync(() => Chat.ReceiptsOf("waits").Contains(Receipt.Done));
        await Chat.UntilAsync(() => Chat.ReceiptsOf("sent").Contains(Receipt.Failed));
        Assert.That(Chat.ReceiptsOf("sent"), Is.EqualTo(new[] { Receipt.Failed }));
        var failed = Chat.Posts.OfType<NoticePost>().Single();
        Assert.That((failed.ReplyTo, failed.CanRetry), Is.EqualTo((new MessageId("sent"), true)));
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "TWO" }));
    }

    [Test]
    public async Task Sessions_AreRememberedByTheChatAndSleepUntilTheyAreNeeded()
    {
        await Store.SaveAsync(Saved("alice") with { LastMessage = new MessageId("m7") }, default);
        await Store.SaveAsync(Saved("bob") with { IsRunning = false }, default);
        await LoadAsync();
        Assert.That(Chat.Remembered, Is.EquivalentTo(new[]
        {
            (Room, new UserId("alice"), (MessageId?)new MessageId("m7")), (Room, new UserId("bob"), null),
        }));
        Assert.That(Directory.ActiveCount, Is.Zero);
        await Directory.RouteAsync(Message("bob", "b", "hello") with { IsAddressed = false });
        await Directory.RouteAsync(Message("alice", "a", "hello") with { IsAddressed = false });
        await Chat.UntilAsync(() => Chat.ReceiptsOf("a").Contains(Receipt.Done));
        Assert.That(Directory.ActiveCount, Is.EqualTo(1));
        Assert.That(Chat.ReceiptsOf("b"), Is.Empty, "it is stopped, and they may talk");
    }

    [Test]
    public async Task Panel_OfTheEarlierProgramIsUsedAgain()
    {
        var panel = Chat.Add(Room.Id, new PanelPost(new Panel(SessionActivity.Ready, "ready", null, null, 0)));
        await Store.SaveAsync(Saved("alice") with { Panel = panel }, default);
        await LoadAsync();
        await Chat.UntilAsync(() => Chat.Posts.OfType<PanelPost>().Single().Panel.State == "asleep");
        Assert.That(Chat.Calls, Is.EqualTo(new[] { "edit" }));
    }

    [Test]
    public async Task Panel_ThatIsMadeIsStored()
    {
        await CommandAsync("alice", "start");
        await Chat.UntilAsync(() => Chat.Pinned.Count == 1);
        await Directory.StopAsync();
        Assert.That(Store.Sessions.Single().Panel, Is.EqualTo(Chat.Pinned.Single()));
        await RestartAsync();
        await WriteAsync("alice", "m", "hello");
        Assert.That(Chat.Pinned, Has.Count.EqualTo(1));
        Assert.That(Chat.Posts.OfType<PanelPost>().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task ClosedChannel_EndsItsSessionAlone()
    {
        Chat.Opens = (place, from) => Task.FromResult(new OpenedChannel(
            new SessionChannel(place == ChannelPlace.Direct ? new ChannelId("direct") : from, IsShared: false),
            new MessageId("0")));
        await CommandAsync("alice", "start");
        await Directory.RouteAsync(Command("bob", "start", out var start) with { Channel = new ChannelId("other") });
        await ResponseAsync(start);
        await Directory.RouteAsync(new ChannelClosed(Room.Id));
        await Chat.UntilAsync(() => Chat.PostsIn("direct").Count == 1);
        Assert.That(((NoticePost)Chat.PostsIn("direct")[0]).Markdown, Does.Contain("was deleted"));
        await Directory.RouteAsync(Message("bob", "b", "hello") with { Channel = new ChannelId("other") });
        await Chat.UntilAsync(() => Chat.ReceiptsOf("b").Contains(Receipt.Done));
    }

    [Test]
    public async Task DeletedMessage_ReachesTheSessionOfItsChannel()
    {
        Workers.OnRequest = Idle;
        await CommandAsync("alice", "start");
        var worker = await Workers.NextAsync();
        await Directory.RouteAsync(Message("alice", "sent", "one"));
        var sent = await worker.NextAsync<WorkerRequest.SubmitPrompt>();
        await Directory.RouteAsync(Message("alice", "waits", "two"));
        await Directory.RouteAsync(new MessageDeleted(new ChannelId("other"), new MessageId("waits")));
        await Directory.RouteAsync(Message("alice", "last", "three"));
        await Directory.RouteAsync(new MessageDeleted(Room.Id, new MessageId("waits")));
        worker.Emit(new PromptAccepted(sent.Prompt.PromptId), new TurnEnded(TurnOutcome.Completed));
        Assert.That((await worker.NextAsync<WorkerRequest.SubmitPrompt>()).Prompt.Text, Is.EqualTo("three"));
    }

    [Test]
    public async Task PeopleWithoutASession_AreNoneOfOurBusiness()
    {
        await Directory.RouteAsync(Message("carol", "c", "hello all") with { IsAddressed = false });
        await Directory.RouteAsync(new MessageEdited(new UserId("carol"), Room.Id, new MessageId("c"), "hello"));
        await Directory.RouteAsync(new MessageDeleted(Room.Id, new MessageId("c")));
        await Directory.RouteAsync(Message("carol", "d", "hello Codesmith"));
        await Chat.UntilAsync(() => Chat.ReceiptsOf("d").Contains(Receipt.Failed));
        Assert.That(Chat.ReceiptsOf("c"), Is.Empty);
    }

    [Test]
    public async Task Prompt_IsNeitherAcknowledgedNorSentBeforeItIsStored()
    {
        await CommandAsync("alice", "start");
        var worker = await Workers.NextAsync();
        await worker.NextAsync<WorkerRequest.StartAgent>();
        var stored = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        Store.BeforeSave = session =>
        {
            if (session.Prompts.IsEmpty)
                return Task.CompletedTask;
            asked.TrySetResult();
            return stored.Task;
        };
        await Directory.RouteAsync(Message("alice", "m", "hello"));
        await asked.Task.WaitAsync(Timeouts.MustNotHang);
        var sent = worker.NextRequestAsync();
        await CommandAsync("alice", "status");
        Assert.That((sent.IsCompleted, Chat.ReceiptsOf("m").Count), Is.EqualTo((false, 0)));
        stored.SetResult();
        Assert.That(await sent, Is.InstanceOf<WorkerRequest.SubmitPrompt>());
        await Chat.UntilAsync(() => Chat.ReceiptsOf("m").Contains(Receipt.Done));
        Assert.That(Chat.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Received, Receipt.Accepted, Receipt.Done }));
    }

    [Test]
    public async Task StoreThatFails_CostsThePromiseAndNotThePrompt()
    {
        await CommandAsync("alice", "start");
        Store.BeforeSave = _ => throw new IOException("disk full");
        await WriteAsync("alice", "m", "hello");
        Assert.That(Chat.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Accepted, Receipt.Done }));
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "HELLO" }));
    }

    private static SavedSession Saved(string user) =>
        new(new UserId(user), Room) { ConversationId = Fresh, IsRunning = true };

    /// <summary>An agent that starts and stops, and never takes a prompt.</summary>
    private static void Idle(FakeWorker worker, WorkerRequest request)
    {
        if (request is not WorkerRequest.SubmitPrompt)
            FakeWorker.Obey(worker, request);
    }
}
