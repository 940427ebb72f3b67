using System.Text;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using Codesmith.Tests.Doubles;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions.Running;

/// <summary>Files from the chat to the workspace.</summary>
internal sealed class SessionFilesRunTests : SessionsFixture
{
    private static readonly SessionChannel Room = new(new ChannelId("room"), IsShared: false);

    protected override bool OutlivesProgram => true;

    [Test]
    public async Task Files_AreInTheWorkspaceBeforeTheirPromptAndThenForgotten()
    {
        Chat.Attachments["cdn"] = Encoding.UTF8.GetBytes("content");
        await CommandAsync("alice", "start");
        var worker = await Workers.NextAsync();
        await Directory.RouteAsync(WithFile("m", "cdn"));
        await Chat.UntilAsync(() => Chat.ReceiptsOf("m").Contains(Receipt.Done));
        await worker.NextAsync<WorkerRequest.StartAgent>();
        Assert.That(
            ((WorkerRequest.WriteFile)await worker.NextRequestAsync()).Chunk,
            Has.Property("Name").EqualTo("a.txt").And.Property("Data").EqualTo(Chat.Attachments["cdn"])
                .And.Property("IsLast").True);
        Assert.That(
            ((WorkerRequest.SubmitPrompt)await worker.NextRequestAsync()).Prompt.Text, Does.EndWith("/m/a.txt"));
        await Directory.StopAsync();
        Assert.That(System.IO.Directory.GetFileSystemEntries(Folder.At("spool")), Is.Empty);
    }

    [Test]
    public async Task FilesThatAreGone_FailTheirPromptAndCanBeTriedAgain()
    {
        await CommandAsync("alice", "start");
        await Directory.RouteAsync(WithFile("m", "cdn"));
        await Chat.UntilAsync(() => Chat.ReceiptsOf("m").Contains(Receipt.Failed));
        Assert.That(Chat.Notices.Single(), Does.Contain("There is no such file."));
        Chat.Attachments["cdn"] = [1, 2, 3];
        var retry = new InteractionId("retry");
        await Directory.RouteAsync(new MessageRetried(new UserId("alice"), Room.Id, retry, WithFile("m", "cdn")));
        await Chat.UntilAsync(() => Chat.ReceiptsOf("m").Contains(Receipt.Done));
        Assert.That((await ResponseAsync(retry)).IsError, Is.False);
    }

    [Test]
    public async Task FilesOfAnEarlierProgram_GoUnlessTheirPromptWaits()
    {
        foreach (string folder in new[] { "waits", "done" })
        {
            System.IO.Directory.CreateDirectory(Folder.At("spool", folder));
            await File.WriteAllTextAsync(Folder.At("spool", folder, "a.txt"), "content");
        }
        // The files go with the acceptance.
        Workers.OnRequest = (worker, request) =>
        {
            if (request is not WorkerRequest.SubmitPrompt)
                FakeWorker.Obey(worker, request);
        };
        await SaveWaitingAsync("waits");
        await LoadAsync();
        var worker = await Workers.NextAsync();
        Assert.That(
            (await worker.NextAsync<WorkerRequest.WriteFile>()).Chunk.Data,
            Is.EqualTo(Encoding.UTF8.GetBytes("content")));
        Assert.That(
            System.IO.Directory.GetDirectories(Folder.At("spool")).Select(Path.GetFileName),
            Is.EqualTo(new[] { "waits" }));
    }

    [Test]
    public async Task FilesThatTheSpoolLost_FailThePromptAndNotTheWorker()
    {
        await SaveWaitingAsync("gone");
        await LoadAsync();
        await Chat.UntilAsync(() => Chat.ReceiptsOf("m").Contains(Receipt.Failed));
        await WriteAsync("alice", "n", "still there");
        Assert.That((await Workers.NextAsync()).IsDisposed, Is.False);
    }

    [Test]
    public async Task ReceiptsOfARetry_ComeAfterTheLastOneOfTheTryBefore()
    {
        await CommandAsync("alice", "start");
        var worker = await Workers.NextAsync();
        var held = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        Chat.BeforePost = (_, content) =>
        {
            if (content is not NoticePost)
                return Task.CompletedTask;
            held.TrySetResult();
            return gate.Task;
        };
        await Directory.RouteAsync(WithFile("m", "cdn"));
        await held.Task.WaitAsync(Timeouts.MustNotHang);
        Chat.Attachments["cdn"] = [1];
        await Directory.RouteAsync(new MessageRetried(
            new UserId("alice"), Room.Id, new InteractionId("retry"), WithFile("m", "cdn")));
        await worker.NextAsync<WorkerRequest.SubmitPrompt>();
        gate.SetResult();
        await Chat.UntilAsync(() => Chat.ReceiptsOf("m").Contains(Receipt.Done));
        Assert.That(
            Chat.ReceiptsOf("m"),
            Is.EqualTo(new[] { Receipt.Failed, Receipt.Received, Receipt.Accepted, Receipt.Done }));
    }

    private Task SaveWaitingAsync(string folder) => Store.SaveAsync(
        new SavedSession(new UserId("alice"), Room)
        {
            ConversationId = Fresh,
            IsRunning = true,
            Prompts =
            [
                new SavedPrompt(
                    new MessageId("m"), "look", new AttachedFiles(folder, ["a.txt"], AreKept: true), WasSent: false),
            ],
        }, default);

    private static MessageReceived WithFile(string message, string source) =>
        Message("alice", message, "look") with { Attachments = [new MessageAttachment("a.txt", 7, source)] };
}
