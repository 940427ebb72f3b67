using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Rest;

/// <summary>Who goes first, and who leaves.</summary>
internal sealed class QueueTests
{
    private RestStage _stage = null!;

    [SetUp]
    public void SetUp() => _stage = new RestStage();

    [TearDown]
    public void TearDown() => _stage.Dispose();

    [Test]
    public void UrgentRequests_OvertakeOthersOverAllChannels()
    {
        UseUpTheSecond();
        _ = _stage.Rest.TriggerTypingAsync(new Snowflake(1), CancellationToken.None);
        _ = _stage.EditAsync(new Snowflake(2));
        _ = _stage.CreateAsync(new Snowflake(3));
        _stage.Drain();
        Assert.That(_stage.Sent, Is.Empty);
        _stage.Advance(1.2);
        Assert.That(_stage.Sent.Select(sent => sent.Method + sent.Path.Split('/')[1]), Is.EqualTo(new[] { "POST3", "PATCH2", "POST1" }));
    }

    [Test]
    public void UrgentRequests_OvertakeOthersOfOneBucket()
    {
        _stage.Then(RestStage.Counted("all", remaining: 4, resetAfter: 5)).Then(RestStage.Counted("all", remaining: 0, resetAfter: 5));
        _stage.Finish(_stage.EditAsync());
        _stage.Finish(_stage.CreateAsync());
        _ = _stage.EditAsync();
        _ = _stage.EditAsync();
        _ = _stage.CreateAsync();
        _stage.Sent.Clear();
        _stage.Advance(5.1);
        Assert.That(_stage.Sent.Select(sent => sent.Method), Is.EqualTo(new[] { "POST", "PATCH", "PATCH" }));
    }

    [Test]
    public void BusyChannel_DoesNotHoldUpAQuietOne()
    {
        _stage.Answer = (_, _) => Task.FromResult(RestStage.Counted("edits", remaining: 400, resetAfter: 5, limit: 500));
        _stage.Finish(_stage.EditAsync(RestStage.Room));
        _stage.Finish(_stage.EditAsync(RestStage.OtherRoom));
        UseUpTheSecond();
        for (int number = 0; number < 100; number++)
            _ = _stage.EditAsync(RestStage.Room);
        for (int number = 0; number < 3; number++)
            _ = _stage.EditAsync(RestStage.OtherRoom);
        _stage.Advance(1.15);
        Assert.That(
            _stage.Sent.Take(6).Count(sent => sent.Path.Contains($"{RestStage.OtherRoom}", StringComparison.Ordinal)), Is.EqualTo(3));
    }

    [Test]
    public void CancelledRequest_LeavesTheQueue()
    {
        using var cancellation = new CancellationTokenSource();
        var probe = _stage.ThenLater();
        _ = _stage.EditAsync();
        var cancelled = _stage.EditAsync(content: "cancelled", cancellation: cancellation.Token);
        var after = _stage.EditAsync(content: "after");
        _stage.Drain();
        cancellation.Cancel();
        _stage.Drain();
        Assert.That(cancelled.IsCanceled);
        probe.SetResult(RestStage.Message());
        _stage.Finish(after);
        Assert.That(_stage.Sent, Has.Count.EqualTo(2));
        Assert.That(_stage.Sent[1].Body, Does.Contain("after"));
    }

    [Test]
    public void CancelledProbe_LetsTheNextOneGo()
    {
        using var cancellation = new CancellationTokenSource();
        _stage.ThenLater();
        var probe = _stage.EditAsync(cancellation: cancellation.Token);
        var after = _stage.EditAsync();
        _stage.Drain();
        cancellation.Cancel();
        _stage.Finish(after);
        Assert.That(probe.IsCanceled);
    }

    [Test]
    public void EditThatWaited_SendsTheLatest()
    {
        var probe = _stage.ThenLater();
        _ = _stage.EditAsync();
        string content = "early";
        var edit = _stage.Rest.EditMessageAsync(
            RestStage.Room, RestStage.Post, () => new MessagePayload { Content = content }, CancellationToken.None);
        _stage.Drain();
        content = "late";
        _stage.ThenFail(new HttpRequestException("broken"));
        probe.SetResult(RestStage.Message());
        _stage.Drain();
        content = "latest";
        _stage.Advance(1.1);
        _stage.Finish(edit);
        Assert.That(_stage.Sent[1].Body, Does.Contain("\"late\""));
        Assert.That(_stage.Sent[2].Body, Does.Contain("\"latest\""));
    }

    [Test]
    public void EditWhoseContentCannotBeMade_HoldsUpNobody()
    {
        var edit = _stage.Rest.EditMessageAsync(
            RestStage.Room, RestStage.Post, () => throw new InvalidOperationException("defect"), CancellationToken.None);
        Assert.That(() => _stage.Finish(edit), Throws.InvalidOperationException);
        _stage.Finish(_stage.EditAsync());
    }

    /// <summary>Until a second is over, only answers to interactions can be sent.</summary>
    private void UseUpTheSecond()
    {
        _stage.Advance(1.2);
        for (int number = 0; number < RestLimits.GlobalRequests; number++)
            _ = _stage.Rest.GetChannelAsync(new Snowflake(1000 + (ulong)number), CancellationToken.None);
        _stage.Drain();
        _stage.Sent.Clear();
    }
}
