using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

/// <summary>The end of the program and the beginning of the next one, in a chat that outlives both.</summary>
internal sealed class SessionRestoreTests
{
    [Test]
    public void Shutdown_KeepsWhatWaitsAndFailsWhatWasSent()
    {
        var session = Ended(session =>
        {
            session.Write("turn");
            session.Accept();
            session.Write("waits");
        });
        Assert.That(session.ReceiptsOf("turn").Last(), Is.EqualTo(Receipt.Failed));
        Assert.That(session.ReceiptsOf("waits").Last(), Is.EqualTo(Receipt.Queued));
        Assert.That(session.Notices, Does.Contain(SessionTexts.GoingDown));
        Assert.That(session.Stored, Has.Property("IsRunning").True);
        Assert.That(session.Stored!.Prompts.Select(prompt => prompt.Text), Is.EqualTo(new[] { "text of waits" }));
    }

    [Test]
    public void Shutdown_RefusesCommandsThatWait()
    {
        InteractionId clear = default;
        var session = Ended(session =>
        {
            session.Write("turn");
            clear = session.Command("clear");
            session.Write("waits");
        });
        Assert.That(session.ResponseTo(clear)?.IsError, Is.True);
        Assert.That(session.Stored!.Prompts.Select(prompt => prompt.Text), Is.EqualTo(new[] { "text of waits" }));
    }

    [Test]
    public void Shutdown_DoesNotTakeWhatComesAfterIt()
    {
        var session = SteppedSession.Running(outlivesProgram: true);
        session.Write("taken");
        session.Do(new SessionInput.ShutdownWanted());
        Assert.That(
            session.Do(SteppedSession.Message("late") with { IsAddressed = false }), Is.Empty,
            "the next program hears of it");
        session.GoDown();
        Assert.That(session.Stored!.LastMessage, Is.EqualTo(new MessageId("taken")));
    }

    [Test]
    public void Shutdown_OfAStoppedSession_SaysNothing()
    {
        var session = SteppedSession.Running(outlivesProgram: true);
        session.Command("stop");
        session.GoDown();
        session.Do(new SessionInput.ShutdownWanted());
        Assert.That(session.Notices, Is.Empty);
        Assert.That(session.Stored!.IsRunning, Is.False);
    }

    [Test]
    public void Shutdown_WhereNothingOutlivesIt_FailsWhatWaits()
    {
        var session = SteppedSession.Running();
        session.Write("turn");
        session.Write("waits");
        session.Do(new SessionInput.ShutdownWanted());
        Assert.That(session.ReceiptsOf("waits").Last(), Is.EqualTo(Receipt.Failed));
        Assert.That(session.Notices, Does.Not.Contain(SessionTexts.GoingDown));
    }

    [Test]
    public void WhatWaited_GoesOnByItself()
    {
        var ended = Ended(session =>
        {
            session.Write("turn");
            session.Accept();
            session.Write("a");
            session.Write("b");
        });
        var session = Restored(ended.Stored!);
        Assert.That(session.State.Lifecycle, Is.EqualTo(LifecycleState.Starting));
        session.ComeUp();
        Assert.That(
            session.Asked<WorkerRequest.StartAgent>().Single().Launch.ConversationId, Is.EqualTo(SteppedSession.Fresh));
        foreach (string _ in new[] { "a", "b" })
        {
            session.Accept();
            session.Hear(new TurnEnded(TurnOutcome.Completed));
        }
        Assert.That(session.Sent, Is.EqualTo(new[] { "text of a", "text of b" }));
        Assert.That(session.ReceiptsOf("b"), Is.EqualTo(new[] { Receipt.Accepted, Receipt.Done }));
        Assert.That(session.Stored!.Prompts, Is.Empty);
    }

