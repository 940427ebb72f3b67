using System.Net;
using System.Text.Json.Nodes;
using Codesmith.Supervisor.Demo;
using NUnit.Framework;

namespace Codesmith.Tests.Demo;

internal sealed class ScriptedModelTests
{
    [TestCase("ERR400", 400, "invalid_request_error")]
    [TestCase("ERR401", 401, "authentication_error")]
    [TestCase("ERR403", 403, "permission_error")]
    [TestCase("ERR404", 404, "not_found_error")]
    [TestCase("ERR413", 413, "request_too_large")]
    [TestCase("ERR429", 429, "rate_limit_error")]
    [TestCase("ERR500", 500, "api_error")]
    [TestCase("ERR503", 503, "api_error")]
    [TestCase("ERR529", 529, "overloaded_error")]
    [TestCase("TOOLONG", 400, "prompt is too long: 250000 tokens > 200000 maximum")]
    [TestCase("NOCREDIT", 400, "credit balance is too low")]
    [TestCase("LIMIT5H", 429, "rate_limit_error")]
    [TestCase("""SCRIPT:[{"error":{"status":529,"message":"custom"}}]""", 529, "custom")]
    public async Task Error_HasTheApisForm(string prompt, int status, string contained)
    {
        await using var client = await ScriptedClient.StartAsync();

        using var response = await client.PostAsync(ScriptedClient.Request(prompt).ToJsonString());
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(body["type"]!.GetValue<string>(), Is.EqualTo("error"));
        Assert.That(body["error"]!["type"]!.GetValue<string>() + body["error"]!["message"]!.GetValue<string>(), Does.Contain(contained));
        Assert.That(body["request_id"]!.GetValue<string>(), Is.EqualTo(response.Headers.GetValues("request-id").Single()));
    }

    [Test]
    public async Task Limit_SaysWhenItEnds()
    {
        await using var client = await ScriptedClient.StartAsync();

        using var response = await client.PostAsync(ScriptedClient.Request("LIMIT5H").ToJsonString());

        Assert.That(response.Headers.GetValues("anthropic-ratelimit-unified-status").Single(), Is.EqualTo("rejected"));
        Assert.That(response.Headers.GetValues("retry-after").Single(), Is.EqualTo("10800"));
    }

    [TestCase("ERRONCE529", new[] { 529, 200 })]
    [TestCase("ERRONCE500x2", new[] { 500, 500, 200 })]
    public async Task FirstTries_Fail(string prompt, int[] statuses)
    {
        await using var client = await ScriptedClient.StartAsync();

        foreach (var status in statuses)
        {
            using var response = await client.PostAsync(ScriptedClient.Request(prompt).ToJsonString());
            Assert.That((int)response.StatusCode, Is.EqualTo(status));
        }

        using var elsewhere = await client.PostAsync(ScriptedClient.Request(prompt).ToJsonString(), session: "s2");
        Assert.That((int)elsewhere.StatusCode, Is.EqualTo(statuses[0]));
    }

    [Test]
    public async Task UsageAndRate_StickToTheSession()
    {
        await using var client = await ScriptedClient.StartAsync();
        await client.AskAsync("USAGE:150000 RATE:42.5,77 SAY:hi");

        var later = await client.AskAsync("SAY:later");
        using var other = await client.PostAsync(ScriptedClient.Request("SAY:other").ToJsonString(), session: "s2");
        await StreamedReply.ReadAsync(await client.PostAsync(Compaction().ToJsonString()));
        var compacted = await client.AskAsync("SAY:compacted");

        Assert.That(InputTokens(later), Is.EqualTo(150000));
        Assert.That(later.Response.Headers.GetValues("anthropic-ratelimit-unified-5h-utilization").Single(), Is.EqualTo("0.425"));
        Assert.That(InputTokens(await StreamedReply.ReadAsync(other)), Is.EqualTo(1200));
        Assert.That(other.Headers.Contains("anthropic-ratelimit-unified-5h-utilization"), Is.False);
        Assert.That(InputTokens(compacted), Is.EqualTo(1200));

        static int InputTokens(StreamedReply reply) =>
            reply.Events[0].GetProperty("message").GetProperty("usage").GetProperty("input_tokens").GetInt32();
    }

