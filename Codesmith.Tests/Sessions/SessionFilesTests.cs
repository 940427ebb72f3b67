using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

internal sealed class SessionFilesTests
{
    [Test]
    public void Files_AreKeptBeforeTheirPromptIsSentAndDroppedWhenItIsAccepted()
    {
        var session = SteppedSession.Running();
        session.Attach("m", "look", "a.png", "b.txt");
        Assert.That(session.ReceiptsOf("m"), Is.Empty, "it is not with us yet");
        Assert.That(session.Sent, Is.Empty);
        var fetch = session.FetchOf("m");
        Assert.That(fetch.Attachments.Select(file => file.Source), Is.EqualTo(new[] { "a.png", "b.txt" }));
        Assert.That(session.Stored!.Prompts.Single().Attachments.AreKept, Is.False);
        session.KeepFiles("m");
        var asked = session.Asked<WorkerRequest.SubmitPrompt>().Single();
        Assert.That(asked.Files.Names, Is.EqualTo(new[] { "a.png", "b.txt" }));
        Assert.That(asked.Prompt.Text, Is.EqualTo(asked.Files.Mention("look")));
        Assert.That(session.Effects.OfType<SessionEffect.DropFiles>(), Is.Empty);
        session.Accept();
        Assert.That(session.Effects.OfType<SessionEffect.DropFiles>().Single().Files, Is.EqualTo(asked.Files));
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Received, Receipt.Accepted }));
    }

    [Test]
    public void Files_HoldUpThePromptsBehindThem()
    {
        var session = SteppedSession.Running();
        session.Attach("m", "", "a.png");
        session.Write("next");
        Assert.That(session.Sent, Is.Empty);
        session.KeepFiles("m");
        Assert.That(session.Sent.Single(), Does.Contain("a.png"));
        Assert.That(session.ReceiptsOf("next"), Is.EqualTo(new[] { Receipt.Received, Receipt.Queued }));
    }

    [Test]
    public void Receipts_OfAPromptWithFilesBehindATurn_AreInOrder()
    {
        var session = SteppedSession.Running();
        session.Write("turn");
        session.Attach("m", "", "a.png");
        session.KeepFiles("m");
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Received, Receipt.Queued }));
    }

    [Test]
    public void FilesLost_FailThePromptAndLetTheNextPass()
    {
        var session = SteppedSession.Running();
        session.Attach("m", "look", "a.png");
        session.Write("next");
        var fetch = session.FetchOf("m");
        session.Do(new SessionInput.FilesLost(fetch.PromptId, fetch.Files, "404"));
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Failed }));
        Assert.That(
            session.NoticeItems.Single(), Has.Property("CanRetry").True.And.Property("Markdown").Contains("404"));
        Assert.That(session.Effects, Does.Contain(new SessionEffect.DropFiles(fetch.Files)));
        Assert.That(session.Sent, Is.EqualTo(new[] { "text of next" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void FilesOfAWithdrawnMessage_AreDroppedWhenTheyArrive(bool areKept)
    {
        var session = SteppedSession.Running();
        session.Attach("m", "look", "a.png");
        session.Do(new MessageDeleted(SteppedSession.Channel, new MessageId("m")));
        var fetch = session.FetchOf("m");
        var effects = session.Do(areKept
            ? new SessionInput.FilesKept(fetch.PromptId, fetch.Files)
            : new SessionInput.FilesLost(fetch.PromptId, fetch.Files, "404"));
        Assert.That(effects, Is.EqualTo(new[] { new SessionEffect.DropFiles(fetch.Files) }));
    }

    [Test]
    public void FilesOfAnEarlierTry_AreNotDroppedWhileTheNextOneNeedsThem()
    {
        var session = SteppedSession.Running();
        session.Attach("m", "look", "a.png");
        var first = session.FetchOf("m");
        session.Command("stop");
        session.GoDown();
        session.Start();
        session.ComeUp();
        session.Do(new MessageRetried(
            SteppedSession.User, SteppedSession.Channel, new InteractionId("i"),
            SteppedSession.Message("m") with { Attachments = [new MessageAttachment("a.png", 1, "a.png")] }));
        Assert.That(session.Do(new SessionInput.FilesKept(first.PromptId, first.Files)), Is.Empty);
        session.KeepFiles("m");
        Assert.That(session.Sent.Single(), Does.Contain("a.png"));
    }

    [Test]
    public void MessageOfFilesAlone_IsAPrompt()
    {
        var session = SteppedSession.Running();
        session.Attach("m", "", "a.png");
        session.KeepFiles("m");
        Assert.That(session.Sent.Single(), Does.StartWith("Attached:\n@"));
    }

    [Test]
    public void FilesBeyondTheLimits_AreRefused()
    {
        var session = SteppedSession.Running();
        session.Attach("many", "x", Enumerable.Range(0, SessionLimits.Attachments + 1).Select(number => $"{number}"));
        session.Do(SteppedSession.Message("large") with
        {
            Attachments = [new MessageAttachment("a", SessionLimits.AttachmentBytes + 1, "a")],
        });
        session.Do(SteppedSession.Message("fits") with
        {
            Attachments = [new MessageAttachment("a", SessionLimits.AttachmentBytes, "a")],
        });
        Assert.That(
            session.Notices, Is.EqualTo(new[] { SessionTexts.TooManyAttachments, SessionTexts.AttachmentTooLarge }));
        Assert.That(session.Effects.OfType<SessionEffect.FetchFiles>().Single().Files.Folder, Is.EqualTo("fits"));
    }

    [Test]
    public void FilesThatTheWorkerDoesNotTake_FailThePrompt()
    {
        var session = SteppedSession.Running();
        session.Attach("m", "look", "a.png");
        session.KeepFiles("m");
        session.Do(new SessionInput.RequestRefused(
            1, session.Asked<WorkerRequest.SubmitPrompt>().Single(), null, WorkerErrorCode.FileNotWritten,
            "disk full"));
        Assert.That(session.ReceiptsOf("m").Last(), Is.EqualTo(Receipt.Failed));
        Assert.That(session.Notices.Single(), Does.Contain("disk full"));
    }
}
