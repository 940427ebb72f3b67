using NUnit.Framework;

namespace Codesmith.Tests.Gateway;

internal sealed class GatewayRouteTests
{
    [TestCase("POST", "/v1/messages")]
    [TestCase("POST", "/v1/messages?beta=true")]
    [TestCase("POST", "/v1/messages/count_tokens?beta=true")]
    [TestCase("GET", "/v1/models")]
    [TestCase("GET", "/v1/models?limit=1000&after_id=claude-opus-4-8")]
    [TestCase("GET", "/v1/models/claude-opus-4-8")]
    public async Task WhatTheCliNeeds_IsPassedOnUnderTheUpstreamsPrefix(string method, string target)
    {
        await using var setup = await GatewaySetup.StartAsync(prefix: "/some/proxy/");
        await using var open = setup.Open("alice");

        var answer = await setup.SendRawAsync("alice", Request(method, target));

        Assert.That(answer, Does.StartWith("HTTP/1.1 200 "));
        Assert.That(setup.Seen.Single().Target, Is.EqualTo("/some/proxy" + target));
    }

    [TestCase("HEAD", "/")]
    [TestCase("GET", "/api/hello")]
    [TestCase("GET", "/v1/oauth/hello")]
    public async Task Probes_AreAnsweredHere(string method, string target)
    {
        await using var setup = await GatewaySetup.StartAsync();
        await using var open = setup.Open("alice");

        var answer = await setup.SendRawAsync("alice", Request(method, target));

        Assert.That(answer, Does.StartWith("HTTP/1.1 200 "));
        Assert.That(setup.Seen, Is.Empty);
    }

    [TestCase("GET", "/")]
    [TestCase("GET", "/v1/messages")]
    [TestCase("DELETE", "/v1/messages")]
    [TestCase("OPTIONS", "*")]
    [TestCase("CONNECT", "api.anthropic.com:443")]
    [TestCase("TRACE", "/v1/messages")]
    [TestCase("post", "/v1/messages")]
    [TestCase("POST", "/v1/messages/")]
    [TestCase("POST", "/v1/messages/batches")]
    [TestCase("POST", "/V1/messages")]
    [TestCase("POST", "//v1/messages")]
    [TestCase("POST", "/v1//messages")]
    [TestCase("POST", "/v1/./messages")]
    [TestCase("POST", "/v1/../v1/messages")]
    [TestCase("POST", "/v1/messages/../organizations")]
    [TestCase("POST", "/v1/messages/%2e%2e/organizations")]
    [TestCase("POST", "/v1/messages/..%2forganizations")]
    [TestCase("POST", "/v1/messages%2f..%2forganizations")]
    [TestCase("POST", "/v1%2fmessages")]
    [TestCase("POST", "/v1/messages%00")]
    [TestCase("POST", "/v1/messages\\..\\organizations")]
    [TestCase("POST", "/v1/messages;x=/../organizations")]
    [TestCase("POST", "/v1/messages#/organizations")]
    [TestCase("POST", "/v1/messages?beta=true#/organizations")]
    [TestCase("POST", "/v1/messages?a=/../organizations")]
    [TestCase("POST", "http://evil.example/v1/messages")]
    [TestCase("POST", "https://api.anthropic.com/v1/messages")]
    [TestCase("POST", "@evil.example/v1/messages")]
    [TestCase("POST", "evil.example")]
    [TestCase("GET", "/v1/models/..")]
    [TestCase("GET", "/v1/models/.")]
    [TestCase("GET", "/v1/models/claude/../../organizations")]
    [TestCase("GET", "/v1/models/a%2f..%2f..")]
    [TestCase("GET", "/v1/organizations/me")]
    [TestCase("GET", "/v1/files")]
    [TestCase("GET", "/api/oauth/profile")]
    [TestCase("GET", "/api/hello/../../v1/organizations")]
    public async Task AnythingElse_LeadsNowhere(string method, string target)
    {
        await using var setup = await GatewaySetup.StartAsync();
        await using var open = setup.Open("alice");

        var answer = await setup.SendRawAsync("alice", Request(method, target));

        Assert.That(answer, Does.Match(@"\AHTTP/1\.1 4\d\d "));
        Assert.That(setup.Seen, Is.Empty);
    }

    [TestCase("POST", "/v1/organizations")]
    [TestCase("POST", "http://evil.example/v1/messages")]
    public async Task Refusal_SaysWhyInTheApisWords(string method, string target)
    {
        await using var setup = await GatewaySetup.StartAsync();
        await using var open = setup.Open("alice");

        var answer = await setup.SendRawAsync("alice", Request(method, target));

        Assert.That(answer, Does.StartWith("HTTP/1.1 404 ").And.Contain("not_found_error").And.Contain(target));
        Assert.That(setup.Log.Text, Does.Contain($"Refused alice: {method} {target}"));
    }

