using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

internal sealed class SessionPromptTests
{
    [Test]
    public void Prompts_AreSentOneAtATimeInOrder()
    {
        var session = SteppedSession.Running();
        session.Write("a");
        session.Write("b");
        session.Write("c");
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.EqualTo(1));
        foreach (string _ in new[] { "a", "b", "c" })
        {
            session.Accept();
            session.Hear(new TurnEnded(TurnOutcome.Completed));
        }
        Assert.That(
            session.Asked<WorkerRequest.SubmitPrompt>().Select(asked => asked.Prompt.Text),
            Is.EqualTo(new[] { "text of a", "text of b", "text of c" }));
        Assert.That(session.ReceiptsOf("a"), Is.EqualTo(new[] { Receipt.Received, Receipt.Accepted, Receipt.Done }));
        Assert.That(
            session.ReceiptsOf("b"),
            Is.EqualTo(new[] { Receipt.Received, Receipt.Queued, Receipt.Accepted, Receipt.Done }));
    }

    [Test]
    public void Prompt_BeforeTheStart_IsRefusedWithOneHint()
    {
        var session = new SteppedSession();
        session.Write("a");
        session.Write("b");
        Assert.That(session.ReceiptsOf("a").Concat(session.ReceiptsOf("b")), Is.All.EqualTo(Receipt.Failed));
        Assert.That(session.Notices.Single(), Does.Contain("/cc start"));
        session.Now += SessionLimits.HintInterval;
        session.Write("c");
        Assert.That(session.Notices.Count(), Is.EqualTo(2));
    }

    [TestCase("")]
    [TestCase(" \n\t ")]
    public void Prompt_Empty_IsRefused(string text)
    {
        var session = SteppedSession.Running();
        session.Write("m", text);
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Failed }));
        Assert.That(session.Notices, Is.EqualTo(new[] { SessionTexts.EmptyPrompt }));
    }

    [Test]
    public void Prompt_AtTheLimit_IsSentAndBeyondItRefused()
    {
        var session = SteppedSession.Running();
        session.Write("long", new string('x', SessionLimits.PromptText));
        session.Write("longer", new string('x', SessionLimits.PromptText + 1));
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.EqualTo(1));
        Assert.That(session.ReceiptsOf("longer"), Is.EqualTo(new[] { Receipt.Failed }));
    }

    [Test]
    public void Queue_IsBounded()
    {
        var session = SteppedSession.Running();
        for (int number = 0; number < SessionLimits.Queue + 5; number++)
            session.Write($"m{number}");
        Assert.That(session.State.Queue, Has.Count.EqualTo(SessionLimits.Queue));
        Assert.That(session.ReceiptsOf($"m{SessionLimits.Queue + 4}"), Is.EqualTo(new[] { Receipt.Failed }));
        Assert.That(session.Notices, Is.EqualTo(new[] { SessionTexts.QueueFull }));
    }

    [Test]
    public void PromptFailed_IsTriedOnceMoreAndThenReported()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        session.Hear(new PromptFailed(session.SubmittedId, "no echo"));
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.EqualTo(2));
        session.Hear(new PromptFailed(session.SubmittedId, "no echo"));
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.EqualTo(2));
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Received, Receipt.Failed }));
        Assert.That(session.Notices.Single(), Does.Contain("no echo"));
    }

    [Test]
    public void PromptTakenBackByAnInterrupt_IsNotSentAgain()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        var interrupt = session.Command("interrupt");
        session.Hear(new PromptFailed(session.SubmittedId, "Interrupted before it was sent."));
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.EqualTo(1));
        Assert.That(session.ReceiptsOf("m").Last(), Is.EqualTo(Receipt.Failed));
        Assert.That(session.ResponseTo(interrupt)?.Text, Is.EqualTo(SessionTexts.InterruptDone));
    }

    [Test]
    public void Busy_IsOfferedAgainLater()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        Refuse(session, WorkerErrorCode.AgentBusy);
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.EqualTo(1));
        session.Elapse(SessionTimer.Resend);
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.EqualTo(2));
        for (int refusal = 1; refusal < SessionLimits.Refusals; refusal++)
        {
            Refuse(session, WorkerErrorCode.AgentBusy);
            if (refusal < SessionLimits.Refusals - 1)
                session.Elapse(SessionTimer.Resend);
        }
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Received, Receipt.Failed }));
    }

    [Test]
    public void Refused_ForGood_IsReportedAtOnce()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        Refuse(session, WorkerErrorCode.InvalidArgument);
        Assert.That(session.ReceiptsOf("m").Last(), Is.EqualTo(Receipt.Failed));
        Assert.That(session.State.IsIdle, Is.True);
    }

    [Test]
    public void FailedPrompt_IsToldInReplyToItAndCanBeTriedAgain()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        session.Accept();
        session.Hear(new TurnEnded(TurnOutcome.Failed, "overloaded", null));
        var notice = session.NoticeItems.Single();
        Assert.That(
            (notice.ReplyTo, notice.CanRetry, notice.Level), Is.EqualTo((new MessageId("m"), true, NoticeLevel.Error)));
        var retry = session.Retry("m");
        Assert.That(session.ResponseTo(retry)?.IsError, Is.False);
        session.Accept();
        session.Hear(new TurnEnded(TurnOutcome.Completed));
        Assert.That(session.Sent, Is.EqualTo(new[] { "text of m", "text of m" }));
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[]
        {
            Receipt.Received, Receipt.Accepted, Receipt.Failed, Receipt.Received, Receipt.Accepted, Receipt.Done,
        }));
    }

    [Test]
    public void RefusedMessage_IsToldInReplyToItWithoutARetry()
    {
        var session = SteppedSession.Running();
        session.Write("m", " ");
        var notice = session.NoticeItems.Single();
        Assert.That(
            (notice.ReplyTo, notice.CanRetry, notice.Level),
            Is.EqualTo((new MessageId("m"), false, NoticeLevel.Warning)));
    }

    [Test]
    public void Retry_OfWhatIsUnderWay_IsRefused()
    {
        var session = SteppedSession.Running();
        session.Write("turn");
        session.Accept();
        session.Write("waits");
        foreach (string message in new[] { "turn", "waits" })
            Assert.That(session.ResponseTo(session.Retry(message))?.Text, Is.EqualTo(SessionTexts.AlreadyUnderWay));
        Assert.That(session.State.Queue, Has.Count.EqualTo(1));
    }

    [Test]
    public void Retry_WithoutASession_IsRefusedAndChangesNothing()
    {
        var session = new SteppedSession();
        var retry = session.Retry("m");
        Assert.That(session.ResponseTo(retry)?.Text, Does.Contain("/cc start"));
        Assert.That(session.ReceiptsOf("m"), Is.Empty);
    }

    [Test]
    public void Retry_InAnotherChannel_IsRefused()
    {
        var session = SteppedSession.Running();
        var interaction = new InteractionId("i");
        session.Do(new MessageRetried(
            SteppedSession.User, new ChannelId("old"), interaction, SteppedSession.Message("m", channel: "old")));
        Assert.That(
            session.ResponseTo(interaction),
            Has.Property("IsError").True.And.Property("Text").EqualTo("Not sent: your session is in <#room>."));
        Assert.That(session.Sent, Is.Empty);
    }

    [Test]
    public void Edit_ChangesWhatWaitsAndNothingElse()
    {
        var session = SteppedSession.Running();
        session.Write("sent");
        session.Write("waits");
        foreach (string message in new[] { "sent", "waits", "unknown" })
        {
            session.Do(new MessageEdited(
                SteppedSession.User, SteppedSession.Channel, new MessageId(message), "changed"));
        }
        Assert.That(
            session.Stored!.Prompts.Select(prompt => prompt.Text), Is.EqualTo(new[] { "text of sent", "changed" }));
        session.Accept();
        session.Hear(new TurnEnded(TurnOutcome.Completed));
        Assert.That(session.Sent, Is.EqualTo(new[] { "text of sent", "changed" }));
    }

    [Test]
    public void Edit_ThatWouldBeNoPrompt_ChangesNothing()
    {
        var session = SteppedSession.Running();
        session.Write("sent");
        session.Write("waits");
        foreach (string text in new[] { " ", new string('x', SessionLimits.PromptText + 1) })
            session.Do(new MessageEdited(SteppedSession.User, SteppedSession.Channel, new MessageId("waits"), text));
        Assert.That(((QueuedPrompt)session.State.Queue.Single()).Text, Is.EqualTo("text of waits"));
    }

    [Test]
    public void DeletedMessage_IsWithdrawnIfItWaits()
    {
        var session = SteppedSession.Running();
        session.Write("sent");
        session.Write("waits");
        foreach (string message in new[] { "sent", "waits", "unknown" })
            session.Do(new MessageDeleted(SteppedSession.Channel, new MessageId(message)));
        session.Accept();
        session.Hear(new TurnEnded(TurnOutcome.Completed));
        Assert.That(session.Sent, Is.EqualTo(new[] { "text of sent" }));
        Assert.That(session.ReceiptsOf("sent").Last(), Is.EqualTo(Receipt.Done));
        Assert.That(session.ReceiptsOf("waits").Last(), Is.EqualTo(Receipt.Queued), "there is nothing left to mark");
        Assert.That(session.Stored!.Prompts, Is.Empty);
    }

    [Test]
    public void MessageThatComesTwice_IsOnePrompt()
    {
        var session = SteppedSession.Running();
        session.Write("m");
        session.Write("waits");
        session.Write("m");
        session.Write("waits");
        Assert.That(session.State.Queue, Has.Count.EqualTo(1));
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Received }));
    }

    [Test]
    public void LastMessage_IsTheNewestThatWasTakenAndNotALateOne()
    {
        var session = SteppedSession.Running();
        session.Write("1");
        session.Write("3");
        session.Do(SteppedSession.Message("2") with { IsLate = true });
        Assert.That(session.Stored!.LastMessage, Is.EqualTo(new MessageId("3")));
        Assert.That(session.Stored.Prompts, Has.Count.EqualTo(3));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void FirstThingOfATurn_AnswersItsPromptWhereOthersWriteToo(bool isShared)
    {
        var session = SteppedSession.Running(isShared: isShared);
        session.Write("m");
        session.Accept();
        session.Do(new SessionInput.EventsLost(1));
        session.Hear(new TextCompleted("a", "first"), new TextCompleted("b", "second"));
        session.Hear(
            new TurnEnded(TurnOutcome.Completed), new PromptAccepted(null), new TextCompleted("c", "by itself"));
        MessageId? prompt = isShared ? new MessageId("m") : null;
        Assert.That(
            session.State.Conversation.Items.Select(item => item.ReplyTo),
            Is.EqualTo(new[] { null, prompt, null, null }), "a notice is no answer");
    }

    private static void Refuse(SteppedSession session, int code) => session.Do(new SessionInput.RequestRefused(
        1, session.Asked<WorkerRequest.SubmitPrompt>().Last(), null, code, "busy"));
}