    [Test]
    public void WhatWaited_IsNotSentBeforeItIsKnownWhatBecameOfTheMessages()
    {
        var killed = SteppedSession.Running(outlivesProgram: true);
        killed.Write("turn");
        killed.Write("changed");
        killed.Write("removed");
        var session = new SteppedSession(outlivesProgram: true, killed.Stored);
        session.Do(new SessionInput.Restored(killed.Stored!));
        Assert.That(session.State.Lifecycle, Is.EqualTo(LifecycleState.Stopped));
        session.Do(new MessageEdited(SteppedSession.User, SteppedSession.Channel, new("changed"), "new text"));
        session.Do(new MessageDeleted(SteppedSession.Channel, new("removed")));
        session.Do(new ChannelCaughtUp(SteppedSession.Channel));
        session.ComeUp();
        session.Accept();
        session.Hear(new TurnEnded(TurnOutcome.Completed));
        Assert.That(session.Sent, Is.EqualTo(new[] { "new text" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void WhatWasSentWhenTheProgramWasKilled_FailsWithARetryAndIsNotSentAgain(bool wasAccepted)
    {
        var killed = SteppedSession.Running(outlivesProgram: true);
        killed.Write("sent");
        if (wasAccepted)
            killed.Accept();
        killed.Write("waits");
        var session = Restored(killed.Stored!);
        Assert.That(session.ReceiptsOf("sent"), Is.EqualTo(new[] { Receipt.Failed }));
        var notice = session.NoticeItems.Single();
        Assert.That(
            (notice.ReplyTo, notice.CanRetry, notice.Markdown),
            Is.EqualTo((new MessageId("sent"), true, SessionTexts.CutOffByRestart)));
        session.ComeUp();
        Assert.That(session.Sent, Is.EqualTo(new[] { "text of waits" }));
        Assert.That(session.Stored!.Prompts.Select(prompt => prompt.Text), Is.EqualTo(new[] { "text of waits" }));
    }

    [Test]
    public void SessionWithNothingToDo_SleepsUntilTheNextPrompt()
    {
        var session = Restored(Ended(_ => { }).Stored!);
        Assert.That(session.Effects, Is.Empty);
        Assert.That(session.State.Describe(), Is.EqualTo("asleep"));
        session.Do(SteppedSession.Message("m") with { IsAddressed = false });
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Received }));
        session.ComeUp();
        Assert.That(session.Sent, Is.EqualTo(new[] { "text of m" }));
    }

    [Test]
    public void SleepingSession_SleepsOnThroughTheNextRestart()
    {
        var session = Restored(Ended(_ => { }).Stored!);
        session.Do(new SessionInput.ShutdownWanted());
        Assert.That(session.State.ToSaved()!.IsRunning, Is.True);
        Assert.That(session.Notices, Is.Empty);
    }

    [TestCase("stop")]
    [TestCase("clear")]
    public void SleepingSession_TakesCommandsAsAStoppedOne(string command)
    {
        var session = Restored(Ended(_ => { }).Stored!);
        Assert.That(session.ResponseTo(session.Command(command))?.IsError, Is.EqualTo(command == "clear"));
        Assert.That(session.State.Lifecycle, Is.EqualTo(LifecycleState.Stopped));
        Assert.That(session.State.ResumesOnPrompt, Is.EqualTo(command == "clear"));
    }

    [Test]
    public void SleepingSession_StartsOnceWhateverIsSaidWhileItsChannelIsLookedFor()
    {
        var session = Restored(Ended(_ => { }).Stored!);
        var start = session.Command("start");
        session.Write("m");
        Assert.That(session.State.Lifecycle, Is.EqualTo(LifecycleState.Stopped), "its channel may be another one yet");
        session.Open();
        session.ComeUp();
        Assert.That(session.ResponseTo(start)?.IsError, Is.False);
        Assert.That(session.State.Generation, Is.EqualTo(1));
        Assert.That(session.Sent, Is.EqualTo(new[] { "text of m" }));
    }

    [Test]
    public void SleepingSession_WhoseChannelIsGone_DoesNotWakeAnyMore()
    {
        var session = Restored(Ended(_ => { }).Stored!);
        session.Do(new ChannelClosed(SteppedSession.Channel));
        Assert.That(session.Effects.OfType<SessionEffect.TellDirectly>().Count(), Is.EqualTo(1));
        Assert.That(session.Do(SteppedSession.Message("m") with { IsAddressed = false }), Is.Empty);
    }

    [Test]
    public void StoppedSession_StaysStopped()
    {
        var stopped = SteppedSession.Running(outlivesProgram: true);
        stopped.Command("stop");
        stopped.GoDown();
        var session = Restored(stopped.Stored!);
        Assert.That(session.Effects, Is.Empty);
        session.Write("m");
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Failed }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void FilesOfWhatWaited_AreUsedIfTheyAreWithUs(bool areKept)
    {
        var killed = SteppedSession.Running(outlivesProgram: true);
        killed.Write("turn");
        killed.Attach("m", "look", "a.png");
        if (areKept)
            killed.KeepFiles("m");
        var session = Restored(killed.Stored!);
        if (areKept)
            session.ComeUp();
        Assert.That(session.Stored!.Prompts, areKept ? Has.Exactly(1).Items : Is.Empty, "it fails once");
        Assert.That(session.Sent, areKept ? Has.One.Contains("a.png") : Is.Empty);
        Assert.That(session.ReceiptsOf("m"), areKept ? Is.Empty : Is.EqualTo(new[] { Receipt.Failed }));
        Assert.That(
            session.Effects.OfType<SessionEffect.DropFiles>(), areKept ? Is.Empty : Has.Exactly(1).Items);
    }

    [Test]
    public void Save_ComesBeforeTheReceiptThatPromisesIt()
    {
        var session = SteppedSession.Running(outlivesProgram: true);
        var effects = session.Do(SteppedSession.Message("m"));
        Assert.That(effects[0], Is.InstanceOf<SessionEffect.Save>());
        Assert.That(((SessionEffect.Save)effects[0]).Session.Prompts.Single().Message, Is.EqualTo(new MessageId("m")));
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Received }));
    }

    private static SteppedSession Ended(Action<SteppedSession> before)
    {
        var session = SteppedSession.Running(outlivesProgram: true);
        before(session);
        session.Do(new SessionInput.ShutdownWanted());
        session.GoDown();
        Assert.That(session.State.Lifecycle, Is.EqualTo(LifecycleState.Stopped));
        return session;
    }

    private static SteppedSession Restored(SavedSession saved)
    {
        var session = new SteppedSession(outlivesProgram: true, saved);
        session.Do(new SessionInput.Restored(saved));
        session.Do(new ChannelCaughtUp(saved.Channel.Id));
        return session;
    }
}
