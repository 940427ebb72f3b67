using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Rest;

/// <summary>What the client learns from answers, and whom it keeps waiting for it.</summary>
internal sealed class RateLimitTests
{
    private RestStage _stage = null!;

    [SetUp]
    public void SetUp() => _stage = new RestStage();

    [TearDown]
    public void TearDown() => _stage.Dispose();

    [Test]
    public void UnknownLimit_IsProbedByOneRequest()
    {
        var probe = _stage.ThenLater();
        for (int number = 0; number < 10; number++)
            _ = _stage.EditAsync();
        _stage.Advance(1);
        Assert.That(_stage.Sent, Has.Count.EqualTo(1));
        probe.SetResult(RestStage.Counted("edits", remaining: 4, resetAfter: 5));
        _stage.Answer = (_, _) => new TaskCompletionSource<HttpResponseMessage>().Task;
        _stage.Drain();
        Assert.That(_stage.Sent, Has.Count.EqualTo(5), "what is left of the window");
    }

    [Test]
    public void UsedUpWindow_IsWaitedForAsLongAsItLastsAndAMoment()
    {
        _stage.Then(RestStage.Counted("edits", remaining: 0, resetAfter: 4.998));
        _ = _stage.EditAsync();
        _ = _stage.EditAsync();
        _stage.Advance(5.02);
        Assert.That(_stage.Sent, Has.Count.EqualTo(1));
        _stage.Advance(0.02);
        Assert.That(_stage.Sent, Has.Count.EqualTo(2));
    }

    [Test]
    public void OtherResources_DoNotWait()
    {
        _stage.Then(RestStage.Counted("edits", remaining: 0, resetAfter: 5));
        _stage.Finish(_stage.EditAsync());
        _ = _stage.EditAsync();
        _stage.Finish(_stage.EditAsync(RestStage.OtherRoom));
        _stage.Finish(_stage.CreateAsync());
        Assert.That(_stage.Sent, Has.Count.EqualTo(3));
    }

    [Test]
    public void AnswersThatOvertakeEachOther_DoNotOpenAUsedUpWindow()
    {
        _stage.Then(RestStage.Counted("edits", remaining: 2, resetAfter: 5));
        _stage.Finish(_stage.EditAsync());
        var early = _stage.ThenLater();
        var late = _stage.ThenLater();
        _ = _stage.EditAsync();
        _ = _stage.EditAsync();
        _ = _stage.EditAsync();
        _stage.Drain();
        late.SetResult(RestStage.Counted("edits", remaining: 0, resetAfter: 4));
        _stage.Drain();
        early.SetResult(RestStage.Counted("edits", remaining: 1, resetAfter: 4));
        _stage.Drain();
        Assert.That(_stage.Sent, Has.Count.EqualTo(3));
        _stage.Advance(4.1);
        Assert.That(_stage.Sent, Has.Count.EqualTo(4));
    }

    [Test]
    public void AnswerFromAnEarlierWindow_DoesNotChangeTheNewOne()
    {
        _stage.Then(RestStage.Counted("edits", remaining: 2, resetAfter: 5, reset: 1000));
        _stage.Finish(_stage.EditAsync());
        var old = _stage.ThenLater();
        _ = _stage.EditAsync();
        _stage.Advance(6);
        _stage.Then(RestStage.Counted("edits", remaining: 0, resetAfter: 5, reset: 1006));
        _ = _stage.EditAsync();
        _ = _stage.EditAsync();
        _stage.Drain();
        old.SetResult(RestStage.Counted("edits", remaining: 1, resetAfter: 0.1, reset: 1000));
        _stage.Advance(4.5);
        Assert.That(_stage.Sent, Has.Count.EqualTo(3));
        _stage.Advance(1);
        Assert.That(_stage.Sent, Has.Count.EqualTo(4));
    }

