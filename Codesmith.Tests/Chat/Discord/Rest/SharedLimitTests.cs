using System.Net;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Rest;

/// <summary>Which routes are counted together, as answers name their limits.</summary>
internal sealed class SharedLimitTests
{
    private RestStage _stage = null!;

    [SetUp]
    public void SetUp() => _stage = new RestStage();

    [TearDown]
    public void TearDown() => _stage.Dispose();

    [Test]
    public void RoutesOfOneBucket_ShareItsWindow()
    {
        _stage.Then(RestStage.Counted("messages", remaining: 4, resetAfter: 5));
        _stage.Finish(_stage.CreateAsync());
        _stage.Then(RestStage.Counted("messages", remaining: 0, resetAfter: 5));
        _stage.Finish(_stage.EditAsync());
        _ = _stage.CreateAsync();
        _stage.Advance(4.9);
        Assert.That(_stage.Sent, Has.Count.EqualTo(2), "the edit used up what creates have, too");
        _stage.Advance(0.2);
        Assert.That(_stage.Sent, Has.Count.EqualTo(3));
    }

    [Test]
    public void RequestsThatWaitWhileTheirBucketIsNamed_GoOnInIt()
    {
        var create = _stage.ThenLater();
        var edit = _stage.ThenLater();
        for (int number = 0; number < 3; number++)
        {
            _ = _stage.CreateAsync();
            _ = _stage.EditAsync();
        }

        _stage.Drain();
        Assert.That(_stage.Sent, Has.Count.EqualTo(2), "one probe for each route");
        create.SetResult(RestStage.Counted("messages", remaining: 1, resetAfter: 5));
        edit.SetResult(RestStage.Counted("messages", remaining: 0, resetAfter: 5));
        _stage.Answer = (sent, _) => Task.FromResult(sent.At < TimeSpan.FromSeconds(5)
            ? RestStage.Counted("messages", remaining: 0, resetAfter: 5)
            : RestStage.Counted("messages", remaining: 3, resetAfter: 5, reset: 1005));
        _stage.Drain();
        Assert.That(_stage.Sent, Has.Count.EqualTo(3), "the one that was left");
        _stage.Advance(5.1);
        Assert.That(_stage.Sent, Has.Count.EqualTo(6));
    }

    [Test]
    public void SameRouteElsewhere_IsCountedWithItsNeighboursFromTheFirst()
    {
        _stage.Then(RestStage.Counted("messages", remaining: 4, resetAfter: 5));
        _stage.Finish(_stage.CreateAsync());
        _stage.Then(RestStage.Counted("messages", remaining: 3, resetAfter: 5));
        _stage.Finish(_stage.EditAsync());
        _stage.ThenLater();
        _ = _stage.CreateAsync(RestStage.OtherRoom);
        _ = _stage.EditAsync(RestStage.OtherRoom);
        _stage.Drain();
        Assert.That(_stage.Sent, Has.Count.EqualTo(3), "one probe for both");
    }

    [Test]
    public void RoutesThatWereGuessedToShareALimit_PartWhenDiscordSaysSo()
    {
        _stage.Answer = (sent, _) => Task.FromResult(
            sent.Method == "PUT"
                ? Limit("puts", remaining: 0, span: 0.25, limit: 1)
                : Limit("deletes", remaining: 4, span: 5, limit: 5));
        for (int number = 0; number < 4; number++)
        {
            _ = _stage.Rest.AddReactionAsync(RestStage.Room, RestStage.Post, $"{number}", CancellationToken.None);
            _ = _stage.Rest.RemoveOwnReactionAsync(RestStage.Room, RestStage.Post, $"{number}", CancellationToken.None);
        }
        _stage.Advance(3);

        Assert.That(_stage.Sent, Has.Count.EqualTo(8));
        var puts = _stage.Sent.Where(sent => sent.Method == "PUT").Select(sent => sent.At).ToList();
        Assert.That(
            puts.Zip(puts.Skip(1), (one, next) => (next - one).TotalSeconds), Is.All.GreaterThanOrEqualTo(0.25));

        HttpResponseMessage Limit(string bucket, int remaining, double span, int limit) => RestStage.With(
            new HttpResponseMessage(HttpStatusCode.NoContent), bucket, remaining, span,
            reset: 1000 + _stage.Now.TotalSeconds + span, limit);
    }
}
