using Codesmith.Supervisor.Chat.Discord.Inbox;
using Codesmith.Supervisor.Chat.Discord.Model;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Inbox;

internal sealed class ChannelInboxTests
{
    private static readonly Snowflake Room = new(1);
    private static readonly Snowflake Alice = new(2);
    private static readonly Snowflake Everything = new(ulong.MaxValue);
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private ChannelInbox _inbox = null!;

    [SetUp]
    public void WatchTheRoom()
    {
        _inbox = new ChannelInbox(new Snowflake(100));
        _inbox.SetFloor(Alice, new Snowflake(100));
    }

    [Test]
    public void ChangeOfAMessageThatTheHistoryShowedAlready_IsPassedOn()
    {
        _inbox.BeginRead(isHolding: true);
        _inbox.TryHold(Written(101, "old"));
        Assert.That(Tell(Written(101, "old")), Is.EqualTo("old"));

        Assert.That(_inbox.TryChange(new Snowflake(101), Written(101, "new")), Is.False);
        Assert.That(_inbox.TryChange(new Snowflake(101), changed: null), Is.False);
    }

    [Test]
    public void ChangeThatOvertakesTheHistory_IsToldInIt([Values] bool isHolding)
    {
        _inbox.BeginRead(isHolding);

        Assert.That(_inbox.TryChange(new Snowflake(101), Written(101, "new")), Is.True);
        Assert.That(_inbox.TryChange(new Snowflake(102), changed: null), Is.True);

        Assert.That(Tell(Written(101, "old")), Is.EqualTo("new"));
        Assert.That(Tell(Written(102, "removed")), Is.Null);
    }

    [Test]
    public void HeldMessages_AreReleasedInOrderAndAsTheyAreByThen()
    {
        _inbox.BeginRead(isHolding: true);
        _inbox.BeginRead(isHolding: false);
        foreach (ulong id in new ulong[] { 103, 101, 102 })
            Assert.That(_inbox.TryHold(Written(id, "old")), Is.True);
        _inbox.TryChange(new Snowflake(101), Written(101, "new"));
        _inbox.TryChange(new Snowflake(102), changed: null);

        Assert.That(_inbox.EndRead(isHolding: false), Is.Empty);
        Assert.That(
            _inbox.EndRead(isHolding: true).Select(message => (message.Id.Value, message.Content)),
            Is.EqualTo(new[] { (101UL, "new"), (103UL, "old") }));
        Assert.That(_inbox.TryHold(Written(104, "later")), Is.False);
    }

    [Test]
    public void ChangesAfterTheReading_ArePassedOn()
    {
        _inbox.BeginRead(isHolding: false);
        _inbox.EndRead(isHolding: false);

        Assert.That(_inbox.TryChange(new Snowflake(101), Written(101, "new")), Is.False);
    }

    [Test]
    public void ChangeOfAWaitingMessage_IsPassedOnWhateverIsRead()
    {
        _inbox.SetFloor(new Snowflake(3), new Snowflake(50));
        _inbox.SetWaiting(new Snowflake(90), isWaiting: true);
        _inbox.BeginRead(isHolding: true);

        Assert.That(_inbox.TryChange(new Snowflake(90), Written(90, "new")), Is.False);
    }

    [Test]
    public void VersionThatIsReadOfAWaitingMessage_IsNewsOnce()
    {
        _inbox.SetWaiting(new Snowflake(90), isWaiting: true);
        var (first, second) = (Edited(90, Noon), Edited(90, Noon.AddSeconds(1)));

        Assert.That(_inbox.TryEdit(first, isFound: true), Is.True);
        Assert.That(_inbox.TryEdit(first, isFound: true), Is.False);
        Assert.That(_inbox.TryEdit(second, isFound: false), Is.True);
        Assert.That(_inbox.TryEdit(first, isFound: true), Is.False, "it was overtaken by the event");
        Assert.That(_inbox.TryEdit(Edited(91, Noon), isFound: true), Is.False, "no agent has yet to take it");
    }

    [Test]
    public void MessageThatAppearsBeforeAnUnsettledOne_IsTold()
    {
        Tell(Written(102, "first to be seen"));
        _inbox.Verify(read: new Snowflake(100), settled: new Snowflake(101));

        Assert.That(Tell(Written(101, "late")), Is.EqualTo("late"));
        _inbox.Verify(read: new Snowflake(102), settled: Everything);
        Assert.That(Tell(Written(101, "late")), Is.Null);
    }

    [Test]
    public void SessionThatBeginsLater_HearsItsUserFromItsFloorOn_AndTheOthersHearNothingTwice()
    {
        var bob = new Snowflake(3);
        Tell(Written(106, "alice"));
        _inbox.Verify(read: new Snowflake(110), settled: Everything);

        _inbox.SetFloor(bob, new Snowflake(105));

        Assert.That(_inbox.Verified, Is.EqualTo(new Snowflake(105)), "the next look begins there");
        Assert.That(Tell(Written(104, "before") with { Author = new User(bob) }), Is.Null);
        Assert.That(Tell(Written(107, "bob") with { Author = new User(bob) }), Is.EqualTo("bob"));
        Assert.That(Tell(Written(106, "alice")), Is.Null);
    }

    [Test]
    public void UnreadableHistory_IsVerifiedByWhatWasTold()
    {
        Tell(Written(101, "a"));
        Tell(Written(102, "b"));

        _inbox.Verify(read: new Snowflake(100), settled: Everything);

        Assert.That(_inbox.Verified, Is.EqualTo(new Snowflake(102)));
    }

    private string? Tell(Message message) => _inbox.Tell(message, out _)?.Content;

    private static Message Written(ulong id, string text) => new(new Snowflake(id), Room, new User(Alice), Content: text);

    private static Message Edited(ulong id, DateTimeOffset at) => Written(id, "new") with { EditedTimestamp = at };
}
