using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

internal sealed class SessionPlaceTests
{
    private static readonly ChannelId Own = new("own");

    [TestCase(null, ChannelPlace.Own)]
    [TestCase("here", ChannelPlace.Here)]
    [TestCase("own", ChannelPlace.Own)]
    public void Start_OpensTheChannelThatIsWantedBeforeAnythingElse(string? where, ChannelPlace place)
    {
        var session = new SteppedSession();
        session.Command("start", where is null ? null : "where", where);
        Assert.That(
            session.Effects, Is.EqualTo(new[] { new SessionEffect.OpenChannel(place, SteppedSession.Channel) }));
        session.Open("own");
        Assert.That(session.Effects.OfType<SessionEffect.StartWorker>().Count(), Is.EqualTo(1));
        Assert.That(
            session.Stored,
            Is.EqualTo(new SavedSession(SteppedSession.User, new SessionChannel(Own, IsShared: false))
            {
                IsRunning = true,
                LastMessage = new MessageId("newest"),
            }));
    }

    [Test]
    public void Start_IsAnsweredWithTheChannel()
    {
        var session = new SteppedSession();
        var first = session.Command("start");
        var second = session.Command("start");
        Assert.That(session.Effects.OfType<SessionEffect.OpenChannel>().Count(), Is.EqualTo(1));
        session.Open("own");
        session.ComeUp();
        foreach (var start in new[] { first, second, session.Command("start") })
            Assert.That(session.ResponseTo(start), Has.Property("IsError").False.And.Property("Channel").EqualTo(Own));
    }

    [Test]
    public void ChannelThatCannotBeHad_IsTheAnswer()
    {
        var session = new SteppedSession();
        var start = session.Command("start");
        session.Do(new SessionInput.ChannelNotOpened("I may not make channels here."));
        Assert.That(session.ResponseTo(start)?.Text, Is.EqualTo("I may not make channels here."));
        Assert.That(session.State.Lifecycle, Is.EqualTo(LifecycleState.Stopped));
        start = session.Start();
        session.ComeUp();
        Assert.That(session.ResponseTo(start)?.IsError, Is.False, "it can be tried again");
    }

    [Test]
    public void ChannelThatOpensAfterTheStop_StartsNothing()
    {
        var session = new SteppedSession();
        var start = session.Command("start");
        var stop = session.Command("stop");
        Assert.That(session.ResponseTo(start)?.IsError, Is.True);
        Assert.That(session.ResponseTo(stop)?.IsError, Is.False);
        Assert.That(session.Do(new SessionInput.ChannelOpened(
            new OpenedChannel(new SessionChannel(Own, IsShared: false), new MessageId("0")))), Is.Empty);
        Assert.That(session.Do(new SessionInput.ChannelNotOpened("late")), Is.Empty);
    }

    [Test]
    public void Messages_CountInTheSessionsChannelAloneOrWhenTheyAreMeantForUs()
    {
        var session = new SteppedSession();
        Assert.That(session.Do(SteppedSession.Message("talk") with { IsAddressed = false }), Is.Empty);
        session.Command("start");
        session.Open("own");
        session.ComeUp();
        Assert.That(session.Do(SteppedSession.Message("talk") with { IsAddressed = false }), Is.Empty);
        session.Do(SteppedSession.Message("m", channel: "own") with { IsAddressed = false });
        Assert.That(session.Sent, Is.EqualTo(new[] { "text of m" }));
    }

    [Test]
    public void MessagesWhereTheSessionIsNot_FailThereWithOneHintToItsChannel()
    {
        var session = new SteppedSession();
        session.Command("start", "where", "here");
        session.Open("lobby", isShared: true);
        session.ComeUp();
        session.Do(SteppedSession.Message("a", channel: "old"));
        session.Do(SteppedSession.Message("b", channel: "old"));
        Assert.That(session.Sent, Is.Empty);
        Assert.That(
            session.Effects.OfType<SessionEffect.ShowReceipt>(),
            Is.EqualTo(new[] { "a", "b" }.Select(message => new SessionEffect.ShowReceipt(
                new ChannelId("old"), new MessageId(message), Receipt.Failed))));
        Assert.That(
            session.Effects.OfType<SessionEffect.TellElsewhere>().Single(),
            Is.EqualTo(new SessionEffect.TellElsewhere(
                new ChannelId("old"), new MessageId("a"), "Not sent: your session is in <#lobby>.")));
        Assert.That(session.Notices, Is.Empty, "it is not for those in the lobby");
        Assert.That(session.Stored!.LastMessage, Is.EqualTo(new MessageId("newest")));
    }

