using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Sessions.Running;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions.Running;

internal sealed class SessionPlacesTests : SessionsFixture
{
    protected override int Places => 1;

    [Test]
    public async Task WhoComesTooLate_QueuesAndStartsWhenAPlaceIsFree()
    {
        await CommandAsync("alice", "start");
        await Workers.NextAsync();
        Assert.That((await CommandAsync("bob", "start")).Text, Does.Contain("number 1 in the queue"));
        Assert.That((await CommandAsync("carol", "start")).Text, Does.Contain("number 2 in the queue"));
        Assert.That(Workers.Running, Is.EqualTo(1));

        await CommandAsync("alice", "stop");
        Assert.That((await Workers.NextAsync()).User.Value, Is.EqualTo("bob"));
        await Chat.UntilAsync(() => Chat.Notices.Contains(SessionTexts.Ready(resumed: false)));
        await CommandAsync("bob", "stop");
        Assert.That((await Workers.NextAsync()).User.Value, Is.EqualTo("carol"));
    }

    [Test]
    public async Task WhoRuns_KeepsThePlaceThroughADeath()
    {
        await CommandAsync("alice", "start");
        var first = await Workers.NextAsync();
        await CommandAsync("bob", "start");
        first.EndAtLimit("It used more memory than a session may: 5.0 of 4.0 GiB.");
        var next = await AdvanceUntilAsync(Workers.NextAsync());
        Assert.That(next.User.Value, Is.EqualTo("alice"));
        Assert.That(Chat.Notices, Has.Some.EqualTo(SessionTexts.Died(
            SessionTexts.WorkerLost("It used more memory than a session may: 5.0 of 4.0 GiB."))));
    }

    [Test]
    public async Task WhoGivesUpWaiting_LetsTheNextOneIn()
    {
        await CommandAsync("alice", "start");
        await Workers.NextAsync();
        await CommandAsync("bob", "start");
        await CommandAsync("carol", "start");
        await CommandAsync("bob", "stop");
        await CommandAsync("alice", "stop");
        Assert.That((await Workers.NextAsync()).User.Value, Is.EqualTo("carol"));
    }

    [Test]
    public async Task Positions_AreToldAsTheyChange()
    {
        var places = new SessionPlaces(1);
        var taken = places.Enter();
        var first = places.Enter();
        var second = places.Enter();
        await using var told = second.WaitAsync(default).GetAsyncEnumerator();
        Assert.That(await told.MoveNextAsync() ? told.Current : -1, Is.EqualTo(2));
        taken.Dispose();
        taken.Dispose();
        Assert.That(await told.MoveNextAsync() ? told.Current : -1, Is.EqualTo(1));
        first.Dispose();
        Assert.That(await told.MoveNextAsync() ? told.Current : -1, Is.EqualTo(0));
        Assert.That(await told.MoveNextAsync(), Is.False);
        second.Dispose();
        await foreach (int position in places.Enter().WaitAsync(default))
            Assert.Fail($"number {position} of an empty queue");
    }

    [Test]
    public async Task LimitOfASandbox_IsTold()
    {
        await CommandAsync("alice", "start");
        (await Workers.NextAsync()).Tell(new LimitNews([new LimitUse("Disk", "9.0 of 10.0 GiB", 0.9)], "Soon full."));
        await Chat.UntilAsync(() => Chat.Notices.Contains("Soon full."));
        Assert.That((await CommandAsync("alice", "status")).Text, Does.Contain("Disk: 9.0 of 10.0 GiB"));
    }

    [Test]
    public async Task Budget_IsReadWhenTheStatusIsAskedFor()
    {
        Budgets = user => [new LimitUse("Tokens today", $"90 of 100 for {user}", 0.9)];
        Assert.That((await CommandAsync("alice", "status")).Text, Does.Contain("Tokens today: 90 of 100 for alice"));
    }
}
