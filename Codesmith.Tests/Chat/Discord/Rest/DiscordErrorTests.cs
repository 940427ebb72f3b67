using System.Net;
using Codesmith.Supervisor.Chat.Discord.Rest;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Rest;

/// <summary>What is said about a request that failed.</summary>
internal sealed class DiscordErrorTests
{
    private RestStage _stage = null!;

    [SetUp]
    public void SetUp() => _stage = new RestStage();

    [TearDown]
    public void TearDown() => _stage.Dispose();

    [TestCase(404, 10003, DiscordErrorKind.Gone)]
    [TestCase(404, 10004, DiscordErrorKind.Gone)]
    [TestCase(404, 10008, DiscordErrorKind.Gone)]
    [TestCase(404, 10015, DiscordErrorKind.Gone)]
    [TestCase(404, 10062, DiscordErrorKind.Gone)]
    [TestCase(404, 0, DiscordErrorKind.Gone)]
    [TestCase(403, 0, DiscordErrorKind.Forbidden)]
    [TestCase(403, 50001, DiscordErrorKind.Forbidden)]
    [TestCase(403, 50013, DiscordErrorKind.Forbidden)]
    [TestCase(403, 50007, DiscordErrorKind.DirectMessagesClosed)]
    [TestCase(400, 50083, DiscordErrorKind.Archived)]
    [TestCase(400, 50035, DiscordErrorKind.Invalid)]
    [TestCase(400, 50006, DiscordErrorKind.Invalid)]
    [TestCase(429, 30046, DiscordErrorKind.EditTooOld)]
    [TestCase(413, 40005, DiscordErrorKind.TooLarge)]
    [TestCase(401, 0, DiscordErrorKind.Unauthorized)]
    [TestCase(302, 0, DiscordErrorKind.Unexpected)]
    [TestCase(405, 0, DiscordErrorKind.Unexpected)]
    [TestCase(501, 0, DiscordErrorKind.Unavailable)]
    public void Answer_IsOfItsKind(int status, int code, DiscordErrorKind kind)
    {
        _stage.Then(RestStage.Error(status, code, "Something is wrong."));
        var failure = _stage.Failure(_stage.EditAsync());
        Assert.That(failure.Kind, Is.EqualTo(kind));
        Assert.That(failure.Status, Is.EqualTo(status));
        Assert.That(failure.Code, Is.EqualTo(code));
    }

    [Test]
    public void WrongFields_AreNamed()
    {
        _stage.Then(RestStage.Json(HttpStatusCode.BadRequest, """
            {"code":50035,"message":"Invalid Form Body","errors":{
              "content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"Must be 2000 or fewer in length."}]},
              "embeds":{"0":{"fields":{"12":{"name":{"_errors":[{"code":"BASE_TYPE_REQUIRED","message":"This field is required"}]}}}}}}}
            """));
        Assert.That(
            _stage.Failure(_stage.EditAsync()).Message,
            Is.EqualTo(
                "PATCH channels/{channel}/messages/{message}: content: Must be 2000 or fewer in length.; "
                + "embeds[0].fields[12].name: This field is required (HTTP 400, code 50035)"));
    }

    [TestCase("<html>Bad request</html>")]
    [TestCase("")]
    [TestCase("[1]")]
    [TestCase("""{"code":"x","message":7,"errors":[1]}""")]
    [TestCase("""{"errors":{"a":{"_errors":7},"b":7}}""")]
    public void BodyThatIsNotDiscords_SaysNothing(string body)
    {
        _stage.Then(RestStage.Json(HttpStatusCode.BadRequest, body));
        Assert.That(
            _stage.Failure(_stage.EditAsync()).Message,
            Is.EqualTo("PATCH channels/{channel}/messages/{message}: no reason is given. (HTTP 400)"));
    }

    [Test]
    public void LongReason_IsCutAndOnOneLine()
    {
        _stage.Then(RestStage.Error(400, 1, "line\\n" + new string('x', 5000)));
        var message = _stage.Failure(_stage.EditAsync()).Message;
        Assert.That(message, Has.Length.LessThan(RestLimits.ErrorText + 100).And.Not.Contain("\n"));
    }

    [TestCase("<html>")]
    [TestCase("null")]
    [TestCase("{}")]
    public void UnreadableSuccess_IsUnexpected(string body)
    {
        _stage.Then(RestStage.Json(HttpStatusCode.OK, body)).Then(RestStage.Json(HttpStatusCode.OK, body));
        Assert.That(_stage.Failure(_stage.CreateAsync()).Kind, Is.EqualTo(DiscordErrorKind.Unexpected));
        Assert.That(() => _stage.Finish(_stage.EditAsync()), Throws.Nothing, "what it says of an edit, nobody needs");
    }

    [Test]
    public void EndlessAnswer_IsNotReadOn()
    {
        using var endless = File.OpenRead("/dev/zero");
        _stage.Then(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(endless) });
        // A file is read on other threads: beside the loop of the stage.
        var edit = Task.Run(() => _stage.EditAsync());
        Assert.That(() => edit.Wait(Timeouts.MustNotHang), Throws.InstanceOf<AggregateException>());
        Assert.That(_stage.Failure(edit).Kind, Is.EqualTo(DiscordErrorKind.Unexpected));
    }

    [Test]
    public void Removal_OfWhatIsGone_Succeeds()
    {
        _stage.Answer = (_, _) => Task.FromResult(RestStage.Error(404, 10008));
        _stage.Finish(_stage.Rest.DeleteMessageAsync(RestStage.Room, RestStage.Post, CancellationToken.None));
        _stage.Finish(_stage.Rest.RemoveOwnReactionAsync(RestStage.Room, RestStage.Post, "x", CancellationToken.None));
        Assert.That(
            _stage.Failure(_stage.Rest.PinMessageAsync(RestStage.Room, RestStage.Post, CancellationToken.None)).Kind,
            Is.EqualTo(DiscordErrorKind.Gone));
    }

    [Test]
    public void Tokens_AreNeverShown()
    {
        _stage.Then(RestStage.Error(400, 50035)).ThenFail(new HttpRequestException("broken"))
            .Then(RestStage.Limited("user", 0.1)).Then(RestStage.Limited("global", 0.1)).Then(RestStage.Error(404, 10062));
        var failures = new[]
        {
            _stage.Failure(_stage.RespondAsync()), _stage.Failure(_stage.RespondAsync(), 2),
        };
        Assert.That(_stage.Sent, Has.Count.GreaterThan(4));
        var shown = _stage.Log.Text + string.Concat<DiscordException>(failures);
        Assert.That(shown, Does.Contain("interactions/{interaction}/{token}/callback"));
        Assert.That(shown, Does.Not.Contain(RestStage.Token).And.Not.Contain(RestStage.InteractionToken));
    }
}