    [Test]
    public async Task SideRequests_DoNotRunTheScenarioTheyQuote()
    {
        await using var client = await ScriptedClient.StartAsync();
        var title = ScriptedClient.Request("RUNTOOL");
        title["system"] = "Generate a short title for this session.";
        title.Remove("tools");
        var structuredTitle = ScriptedClient.Request("RUNTOOL");
        structuredTitle["output_config"] = new JsonObject { ["format"] = new JsonObject { ["schema"] = new JsonObject { ["title"] = "x" } } };
        var structured = ScriptedClient.Request("RUNTOOL");
        structured["output_config"] = new JsonObject { ["format"] = new JsonObject { ["schema"] = "x" } };
        var quota = ScriptedClient.Request("quota");
        quota["max_tokens"] = 1;
        var onwards = ScriptedClient.Request("MAXTOKENS");
        onwards["messages"]!.AsArray().Add(ScriptedClient.Message("user", ScriptedClient.Text("Output token limit hit. Resume directly")));

        var kinds = new List<ModelRequestKind>();
        foreach (var request in new[] { title, structuredTitle, structured, quota, Compaction(), onwards, ScriptedClient.Request("SAY:x") })
        {
            var reply = await StreamedReply.ReadAsync(await client.PostAsync(request.ToJsonString()));
            Assert.That(reply.Tools, Is.Empty);
            Assert.That(reply.Text, Is.Not.Empty);
            kinds.Add(client.Model.Requests[^1].Kind);
        }

        Assert.That(kinds, Is.EqualTo(new[]
        {
            ModelRequestKind.Title, ModelRequestKind.Title, ModelRequestKind.Structured, ModelRequestKind.Quota,
            ModelRequestKind.Compaction, ModelRequestKind.Continuation, ModelRequestKind.Turn,
        }));
    }

    [TestCase("")]
    [TestCase("not JSON")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"model":"m","max_tokens":10,"messages":{}}""")]
    [TestCase("""{"model":"m","max_tokens":10,"messages":[{"role":"user","content":[{}]}]}""")]
    [TestCase("""{"model":"m","max_tokens":"many","messages":[]}""")]
    [TestCase("""{"model":"m","max_tokens":10,"messages":[{"role":"user","content":"half \ud83d pair"}]}""")]
    public async Task MalformedRequest_IsTheClientsFault(string body)
    {
        await using var client = await ScriptedClient.StartAsync();

        using var response = await client.PostAsync(body);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("invalid_request_error"));
    }

    [TestCase("GET", "/v1/models", 200, "claude-opus-4-8")]
    [TestCase("POST", "/v1/messages/count_tokens", 200, "input_tokens")]
    [TestCase("GET", "/api/hello", 200, "hello")]
    [TestCase("HEAD", "/", 200, "")]
    [TestCase("GET", "/v1/nothing", 404, "not_found_error")]
    public async Task OtherPaths_AreAnswered(string method, string path, int status, string contained)
    {
        await using var client = await ScriptedClient.StartAsync();

        using var response = await client.SendAsync(new HttpMethod(method), path);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(contained));
    }

    [Test]
    public async Task Requests_AreRememberedWithTheirPromptsAndForgottenInTime()
    {
        await using var client = await ScriptedClient.StartAsync(ScriptedModelOptions.ForTests with { KeptRequests = 2 });
        var whole = "SAY:" + new string('x', 50_000) + "🎉";

        await client.AskAsync("SAY:first");
        await client.AskAsync("SAY:second");
        await client.AskAsync(whole);

        Assert.That(client.Model.Requests.Select(request => request.Prompt), Is.EqualTo(new[] { "SAY:second", whole }));
        Assert.That(client.Model.Requests[0].Headers["X-Claude-Code-Session-Id"], Is.EqualTo("s1"));
        Assert.That(client.Model.Requests[0].Path, Is.EqualTo("/v1/messages?beta=true"));
        Assert.That(client.Model.Requests[0].Body, Does.Contain("Primary working directory"));
    }

    [Test]
    public async Task Demo_RemembersNothing()
    {
        await using var client = await ScriptedClient.StartAsync(new ScriptedModelOptions { DeltaPause = TimeSpan.Zero });

        await client.AskAsync("SAY:secret");

        Assert.That(client.Model.Requests, Is.Empty);
    }

    private static JsonObject Compaction() =>
        ScriptedClient.Request("Your task is to create a detailed summary of the conversation so far: RUNTOOL");
}
