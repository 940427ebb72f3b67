using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Credentials;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Rest;

/// <summary>When nothing is sent any more.</summary>
internal sealed class StopTests
{
    private RestStage _stage = null!;

    [SetUp]
    public void SetUp() => _stage = new RestStage();

    [TearDown]
    public void TearDown() => _stage.Dispose();

    [Test]
    public void WrongToken_StopsEverythingForGood()
    {
        _stage.Then(RestStage.Error(401, 0, "401: Unauthorized"));
        var first = _stage.EditAsync();
        var waiting = _stage.EditAsync();
        var failure = _stage.Failure(first);
        Assert.That(failure.Kind, Is.EqualTo(DiscordErrorKind.Unauthorized));
        Assert.That(failure.Message, Does.Contain("token is not accepted").And.Not.Contain(RestStage.Token));
        Assert.That(_stage.Failure(waiting).Kind, Is.EqualTo(DiscordErrorKind.Stopped));
        Assert.That(_stage.Failure(_stage.CreateAsync()).Kind, Is.EqualTo(DiscordErrorKind.Stopped));
        Assert.That(_stage.Failure(_stage.RespondAsync()).Kind, Is.EqualTo(DiscordErrorKind.Stopped));
        Assert.That(_stage.Finish(_stage.Rest.Stopped), Is.SameAs(failure));
        Assert.That(_stage.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public void VoidTokenOfAnInteraction_StopsNothing()
    {
        _stage.Then(RestStage.Error(401, 50027, "Invalid Webhook Token"));
        var failure = _stage.Failure(_stage.Rest.EditOriginalResponseAsync(
            RestStage.Post, new Secret(RestStage.InteractionToken), new MessagePayload(), CancellationToken.None));
        Assert.That(failure.Kind, Is.EqualTo(DiscordErrorKind.Gone));
        _stage.Finish(_stage.EditAsync());
        Assert.That(_stage.Rest.Stopped.IsCompleted, Is.False);
    }

    [Test]
    public void TooManyRefusedRequests_StopEverythingForAWhile()
    {
        _stage.Answer = (_, _) => Task.FromResult(RestStage.Error(403, 50013));
        for (ulong number = 0; number < RestLimits.RefusedRequests; number++)
        {
            _stage.Clock.Advance(TimeSpan.FromSeconds(0.1));
            Assert.That(_stage.Failure(_stage.EditAsync(new Snowflake(number))).Kind, Is.EqualTo(DiscordErrorKind.Forbidden));
        }

        Assert.That(_stage.Failure(_stage.EditAsync()).Kind, Is.EqualTo(DiscordErrorKind.Unavailable));
        Assert.That(_stage.Failure(_stage.RespondAsync()).Kind, Is.EqualTo(DiscordErrorKind.Unavailable));
        Assert.That(_stage.Sent, Has.Count.EqualTo(RestLimits.RefusedRequests), "those were not sent");
        _stage.Clock.Advance(RestLimits.RefusedSpan);
        _stage.Answer = (_, _) => Task.FromResult(RestStage.Message());
        _stage.Finish(_stage.EditAsync());
    }

    [Test]
    public void LimitsUsedUpByOthers_AreNotCountedAsRefused()
    {
        var count = new RefusalCount(_stage.Clock);
        var answer = new RestAnswer(429, RestStage.Limited("shared", 1).Headers, []);
        var report = RateLimitReport.Of(answer);
        for (int number = 0; number < RestLimits.RefusedRequests; number++)
            count.Add(answer, report.Limited);
        Assert.That(count.IsSpent, Is.False);
        for (int number = 0; number < RestLimits.RefusedRequests; number++)
            count.Add(answer, report.Limited! with { IsShared = false });
        Assert.That(count.IsSpent, Is.True);
    }

    [Test]
    public void ClosedClient_LeavesNobodyWaiting()
    {
        _stage.ThenLater();
        _ = _stage.EditAsync();
        var waiting = _stage.EditAsync();
        _stage.Drain();
        _stage.Rest.Dispose();
        Assert.That(_stage.Failure(waiting).Kind, Is.EqualTo(DiscordErrorKind.Stopped));
        Assert.That(_stage.Failure(_stage.CreateAsync()).Kind, Is.EqualTo(DiscordErrorKind.Stopped));
    }
}
