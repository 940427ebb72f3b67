using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Credentials;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Rest;

/// <summary>What each method sends.</summary>
internal sealed class RequestTests
{
    private const string RoomPath = "channels/1100000000000000200";
    private const string PostPath = RoomPath + "/messages/1300000000000000001";

    private static readonly Snowflake Guild = new(7);
    private static readonly Snowflake App = new(8);
    private static readonly Snowflake User = new(9);
    private static readonly Secret Token = new(RestStage.InteractionToken);
    private static readonly MessagePayload Text = new() { Content = "x" };

    private RestStage _stage = null!;

    private static IEnumerable<TestCaseData> Requests()
    {
        yield return Case("GET gateway/bot", rest => rest.GetGatewayBotAsync(default), """{"url":"wss://g","shards":1}""");
        yield return Case("GET guilds/7/members/9", rest => rest.GetGuildMemberAsync(Guild, User, default), "{}");
        yield return Case("GET " + RoomPath, rest => rest.GetChannelAsync(RestStage.Room, default), """{"id":"1"}""");
        yield return Case("GET guilds/7/channels", rest => rest.GetGuildChannelsAsync(Guild, default), "[]");
        yield return Case(
            "GET guilds/7/threads/active", rest => rest.GetActiveThreadsAsync(Guild, default), """{"threads":[]}""");
        yield return Case(
            "POST guilds/7/channels", rest => rest.CreateGuildChannelAsync(Guild, new ChannelCreate("a"), default), """{"id":"1"}""");
        yield return Case(
            "PATCH " + RoomPath, rest => rest.ModifyThreadAsync(RestStage.Room, new ThreadModify(Archived: false), default));
        yield return Case("POST " + RoomPath + "/messages", rest => rest.CreateMessageAsync(RestStage.Room, Text, "n", default));
        yield return Case("PATCH " + PostPath, rest => rest.EditMessageAsync(RestStage.Room, RestStage.Post, () => Text, default));
        yield return Case("DELETE " + PostPath, rest => rest.DeleteMessageAsync(RestStage.Room, RestStage.Post, default));
        yield return Case("GET " + PostPath, rest => rest.GetMessageAsync(RestStage.Room, RestStage.Post, default));
        yield return Case(
            "GET " + RoomPath + "/messages?limit=50&after=5",
            rest => rest.GetMessagesAsync(RestStage.Room, new Snowflake(5), null, 50, default),
            "[]");
        yield return Case(
            "GET " + RoomPath + "/messages?limit=50&before=6",
            rest => rest.GetMessagesAsync(RestStage.Room, null, new Snowflake(6), 50, default),
            "[]");
        yield return Case("POST " + RoomPath + "/typing", rest => rest.TriggerTypingAsync(RestStage.Room, default));
        yield return Case(
            "PUT " + PostPath + "/reactions/%E2%9C%85/@me", rest => rest.AddReactionAsync(RestStage.Room, RestStage.Post, "✅", default));
        yield return Case(
            "DELETE " + PostPath + "/reactions/%E2%9C%85/@me",
            rest => rest.RemoveOwnReactionAsync(RestStage.Room, RestStage.Post, "✅", default));
        yield return Case(
            "PUT " + RoomPath + "/messages/pins/1300000000000000001",
            rest => rest.PinMessageAsync(RestStage.Room, RestStage.Post, default));
        yield return Case(
            "POST " + RoomPath + "/threads", rest => rest.StartThreadAsync(RestStage.Room, new ThreadCreate("a"), default), """{"id":"1"}""");
        yield return Case(
            "PUT " + RoomPath + "/thread-members/9", rest => rest.AddThreadMemberAsync(RestStage.Room, User, default));
        yield return Case("POST users/@me/channels", rest => rest.CreateDirectChannelAsync(User, default), """{"id":"1"}""");
        yield return Case("GET applications/8/guilds/7/commands", rest => rest.GetGuildCommandsAsync(App, Guild, default), "[]");
        yield return Case(
            "PUT applications/8/guilds/7/commands", rest => rest.OverwriteGuildCommandsAsync(App, Guild, [], default), "[]");
        yield return Case(
            "POST interactions/9/the-interaction-token/callback",
            rest => rest.CreateInteractionResponseAsync(User, Token, InteractionResponse.DeferUpdate(), default));
        yield return Case(
            "PATCH webhooks/8/the-interaction-token/messages/@original",
            rest => rest.EditOriginalResponseAsync(App, Token, Text, default));
        yield return Case(
            "DELETE webhooks/8/the-interaction-token/messages/@original",
            rest => rest.DeleteOriginalResponseAsync(App, Token, default));
        yield return Case("POST webhooks/8/the-interaction-token", rest => rest.CreateFollowupAsync(App, Token, Text, default));
    }

