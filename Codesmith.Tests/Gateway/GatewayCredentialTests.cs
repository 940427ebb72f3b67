using System.Net;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Gateway;
using Codesmith.Tests.Doubles;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace Codesmith.Tests.Gateway;

internal sealed class GatewayCredentialTests
{
    [Test]
    public async Task SharedKey_ReplacesWhateverTheSandboxSends()
    {
        await using var setup = await GatewaySetup.StartAsync();
        await using var open = setup.Open("alice");

        await setup.SendRawAsync("alice", """
            POST /v1/messages?beta=true HTTP/1.1
            Host: evil.example
            x-api-key: placeholder
            X-API-KEY: another
            Authorization: Bearer placeholder
            Proxy-Authorization: Basic eDp5
            Cookie: a=b
            X-Forwarded-For: 10.0.0.1
            Forwarded: for=10.0.0.1
            Via: 1.1 evil
            X-Original-URL: /v1/organizations
            X-HTTP-Method-Override: DELETE
            Keep-Alive: timeout=5
            TE: trailers
            Trailer: x-api-key
            Content-Type: application/json
            User-Agent: claude-cli/2
            anthropic-version: 2023-06-01
            anthropic-beta: one,two
            X-Stainless-Lang: js
            X-Claude-Code-Session-Id: 1
            x-app: cli
            Connection: close, anthropic-version
            Content-Length: 2

            {}
            """.ReplaceLineEndings("\r\n"));

        var seen = setup.Seen.Single().Headers;
        Assert.That(seen, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["Host"] = seen["Host"],
            ["x-api-key"] = GatewaySetup.Key,
            ["Accept-Encoding"] = "identity",
            ["Content-Type"] = "application/json",
            ["Content-Length"] = "2",
            ["User-Agent"] = "claude-cli/2",
            ["anthropic-version"] = "2023-06-01",
            ["anthropic-beta"] = "one,two",
            ["X-Stainless-Lang"] = "js",
            ["X-Claude-Code-Session-Id"] = "1",
            ["x-app"] = "cli",
        }));
        Assert.That(seen["Host"], Does.StartWith("127.0.0.1:"));
    }

    [Test]
    public async Task Key_AppearsInNoAnswerAndNoLog()
    {
        await using var setup = await GatewaySetup.StartAsync();
        setup.Answer = context =>
        {
            if (setup.Seen.Count == 2)
                context.Abort();
            context.Response.StatusCode = setup.Seen.Count == 1 ? 200 : 302;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };
        await using var open = setup.Open("alice");

        var answers = "";
        foreach (var target in new[] { "/v1/messages", "/v1/messages", "/v1/messages", "/v1/organizations" })
        {
            answers += await setup.SendRawAsync(
                "alice", $"POST {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{{}}");
        }

        Assert.That(setup.Seen.Select(request => request.Headers["x-api-key"]), Is.EqualTo(Enumerable.Repeat(GatewaySetup.Key, 3)));
        Assert.That(answers, Does.Contain(" 502 ").And.Contain(" 404 "));
        Assert.That(answers, Does.Not.Contain(GatewaySetup.Key));
        Assert.That(setup.Log.Text, Does.Contain("alice").And.Not.Contain(GatewaySetup.Key));
    }

    [Test]
    public async Task WithoutACredential_TheUserIsToldWhatToDo()
    {
        await using var setup = await GatewaySetup.StartAsync();
        setup.Credentials.Now = null;
        await using var open = setup.Open("alice");
        using var client = setup.ClientOf("alice");

        using var response = await client.PostAsync("/v1/messages", GatewaySetup.Json());

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.StartWith("{\"type\":\"error\"").And.Contain("/cc login"));
        Assert.That(setup.Seen, Is.Empty);
    }

    [TestCase("Authorization: Bearer sk-ant-oat01-token", "Bearer sk-ant-oat01-token")]
    [TestCase("Authorization: Basic eDp5", null)]
    [TestCase("Authorization: Bearer a b", null)]
    [TestCase("Authorization: Bearer a\r\nAuthorization: Bearer b", null)]
    [TestCase("X-Nothing: 1", null)]
    public async Task Account_PassesItsTokenAndNoKey(string header, string? passed)
    {
        await using var setup = await GatewaySetup.StartAsync();
        setup.Credentials.Now = ModelCredential.Account;
        await using var open = setup.Open("alice");

        await setup.SendRawAsync(
            "alice",
            "POST /v1/messages HTTP/1.1\r\nHost: x\r\nConnection: close\r\nx-api-key: sk-own\r\n"
            + $"{header}\r\nContent-Length: 2\r\n\r\n{{}}");

        var seen = setup.Seen.Single().Headers;
        Assert.That(seen.GetValueOrDefault("Authorization"), Is.EqualTo(passed));
        Assert.That(seen.Keys, Has.None.EqualTo("x-api-key").IgnoreCase);
    }

    [Test]
    public async Task Change_CountsFromTheNextRequestOn()
    {
        await using var setup = await GatewaySetup.StartAsync();
        await using var open = setup.Open("alice");
        using var client = setup.ClientOf("alice");
        client.DefaultRequestHeaders.Add("Authorization", "Bearer token");
        var statuses = new List<HttpStatusCode>();
        ModelCredential?[] credentials =
        [
            ModelCredential.Account, new(CredentialKind.OwnKey, new Secret("sk-own")), null, FixedCredentials.SharedKey,
        ];
        foreach (var credential in credentials)
        {
            setup.Credentials.Now = credential;
            using var response = await client.PostAsync("/v1/messages", GatewaySetup.Json());
            statuses.Add(response.StatusCode);
        }

        Assert.That(
            statuses, Is.EqualTo(new[] { HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.OK }));
        Assert.That(
            setup.Seen.Select(request =>
                (request.Headers.GetValueOrDefault("Authorization"), request.Headers.GetValueOrDefault("x-api-key"))),
            Is.EqualTo(new[] { ("Bearer token", null), (null, "sk-own"), ((string?)null, (string?)"sk-test") }));
    }

    [TestCase(200, false, null)]
    [TestCase(401, true, null)]
    [TestCase(403, true, null)]
    [TestCase(302, false, "302")]
    [TestCase(529, false, "529")]
    public async Task KeyCheck_TellsRefusedFromUnknown(int status, bool isRefused, string? doubt)
    {
        await using var setup = await GatewaySetup.StartAsync();
        setup.Answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        using var check = new UpstreamKeyCheck(setup.Upstream, TimeProvider.System);

        var finding = await check.RunAsync(new Secret("sk-own"), CancellationToken.None);

        Assert.That(finding.IsRefused, Is.EqualTo(isRefused));
        Assert.That(finding.Doubt, doubt is null ? Is.Null : Does.Contain(doubt));
        var seen = setup.Seen.Single();
        Assert.That((seen.Method, seen.Target, seen.Headers["x-api-key"]), Is.EqualTo(("GET", "/v1/models?limit=1", "sk-own")));
    }

    [Test]
    public async Task KeyCheck_WithoutAnUpstreamIsADoubt()
    {
        using var check = new UpstreamKeyCheck(new Uri("http://127.0.0.1:1"), TimeProvider.System);
        var finding = await check.RunAsync(new Secret("sk-own"), CancellationToken.None);
        Assert.That((finding.IsRefused, finding.Doubt), Is.EqualTo((false, "the model's service cannot be reached")));
    }

    [Test]
    public async Task AnswerHeaders_KeepWhatTheCliReadsAndNothingThatSticks()
    {
        await using var setup = await GatewaySetup.StartAsync();
        setup.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers["request-id"] = "req_1";
            context.Response.Headers["retry-after"] = "7";
            context.Response.Headers["anthropic-ratelimit-unified-status"] = "rejected";
            context.Response.Headers["x-should-retry"] = "false";
            context.Response.Headers["set-cookie"] = "session=1";
            context.Response.Headers["alt-svc"] = "h3=\":443\"";
            return Task.CompletedTask;
        };
        await using var open = setup.Open("alice");
        using var client = setup.ClientOf("alice");

        using var response = await client.PostAsync("/v1/messages", GatewaySetup.Json());

        var names = response.Headers.Select(header => header.Key.ToLowerInvariant()).ToArray();
        Assert.That((int)response.StatusCode, Is.EqualTo(429));
        Assert.That(names, Is.SupersetOf(new[] { "request-id", "retry-after", "anthropic-ratelimit-unified-status", "x-should-retry" }));
        Assert.That(names, Has.None.AnyOf("set-cookie", "alt-svc", "server"));
    }

    [TestCase("ftp://example.com")]
    [TestCase("file:///etc/passwd")]
    [TestCase("https://user:secret@example.com")]
    [TestCase("https://example.com/?a=b")]
    [TestCase("https://example.com/#a")]
    [TestCase("/relative")]
    public void Address_ThatIsNoBaseAddressIsRefused(string address) => Assert.That(
        () => new ModelGatewayOptions(new Uri(address, UriKind.RelativeOrAbsolute)), Throws.ArgumentException);
}