    [Test]
    public async Task LongTarget_IsRefusedAndQuotedInPart()
    {
        await using var setup = await GatewaySetup.StartAsync();
        await using var open = setup.Open("alice");

        var long1 = await setup.SendRawAsync("alice", Request("GET", "/" + new string('a', 3000)));
        var long2 = await setup.SendRawAsync("alice", Request("GET", "/" + new string('a', 30_000)));

        Assert.That(long1, Does.StartWith("HTTP/1.1 404 ").And.Length.LessThan(600));
        Assert.That(long2, Does.StartWith("HTTP/1.1 414 "));
        Assert.That(setup.Seen, Is.Empty);
    }

    [TestCase("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n")]
    [TestCase("Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n")]
    public async Task Upgrade_OpensNoTunnel(string headers)
    {
        await using var setup = await GatewaySetup.StartAsync();
        await using var open = setup.Open("alice");

        var answer = await setup.SendRawAsync("alice", $"GET /v1/models HTTP/1.1\r\nHost: x\r\n{headers}\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 404 "));
        Assert.That(setup.Seen, Is.Empty);
    }

    [TestCase("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n", TestName = "Both lengths")]
    [TestCase("Content-Length: 2\r\nContent-Length: 40\r\n", "{}", TestName = "Two lengths")]
    [TestCase("Content-Length: +2\r\n", "{}", TestName = "Signed length")]
    [TestCase("Content-Length: -1\r\n", "", TestName = "Negative length")]
    [TestCase("Content-Length: 99999999999999999999\r\n", "", TestName = "Length that overflows")]
    [TestCase("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n", TestName = "Chunked not last")]
    [TestCase("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n", TestName = "Unknown coding")]
    [TestCase("Transfer-Encoding : chunked\r\n", "0\r\n\r\n", TestName = "Space before the colon")]
    [TestCase("Transfer-Encoding: chunked\r\n", "ffffffffffffffff1\r\n", TestName = "Chunk that overflows")]
    [TestCase("Transfer-Encoding: chunked\r\n", "2\r\n{}xx0\r\n\r\n", TestName = "Chunk longer than it says")]
    public async Task SmuggledLength_CarriesNoSecondRequest(string lengths, string body)
    {
        await using var setup = await GatewaySetup.StartAsync();
        setup.Answer = context => context.Request.Body.CopyToAsync(Stream.Null);
        await using var open = setup.Open("alice");

        const string path = "/v1/messages/count_tokens"; // where a length is not required
        var smuggled = "GET /v1/organizations HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        await setup.SendRawAsync("alice", $"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{lengths}\r\n{body}{smuggled}");

        Assert.That(setup.Seen.Select(request => request.Target), Is.All.EqualTo(path));
        Assert.That(setup.Seen, Has.Count.LessThanOrEqualTo(1));
    }

    [TestCase("POST /v1/messages HTTP/1.1\r\nHost: x\r\nX-Folded: a\r\n x-api-key: mine\r\n\r\n", 400, TestName = "Folded header")]
    [TestCase("POST /v1/messages HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400, TestName = "Two hosts")]
    [TestCase("POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 9\r\n\r\n", 400, TestName = "Two different lengths")]
    [TestCase("POST /v1/messages HTTP/1.1\r\n\r\n", 400, TestName = "No host")]
    [TestCase("POST /v1/messages HTTP/1.1\r\nHost: x\r\nX:\0\r\n\r\n", 400, TestName = "Header with a zero")]
    [TestCase("POST /v1/messages\r\n\r\n", 400, TestName = "HTTP 0.9")]
    [TestCase("POST /v1/messages HTTP/2.0\r\nHost: x\r\n\r\n", 505, TestName = "HTTP 2.0")]
    public async Task MalformedRequest_IsRefusedAndLoggedWithItsUser(string request, int status)
    {
        await using var setup = await GatewaySetup.StartAsync();
        await using var open = setup.Open("alice");

        var answer = await setup.SendRawAsync("alice", request);

        Assert.That(answer, Does.StartWith($"HTTP/1.1 {status} "));
        Assert.That(setup.Seen, Is.Empty);
        Assert.That(setup.Log.Text, Does.Contain($"Information Refused alice: a malformed request, answered with {status}"));
    }

    [Test]
    public async Task RequestBehindAnother_IsJudgedByItself()
    {
        await using var setup = await GatewaySetup.StartAsync();
        await using var open = setup.Open("alice");

        var answer = await setup.SendRawAsync(
            "alice",
            "POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"
            + "GET /v1/organizations HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\n"
            + "GET /v1/models HTTP/1.1\r\nHost: x\r\nConnection: close, x-api-key, host\r\n\r\n");

        Assert.That(System.Text.RegularExpressions.Regex.Matches(answer, @"HTTP/1\.1 (\d+)").Select(status => status.Groups[1].Value),
            Is.EqualTo(new[] { "200", "404", "200" }));
        Assert.That(setup.Seen.Select(request => request.Target), Is.EqualTo(new[] { "/v1/messages", "/v1/models" }));
        Assert.That(setup.Seen.Select(request => request.Headers["x-api-key"]), Is.All.EqualTo(GatewaySetup.Key));
        Assert.That(setup.Log.Text, Does.Contain("Information Refused alice: GET /v1/organizations"));
    }

    private static string Request(string method, string target) =>
        $"{method} {target} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
}