    [Test]
    public void MessageWhereTheStoppedSessionWasNot_HearsThatNothingRuns()
    {
        var session = SteppedSession.Running();
        session.Command("stop");
        session.GoDown();
        session.Do(SteppedSession.Message("a", channel: "old"));
        Assert.That(
            session.Effects.OfType<SessionEffect.TellElsewhere>().Single().Markdown, Does.Contain("/cc start"));
        Assert.That(session.State.Channel, Is.EqualTo(SteppedSession.Channel));
    }

    [Test]
    public void MessageBeforeTheFirstStart_IsAnsweredWhereItWasWritten()
    {
        var session = new SteppedSession();
        session.Do(SteppedSession.Message("m", channel: "lobby"));
        var receipt = session.Effects.OfType<SessionEffect.ShowReceipt>().Single();
        Assert.That((receipt.Channel, receipt.Receipt), Is.EqualTo((new ChannelId("lobby"), Receipt.Failed)));
        Assert.That(session.State.Channel, Is.EqualTo(new ChannelId("lobby")));
        Assert.That(session.Stored, Is.Null, "nobody has to know after a restart");
    }

    [Test]
    public void MessagesWhileTheChannelIsLookedFor_WaitForTheStart()
    {
        var session = SteppedSession.Running();
        session.Command("stop");
        session.GoDown();
        session.Command("start");
        session.Do(SteppedSession.Message("m") with { IsAddressed = false });
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Received }));
        session.Open();
        session.ComeUp();
        Assert.That(session.Sent, Is.EqualTo(new[] { "text of m" }));
    }

    [Test]
    public void MessagesInTheOldChannel_DoNotMoveToTheNewOne()
    {
        var session = SteppedSession.Running();
        session.Command("stop");
        session.GoDown();
        session.Command("start", "where", "here");
        session.Write("m");
        session.Open("new");
        session.ComeUp();
        Assert.That(session.Sent, Is.Empty);
        var last = session.Effects.OfType<SessionEffect.ShowReceipt>().Last();
        Assert.That(last, Is.EqualTo(
            new SessionEffect.ShowReceipt(SteppedSession.Channel, new MessageId("m"), Receipt.Failed)));
        Assert.That(session.Notices.Single(), Is.EqualTo(SessionTexts.Moved));
    }

    [Test]
    public void MessagesWhileTheChannelIsLookedForInVain_Fail()
    {
        var session = SteppedSession.Running();
        session.Command("stop");
        session.GoDown();
        session.Command("start");
        session.Write("m");
        session.Do(new SessionInput.ChannelNotOpened("no"));
        Assert.That(session.ReceiptsOf("m"), Is.EqualTo(new[] { Receipt.Received, Receipt.Failed }));
        Assert.That(session.State.Queue, Is.Empty);
    }

    [TestCase("room", "panel")]
    [TestCase("new", null)]
    public void Panel_IsKeptInTheSameChannelAlone(string channel, string? panel)
    {
        var session = SteppedSession.Running();
        session.Do(new SessionInput.PanelPosted(SteppedSession.Channel, new PostId("panel")));
        session.Do(new SessionInput.PanelPosted(new ChannelId("other"), new PostId("stale")));
        Assert.That(session.Stored!.Panel, Is.EqualTo(new PostId("panel")));
        session.Command("stop");
        session.GoDown();
        session.Command("start");
        session.Open(channel);
        Assert.That(session.Stored!.Panel?.Value, Is.EqualTo(panel));
    }

    [Test]
    public void ClosedChannel_EndsTheSessionKeepsTheConversationAndTellsTheUser()
    {
        var session = SteppedSession.Running();
        session.Write("turn");
        session.Accept();
        session.Write("waits");
        session.Do(new ChannelClosed(SteppedSession.Channel));
        Assert.That(session.Effects.OfType<SessionEffect.TellDirectly>().Single().Markdown, Does.Contain("/cc start"));
        session.GoDown();
        Assert.That(session.ReceiptsOf("turn").Last(), Is.EqualTo(Receipt.Failed));
        Assert.That(session.ReceiptsOf("waits").Last(), Is.EqualTo(Receipt.Failed));
        Assert.That(session.Stored, Has.Property("ConversationId").EqualTo(SteppedSession.Fresh)
            .And.Property("IsRunning").False.And.Property("Panel").Null);
        session.Command("start");
        session.Open("new");
        session.ComeUp();
        Assert.That(session.Stored!.Channel.Id, Is.EqualTo(new ChannelId("new")));
        Assert.That(
            session.Asked<WorkerRequest.StartAgent>().Last().Launch.ConversationId, Is.EqualTo(SteppedSession.Fresh));
    }

    [Test]
    public void StartWhileTheSessionOfAClosedChannelEnds_OpensOneWhenItHasEnded()
    {
        var session = SteppedSession.Running();
        session.Do(new ChannelClosed(SteppedSession.Channel));
        session.Effects.Clear();
        var first = session.Command("start");
        var second = session.Command("start", "where", "here");
        Assert.That(session.Effects, Is.Empty);
        session.GoDown();
        Assert.That(
            session.Effects.OfType<SessionEffect.OpenChannel>().Single(),
            Is.EqualTo(new SessionEffect.OpenChannel(ChannelPlace.Own, SteppedSession.Channel)));
        Assert.That(session.Effects.OfType<SessionEffect.StartWorker>(), Is.Empty, "there is no place to run in");
        session.Open("new");
        session.ComeUp();
        foreach (var start in new[] { first, second })
            Assert.That(session.ResponseTo(start)?.Channel, Is.EqualTo(new ChannelId("new")));
    }

    [Test]
    public void StopAfterAStartWhileTheSessionOfAClosedChannelEnds_OpensNothing()
    {
        var session = SteppedSession.Running();
        session.Do(new ChannelClosed(SteppedSession.Channel));
        session.Effects.Clear();
        var start = session.Command("start");
        session.Command("stop");
        session.GoDown();
        Assert.That(session.ResponseTo(start)?.IsError, Is.True);
        Assert.That(session.Effects.OfType<SessionEffect.OpenChannel>(), Is.Empty);
    }

    [Test]
    public void ClosedChannel_OfAStoppedSession_IsNotWorthAWord()
    {
        var session = SteppedSession.Running();
        session.Command("stop");
        session.GoDown();
        session.Do(new ChannelClosed(SteppedSession.Channel));
        Assert.That(session.Effects.OfType<SessionEffect.TellDirectly>(), Is.Empty);
    }

    [Test]
    public void MessageAfterTheChannelWasDeleted_IsAnsweredWhereItWasWrittenAndTellsNothingElse()
    {
        var session = SteppedSession.Running();
        session.Write("private");
        session.Accept();
        session.Do(new ChannelClosed(SteppedSession.Channel));
        Assert.That(session.Do(SteppedSession.Message("early", channel: "lobby")), Is.Empty, "it is being stopped");
        session.GoDown();

        session.Do(SteppedSession.Message("talk", channel: "lobby") with { IsAddressed = false });
        session.Do(SteppedSession.Message("m", channel: "lobby"));

        var receipt = session.Effects.OfType<SessionEffect.ShowReceipt>().Last();
        Assert.That(
            receipt, Is.EqualTo(new SessionEffect.ShowReceipt(new ChannelId("lobby"), new MessageId("m"), Receipt.Failed)));
        Assert.That(session.Notices.Single(), Does.Contain("/cc start"));
        Assert.That(session.State.IsPlaceGone, Is.True, "so nothing is pinned there");
        Assert.That(session.Stored!.ConversationId, Is.EqualTo(SteppedSession.Fresh));

        session.Command("start");
        session.Do(SteppedSession.Message("not meant", channel: "lobby") with { IsAddressed = false });
        session.Open("new");
        session.ComeUp();
        Assert.That(session.Sent, Is.EqualTo(new[] { "text of private" }));
        session.Do(SteppedSession.Message("next", channel: "new"));
        Assert.That(session.Sent.Last(), Is.EqualTo("text of next"));
    }

    [Test]
    public void ClosedChannel_ThatIsAnother_ChangesNothing()
    {
        var session = SteppedSession.Running();
        Assert.That(session.Do(new ChannelClosed(new ChannelId("other"))), Is.Empty);
    }
}
