using System.Net;
using System.Text.Json.Nodes;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Credentials;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Rest;

/// <summary>What is sent again, and what is not.</summary>
internal sealed class RetryTests
{
    private static readonly HttpRequestException NoConnection = new(HttpRequestError.ConnectionError, "refused");
    private static readonly HttpRequestException Broken = new(HttpRequestError.ResponseEnded, "broken");

    private RestStage _stage = null!;

    [SetUp]
    public void SetUp() => _stage = new RestStage();

    [TearDown]
    public void TearDown() => _stage.Dispose();

    [TestCase(500)]
    [TestCase(502)]
    [TestCase(503)]
    [TestCase(504)]
    public void Outage_IsWaitedOut(int status)
    {
        for (int number = 0; number < RestLimits.Attempts - 1; number++)
            _stage.Then(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("<html>") });
        var edit = _stage.EditAsync();
        _stage.Advance(31);
        _stage.Finish(edit);
        var pauses = _stage.Sent.Zip(_stage.Sent.Skip(1), (one, next) => (next.At - one.At).TotalSeconds).ToList();
        for (int number = 0; number < pauses.Count; number++)
            Assert.That(pauses[number], Is.InRange(Math.Pow(2, number) / 2, Math.Pow(2, number) + 0.02));
        Assert.That(pauses.Select(pause => pause / Math.Floor(pause + 1)).Distinct().Count(), Is.GreaterThan(1), "spread");
    }

    [Test]
    public void OutageThatLasts_IsReported()
    {
        _stage.Answer = (_, _) => Task.FromException<HttpResponseMessage>(Broken);
        var failure = _stage.Failure(_stage.EditAsync(), 40);
        Assert.That(failure.Kind, Is.EqualTo(DiscordErrorKind.Unavailable));
        Assert.That(failure.Message, Does.StartWith("PATCH channels/{channel}/messages/{message}: ").And.Contain("broken"));
        Assert.That(_stage.Sent, Has.Count.EqualTo(RestLimits.Attempts));
    }

    [Test]
    public void ProxyThatRefuses_IsNotNamed()
    {
        var refusal = new HttpRequestException(HttpRequestError.ProxyTunnelError, "proxy 'http://user:password@proxy' failed");
        _stage.Answer = (_, _) => Task.FromException<HttpResponseMessage>(refusal);
        Assert.That($"{_stage.Failure(_stage.EditAsync(), 40)}", Does.Contain("proxy").And.Not.Contain("password"));
        Assert.That(_stage.Log.Text, Does.Not.Contain("password"));
    }

    [Test]
    public void HungRequest_IsGivenUpAndSentAgain()
    {
        _stage.ThenLater();
        var edit = _stage.EditAsync();
        _stage.Advance(RestLimits.Request.TotalSeconds + 1.1);
        _stage.Finish(edit);
        Assert.That(_stage.Sent, Has.Count.EqualTo(2));
    }

    [Test]
    public void CreateWhoseAnswerIsLost_MakesOnePost()
    {
        // As Discord does it: an enforced nonce that was seen is answered with the message that has it.
        var posts = new Dictionary<string, int>();
        bool isLost = true;
        _stage.Answer = (sent, _) =>
        {
            var body = JsonNode.Parse(sent.Body)!;
            var key = (bool?)body["enforce_nonce"] == true ? (string?)body["nonce"] : null;
            posts[key ?? $"{posts.Count}"] = 1;
            var answer = isLost ? Task.FromException<HttpResponseMessage>(Broken) : Task.FromResult(RestStage.Message());
            isLost = false;
            return answer;
        };
        var create = _stage.CreateAsync();
        _stage.Advance(1.1);
        _stage.Finish(create);
        Assert.That(_stage.Sent, Has.Count.EqualTo(2));
        Assert.That(posts.Keys, Is.EqualTo(new[] { "n1" }));
    }

    [Test]
    public void FollowupWhoseAnswerIsLost_IsNotRepeated()
    {
        _stage.ThenFail(Broken);
        Assert.That(_stage.Failure(Followup(), 40).Kind, Is.EqualTo(DiscordErrorKind.Unavailable));
        _stage.Then(new HttpResponseMessage(HttpStatusCode.BadGateway));
        Assert.That(_stage.Failure(Followup(), 40).Kind, Is.EqualTo(DiscordErrorKind.Unavailable));
        Assert.That(_stage.Sent, Has.Count.EqualTo(2));
    }

    [Test]
    public void FollowupThatDidNotArrive_IsRepeated()
    {
        _stage.ThenFail(NoConnection).Then(RestStage.Limited("user", 0.5));
        var followup = Followup();
        _stage.Advance(2);
        _stage.Finish(followup);
        Assert.That(_stage.Sent, Has.Count.EqualTo(3));
    }

    [Test]
    public void CallbackWhoseAnswerIsLost_WasGivenIfItSaysSo()
    {
        _stage.ThenFail(Broken).Then(RestStage.Error(400, 40060));
        var response = _stage.RespondAsync();
        _stage.Advance(0.5);
        _stage.Finish(response);
        Assert.That(_stage.Sent, Has.Count.EqualTo(2));
    }

    [Test]
    public void SecondCallback_Fails()
    {
        _stage.Then(RestStage.Error(400, 40060));
        Assert.That(_stage.Failure(_stage.RespondAsync()).Kind, Is.EqualTo(DiscordErrorKind.AlreadyAnswered));
    }

    [Test]
    public void CallbackThatDidNotArrive_IsNoSuccess()
    {
        _stage.ThenFail(NoConnection).Then(RestStage.Error(400, 40060));
        Assert.That(_stage.Failure(_stage.RespondAsync(), 0.5).Kind, Is.EqualTo(DiscordErrorKind.AlreadyAnswered));
    }

    [Test]
    public void Callback_IsTriedOnlyWhileItsClockRuns()
    {
        _stage.Answer = (_, cancellation) =>
            new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(cancellation);
        Assert.That(_stage.Failure(_stage.RespondAsync(), 5).Kind, Is.EqualTo(DiscordErrorKind.Unavailable));
        Assert.That(_stage.Sent, Has.Count.EqualTo(2));
        Assert.That(_stage.Sent[^1].At, Is.LessThan(RestLimits.CallbackClock));
    }

    [Test]
    public void WrongRequest_IsNotRepeated()
    {
        _stage.Then(RestStage.Error(400, 50035));
        Assert.That(_stage.Failure(_stage.EditAsync(), 40).Kind, Is.EqualTo(DiscordErrorKind.Invalid));
        Assert.That(_stage.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public void CancelledPause_Ends()
    {
        using var cancellation = new CancellationTokenSource();
        _stage.ThenFail(Broken);
        var edit = _stage.EditAsync(cancellation: cancellation.Token);
        _stage.Drain();
        cancellation.Cancel();
        _stage.Drain();
        Assert.That(edit.IsCanceled);
    }

    private Task Followup() => _stage.Rest.CreateFollowupAsync(
        RestStage.Post, new Secret(RestStage.InteractionToken), new MessagePayload { Content = "x" }, CancellationToken.None);
}
