using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions.Running;

/// <summary>Sessions and their chat: one that fails, and channels to open, to leave and to come back to.</summary>
internal sealed class SessionChatTests : SessionsFixture
{
    [Test]
    public async Task FailingChat_NeitherStopsTheSessionNorTheShutdown()
    {
        await CommandAsync("alice", "start");
        Chat.BeforeOther = () => throw new ChatException("down");
        Chat.BeforePost = (_, _) => throw new ChatException("down");
        var worker = await Workers.NextAsync();
        await Directory.RouteAsync(Message("alice", "m", "hello"));
        await worker.NextAsync<WorkerRequest.SubmitPrompt>();
        var stopped = Directory.StopAsync();
        await AdvanceUntilAsync(stopped.ContinueWith(_ => 0, TaskScheduler.Default));
    }

    [Test]
    public async Task ReceiptOfAnEnd_IsShownWhenTheChatIsBack()
    {
        await CommandAsync("alice", "start");
        // More calls than are made without a second try.
        int failures = 8;
        Chat.BeforeOther = () =>
        {
            if (failures-- > 0)
                throw new ChatException("down");
        };
        await Directory.RouteAsync(Message("alice", "m", "hello"));
        var done = Chat.UntilAsync(() => Chat.ReceiptsOf("m").Contains(Receipt.Done));
        await AdvanceUntilAsync(done.ContinueWith(_ => 0, TaskScheduler.Default));
        await done;
        Assert.That(Chat.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Done }));
    }

    [Test]
    public async Task MessageInTheOldChannel_IsAnsweredThere()
    {
        Chat.Opens = (_, _) => Task.FromResult(
            new OpenedChannel(new SessionChannel(new ChannelId("new"), IsShared: false), new MessageId("0")));
        await CommandAsync("alice", "start");
        await Directory.RouteAsync(Message("alice", "m", "hello"));
        await Chat.UntilAsync(() => Chat.PostsIn("room").Count == 1);
        Assert.That(Chat.PostsIn("room")[0], Is.EqualTo(
            new NoticePost(NoticeLevel.Warning, SessionTexts.Elsewhere(new ChannelId("new")))
            {
                ReplyTo = new MessageId("m"),
            }));
        await Chat.UntilAsync(() => Chat.ReceiptsOf("m").SequenceEqual([Receipt.Failed]));
    }

    [Test]
    public async Task ChannelThatIsNotToBeHad_IsTheAnswer([Values] bool isForeseen)
    {
        Chat.Opens = (_, _) => isForeseen
            ? throw new ChatException("I may not make channels.", ChatFailure.Refused)
            : throw new InvalidOperationException("defect");
        var response = await CommandAsync("alice", "start");
        Assert.That(response.IsError, Is.True);
        Assert.That(
            response.Text, Is.EqualTo(isForeseen ? "I may not make channels." : "The channel could not be opened."));
        Chat.Opens = (_, from) => Task.FromResult(
            new OpenedChannel(new SessionChannel(from, IsShared: false), new MessageId("0")));
        Assert.That((await CommandAsync("alice", "start")).IsError, Is.False);
    }

    [Test]
    public async Task ChannelThatNeverOpens_DoesNotHoldUpTheEnd()
    {
        var asked = new TaskCompletionSource();
        Chat.Opens = (_, _) =>
        {
            asked.TrySetResult();
            return new TaskCompletionSource<OpenedChannel>().Task;
        };
        await Directory.RouteAsync(Command("alice", "start", out var start));
        await asked.Task.WaitAsync(Timeouts.MustNotHang);
        await Directory.StopAsync().WaitAsync(Timeouts.MustNotHang);
        Assert.That((await ResponseAsync(start)).IsError, Is.True);
    }

    [Test]
    public async Task NewChannel_GetsWhatIsNewAndTheOldOneKeepsWhatWasSaid()
    {
        await CommandAsync("alice", "start");
        await WriteAsync("alice", "m", "hello");
        await CommandAsync("alice", "stop");
        Chat.Opens = (_, _) => Task.FromResult(
            new OpenedChannel(new SessionChannel(new ChannelId("new"), IsShared: false), new MessageId("0")));
        Assert.That((await CommandAsync("alice", "start")).Channel, Is.EqualTo(new ChannelId("new")));
        await Directory.RouteAsync(Message("alice", "n", "again") with { Channel = new ChannelId("new") });
        await Chat.UntilAsync(() => Chat.ReceiptsOf("n").Contains(Receipt.Done));
        foreach (var (channel, text) in new[] { ("room", "HELLO"), ("new", "AGAIN") })
        {
            Assert.That(Chat.PostsIn(channel).OfType<TextPost>().Single().Markdown, Is.EqualTo(text));
            Assert.That(Chat.PostsIn(channel).OfType<PanelPost>().Count(), Is.EqualTo(1));
        }
    }
}