    [Test]
    public void LostRequest_IsTakenForCounted()
    {
        _stage.Then(RestStage.Counted("edits", remaining: 1, resetAfter: 5)).ThenFail(new HttpRequestException("broken"));
        _stage.Finish(_stage.EditAsync());
        _ = _stage.EditAsync();
        _stage.Advance(4.9);
        Assert.That(_stage.Sent, Has.Count.EqualTo(2), "the repetition waits for the next window");
        _stage.Advance(0.2);
        Assert.That(_stage.Sent, Has.Count.EqualTo(3));
    }

    [Test]
    public void RequestWhoseAnswerTellsNothing_IsTakenForCounted()
    {
        _stage.Then(RestStage.Counted("edits", remaining: 1, resetAfter: 5));
        _stage.Finish(_stage.EditAsync());
        _stage.Finish(_stage.EditAsync());
        _ = _stage.EditAsync();
        _stage.Advance(4.9);
        Assert.That(_stage.Sent, Has.Count.EqualTo(2));
        _stage.Advance(0.2);
        Assert.That(_stage.Sent, Has.Count.EqualTo(3));
    }

    [Test]
    public void AllRequestsTogether_KeepBelowFiftyASecond()
    {
        for (ulong room = 1; room <= 200; room++)
            _ = _stage.CreateAsync(new Snowflake(room));
        _ = _stage.RespondAsync();
        _stage.Drain();
        Assert.That(_stage.Sent, Has.Count.EqualTo(RestLimits.GlobalRequests + 1), "the answer to an interaction is not counted");
        _stage.Advance(10);
        Assert.That(_stage.Sent, Has.Count.EqualTo(201));
        var counted = _stage.Sent.Where(sent => !sent.Path.StartsWith("interactions", StringComparison.Ordinal)).ToList();
        foreach (var first in counted)
        {
            Assert.That(
                counted.Count(sent => sent.At >= first.At && sent.At < first.At + RestLimits.GlobalSpan),
                Is.LessThanOrEqualTo(RestLimits.GlobalRequests));
        }
    }

    [Test]
    public void Decorations_WaitForWhatAnEarlierProgramMayHaveUsedUp()
    {
        using var stage = new RestStage(isJustStarted: true);
        _ = stage.Rest.AddReactionAsync(RestStage.Room, RestStage.Post, "x", CancellationToken.None);
        stage.Finish(stage.CreateAsync());
        stage.Advance(0.25);
        Assert.That(stage.Sent, Has.Count.EqualTo(1));
        stage.Advance(0.05);
        Assert.That(stage.Sent, Has.Count.EqualTo(2));
    }

    [Test]
    public void IdleLimits_AreForgotten()
    {
        using var limiter = new RateLimiter(_stage.Clock);
        for (ulong room = 1; room <= 1000; room++)
            PassThrough(limiter, room, RateLimitReport.Of(Read(RestStage.Counted("edits", 4, 5))));
        Assert.That(limiter.Buckets, Is.EqualTo(1000));
        _stage.Clock.Advance(2 * RestLimits.BucketIdle);
        PassThrough(limiter, 1, RateLimitReport.Of(Read(RestStage.Counted("edits", 4, 5))));
        Assert.That(limiter.Buckets, Is.EqualTo(1));
    }

    [Test]
    public void LimitsNothingIsKnownOf_AreNotKept()
    {
        using var limiter = new RateLimiter(_stage.Clock);
        PassThrough(limiter, 1, report: null);
        PassThrough(limiter, 2, RateLimitReport.Of(Read(RestStage.Message())));
        Assert.That(limiter.Buckets, Is.Zero);
    }

    private void PassThrough(RateLimiter limiter, ulong room, RateLimitReport? report)
    {
        var route = Route.Of(HttpMethod.Patch, "channels/{channel}", room);
        var turn = limiter.WaitAsync(new RestRequest(route, RequestPriority.Edit), CancellationToken.None);
        while (!turn.IsCompleted)
        {
            _stage.Drain();
            if (!turn.IsCompleted)
                _stage.Clock.Advance(TimeSpan.FromSeconds(0.1));
        }

        limiter.Finish(turn.Result, report);
    }

    private static RestAnswer Read(HttpResponseMessage message) => new((int)message.StatusCode, message.Headers, []);
}