    [SetUp]
    public void SetUp() => _stage = new RestStage();

    [TearDown]
    public void TearDown() => _stage.Dispose();

    [TestCaseSource(nameof(Requests))]
    public void Method_SendsItsRequest(string request, Func<DiscordRest, Task> send, string? answer)
    {
        _stage.Then(answer is null ? RestStage.Message() : RestStage.Json(HttpStatusCode.OK, answer));
        _stage.Finish(send(_stage.Rest));
        var sent = _stage.Sent.Single();
        Assert.That(sent.ToString(), Is.EqualTo(request));
        Assert.That(sent.Headers["User-Agent"], Does.Match("^DiscordBot \\(https://[^ ]+, [0-9.]+\\)$"));
        bool isByInteraction = request.Contains(RestStage.InteractionToken, StringComparison.Ordinal);
        Assert.That(
            sent.Headers.GetValueOrDefault("Authorization"), Is.EqualTo(isByInteraction ? null : "Bot " + RestStage.Token));
        Assert.That(sent.Headers.GetValueOrDefault("Content-Type"), Is.EqualTo(sent.Body.Length > 0 ? "application/json" : null));
    }

    [Test]
    public void Create_EnforcesItsNonceAndMentionsNobody()
    {
        _stage.Finish(_stage.CreateAsync());
        Assert.That(
            JsonNode.DeepEquals(
                JsonNode.Parse(_stage.Sent[0].Body),
                JsonNode.Parse("""{"content":"x","allowed_mentions":{"parse":[]},"nonce":"n1","enforce_nonce":true}""")),
            _stage.Sent[0].Body);
    }

    [Test]
    public void Files_AreSentBesideTheMessage()
    {
        var files = new[]
        {
            new FileUpload("Änderung \"1\".diff", Encoding.UTF8.GetBytes("+ ä"), "text/plain", "the change"),
            new FileUpload("b.bin", new byte[] { 65 }),
        };
        _stage.ThenFail(new HttpRequestException("broken"));
        var create = _stage.Rest.CreateMessageAsync(RestStage.Room, Text, "n1", files, CancellationToken.None);
        _stage.Advance(1.1);
        _stage.Finish(create);
        var sent = _stage.Sent[1];
        Assert.That(sent.Headers["Content-Type"], Does.StartWith("multipart/form-data; boundary="));
        Assert.That(sent.Body, Does.Contain("name=\"payload_json\"").And.Contain("Content-Type: application/json"));
        Assert.That(sent.Body, Does.Contain("name=\"files[0]\"; filename=\"Änderung %221%22.diff\""));
        Assert.That(sent.Body, Does.Contain("Content-Type: text/plain").And.Contain("\r\n\r\n+ ä\r\n"));
        Assert.That(sent.Body, Does.Contain("name=\"files[1]\"; filename=\"b.bin\"").And.Contain("\r\n\r\nA\r\n"));
        var payload = JsonNode.Parse(sent.Body.Split('\n').Single(line => line.StartsWith('{')))!;
        Assert.That((string?)payload["attachments"]![0]!["id"], Is.EqualTo("0"));
        Assert.That((string?)payload["attachments"]![0]!["description"], Is.EqualTo("the change"));
        Assert.That((string?)payload["attachments"]![1]!["filename"], Is.EqualTo("b.bin"));
    }

    private static TestCaseData Case(string request, Func<DiscordRest, Task> send, string? answer = null) =>
        new TestCaseData(request, send, answer).SetArgDisplayNames(request);
}
