using System.Net;
using Codesmith.Supervisor.Chat.Discord.Rest;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Rest;

/// <summary>What an answer 429 holds up.</summary>
internal sealed class TooManyRequestsTests
{
    private RestStage _stage = null!;

    [SetUp]
    public void SetUp() => _stage = new RestStage();

    [TearDown]
    public void TearDown() => _stage.Dispose();

    [TestCase("user")]
    [TestCase("shared")]
    public void LimitOfARoute_HoldsUpThatRouteAlone_AndAMomentLonger(string scope)
    {
        _stage.Then(RestStage.Limited(scope, 2.5));
        var edit = _stage.EditAsync();
        _ = _stage.EditAsync();
        _stage.Finish(_stage.CreateAsync());
        _stage.Advance(2.52);
        Assert.That(_stage.Sent, Has.Count.EqualTo(2));
        _stage.Advance(0.02);
        _stage.Finish(edit);
        Assert.That(_stage.Sent, Has.Count.EqualTo(4));
    }

    [Test]
    public void LimitOverAllRequests_HoldsUpAllButInteractions()
    {
        _stage.Then(RestStage.Limited("global", 3));
        var edit = _stage.EditAsync();
        _stage.Drain();
        var create = _stage.CreateAsync(RestStage.OtherRoom);
        _stage.Finish(_stage.RespondAsync());
        _stage.Advance(2.9);
        Assert.That(_stage.Sent, Has.Count.EqualTo(2));
        _stage.Advance(0.2);
        _stage.Finish(edit);
        _stage.Finish(create);
        Assert.That(_stage.Log.Warnings.Single(), Does.Contain("Global"));
    }

    [Test]
    public void BanByCloudflare_HoldsUpEverything()
    {
        var ban = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("<html>banned</html>") };
        ban.Headers.Add("Retry-After", "30");
        _stage.Then(ban);
        var edit = _stage.EditAsync();
        _stage.Drain();
        var response = _stage.RespondAsync();
        _stage.Advance(29.9);
        Assert.That(_stage.Sent, Has.Count.EqualTo(1));
        _stage.Advance(0.2);
        _stage.Finish(edit);
        _stage.Finish(response);
        Assert.That(_stage.Log.Warnings.Single(), Does.Contain("Everything"));
    }

    [Test]
    public void EditOfAnOldMessage_FailsAtOnceAndHoldsUpEditsAlone()
    {
        _stage.Then(RestStage.Error(429, 30046));
        Assert.That(_stage.Failure(_stage.EditAsync()).Kind, Is.EqualTo(DiscordErrorKind.EditTooOld));
        _ = _stage.EditAsync();
        _stage.Finish(_stage.CreateAsync());
        Assert.That(_stage.Sent, Has.Count.EqualTo(2));
        _stage.Advance(RestLimits.UnknownWait.TotalSeconds + 0.1);
        Assert.That(_stage.Sent, Has.Count.EqualTo(3));
    }

    [Test]
    public void LimitThatNeverEnds_IsGivenUp()
    {
        _stage.Answer = (_, _) => Task.FromResult(RestStage.Limited("user", 1));
        var failure = _stage.Failure(_stage.EditAsync(), 30);
        Assert.That(failure.Kind, Is.EqualTo(DiscordErrorKind.Unavailable));
        Assert.That(_stage.Sent, Has.Count.EqualTo(RestLimits.LimitedAttempts));
    }
}
