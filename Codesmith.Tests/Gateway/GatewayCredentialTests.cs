using System.Net;
using Codesmith.Supervisor.Gateway;
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
    public async Task WithoutAKey_TheUserIsToldWhatTheOperatorDoes([Values("", " ", null)] string? key)
    {
        await using var setup = await GatewaySetup.StartAsync(key: key);
        await using var open = setup.Open("alice");
        using var client = setup.ClientOf("alice");

        using var response = await client.PostAsync("/v1/messages", GatewaySetup.Json());

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.StartWith("{\"type\":\"error\"").And.Contain("ANTHROPIC_API_KEY"));
        Assert.That(setup.Seen, Is.Empty);
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

    [TestCase("sk-ant\nx-evil: 1")]
    [TestCase("sk ant")]
    [TestCase("schlüssel")]
    public void Key_ThatIsNoHeaderValueIsRefusedWithoutBeingNamed(string key)
    {
        var refused = Assert.Throws<ArgumentException>(
            () => _ = new ModelGatewayOptions(new Uri("https://api.anthropic.com"), key));
        Assert.That(refused!.Message, Does.Not.Contain(key));
    }

    [TestCase("ftp://example.com")]
    [TestCase("file:///etc/passwd")]
    [TestCase("https://user:secret@example.com")]
    [TestCase("https://example.com/?a=b")]
    [TestCase("https://example.com/#a")]
    [TestCase("/relative")]
    public void Address_ThatIsNoBaseAddressIsRefused(string address) => Assert.That(
        () => new ModelGatewayOptions(new Uri(address, UriKind.RelativeOrAbsolute), null), Throws.ArgumentException);

    [Test]
    public void Options_PrintNoKey() => Assert.That(
        new ModelGatewayOptions(new Uri("https://api.anthropic.com"), " sk-secret ").ToString(),
        Is.EqualTo("https://api.anthropic.com/ (with a key)"));
}
