using System.Text;
using Codesmith.Supervisor.Egress;
using NUnit.Framework;

namespace Codesmith.Tests.Egress;

internal sealed class EgressRequestReaderTests
{
    [TestCase("example.com:443", "example.com", 443)]
    [TestCase("EXAMPLE.com.:80", "example.com", 80)]
    [TestCase("93.184.215.14:443", "93.184.215.14", 443)]
    [TestCase("[2606:4700:0::1111]:443", "2606:4700::1111", 443)]
    [TestCase("example.com:65535", "example.com", 65535)]
    public void Connect_NamesItsTarget(string target, string host, int port)
    {
        var request = Read($"CONNECT {target} HTTP/1.1\r\nHost: somewhere.else\r\n");
        Assert.That(request, Is.TypeOf<EgressRequest.Tunnel>());
        Assert.That((request.Target.Host, request.Target.Port), Is.EqualTo((host, port)));
    }

    [Test]
    public void PlainRequest_IsWrittenAnewForItsTarget()
    {
        var request = (EgressRequest.Plain)Read(
            "POST http://Example.COM/a/b?c=%20d HTTP/1.1\r\nHost: evil.example\r\nHost: other.example\r\n"
            + "User-Agent: curl\r\nProxy-Authorization: Basic c2VjcmV0\r\nProxy-Connection: keep-alive\r\n"
            + "Connection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nTE: trailers\r\nUpgrade: h2c\r\n"
            + "HTTP2-Settings: x\r\ncontent-length: 5\r\nX-Kept:   two words \r\n");

        Assert.That(request.BodyBytes, Is.EqualTo(5));
        Assert.That(Encoding.Latin1.GetString(request.Head), Is.EqualTo(
            "POST /a/b?c=%20d HTTP/1.1\r\nHost: example.com\r\nUser-Agent: curl\r\nX-Kept: two words\r\n"
            + "Content-Length: 5\r\nConnection: close\r\n\r\n"));
    }

    [TestCase("http://example.com", "GET / HTTP/1.0\r\nHost: example.com\r\n")]
    [TestCase("HTTP://example.com?q", "GET /?q HTTP/1.0\r\nHost: example.com\r\n")]
    [TestCase("http://example.com:443/x", "GET /x HTTP/1.0\r\nHost: example.com:443\r\n")]
    [TestCase("http://[2606:4700::1111]/", "GET / HTTP/1.0\r\nHost: [2606:4700::1111]\r\n")]
    [TestCase("http://example.com/http://other/@x", "GET /http://other/@x HTTP/1.0\r\nHost: example.com\r\n")]
    public void Address_BecomesPathAndHost(string address, string head)
    {
        var request = (EgressRequest.Plain)Read($"GET {address} HTTP/1.0\r\n");
        Assert.That(Encoding.Latin1.GetString(request.Head), Does.StartWith(head));
    }

    [Test]
    public void LengthNamedByConnection_IsPassedOnAllTheSame()
    {
        var request = (EgressRequest.Plain)Read(
            "PUT http://example.com/ HTTP/1.1\r\nConnection: content-length\r\nContent-Length: 3\r\n");
        Assert.That(Encoding.Latin1.GetString(request.Head), Does.Contain("Content-Length: 3\r\n"));
    }

    [TestCase("")]
    [TestCase("example.com")]
    [TestCase("example.com:")]
    [TestCase("example.com:0")]
    [TestCase("example.com:65536")]
    [TestCase("example.com:443:443")]
    [TestCase("example.com:+443")]
    [TestCase("example.com:0x1bb")]
    [TestCase("user@example.com:443")]
    [TestCase("user:pass@example.com:443")]
    [TestCase("example.com@127.0.0.1:443")]
    [TestCase("http://example.com:443")]
    [TestCase("/path:443")]
    [TestCase("example.com\\@evil.example:443")]
    [TestCase("2130706433:80")]
    [TestCase("0x7f.0.0.1:80")]
    [TestCase("0177.0.0.1:80")]
    [TestCase("127.1:80")]
    [TestCase("127.0.0.01:80")]
    [TestCase("[::1:80")]
    [TestCase("::1:80")]
    [TestCase("[fe80::1%eth0]:80")]
    [TestCase("[127.0.0.1]:80")]
    [TestCase("[v1.x]:80")]
    [TestCase("b\u00fccher.example:443")]
    [TestCase("ex%61mple.com:443")]
    [TestCase("a..example:443")]
    public void Connect_IsRefused(string target) =>
        Assert.That(StatusOf($"CONNECT {target} HTTP/1.1\r\n"), Is.EqualTo(400));

    [TestCase("GET / HTTP/1.1\r\nHost: example.com\r\n", 400)]
    [TestCase("OPTIONS * HTTP/1.1\r\n", 400)]
    [TestCase("GET https://example.com/ HTTP/1.1\r\n", 400)]
    [TestCase("GET ftp://example.com/ HTTP/1.1\r\n", 400)]
    [TestCase("GET file:///etc/passwd HTTP/1.1\r\n", 400)]
    [TestCase("GET http:///path HTTP/1.1\r\n", 400)]
    [TestCase("GET http://example.com/#part HTTP/1.1\r\n", 400)]
    [TestCase("GET http://example.com#@evil.example/ HTTP/1.1\r\n", 400)]
    [TestCase("GET http://user:pass@example.com/ HTTP/1.1\r\n", 400)]
    [TestCase("GET http://example.com/a b HTTP/1.1\r\n", 400)]
    [TestCase("GET  http://example.com/ HTTP/1.1\r\n", 400)]
    [TestCase("GET http://example.com/ HTTP/2.0\r\n", 400)]
    [TestCase("GET http://example.com/\r\n", 400)]
    [TestCase("G\u0001T http://example.com/ HTTP/1.1\r\n", 400)]
    [TestCase("GET http://example.com/ HTTP/1.1\nHost: x\r\n", 400)]
    [TestCase("GET http://example.com/ HTTP/1.1\r\nX: a\rb\r\n", 400)]
    [TestCase("GET http://example.com/ HTTP/1.1\r\nX: a\0b\r\n", 400)]
    [TestCase("GET http://example.com/ HTTP/1.1\r\n folded: x\r\n", 400)]
    [TestCase("GET http://example.com/ HTTP/1.1\r\nX : y\r\n", 400)]
    [TestCase("GET http://example.com/ HTTP/1.1\r\nnothing\r\n", 400)]
    [TestCase("GET http://example.com/ HTTP/1.1\r\n: y\r\n", 400)]
    [TestCase("POST http://example.com/ HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n", 400)]
    [TestCase("POST http://example.com/ HTTP/1.1\r\nContent-Length: 5, 5\r\n", 400)]
    [TestCase("POST http://example.com/ HTTP/1.1\r\nContent-Length: -1\r\n", 400)]
    [TestCase("POST http://example.com/ HTTP/1.1\r\nContent-Length: +1\r\n", 400)]
    [TestCase("POST http://example.com/ HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n", 400)]
    [TestCase("POST http://example.com/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n", 411)]
    [TestCase("POST http://example.com/ HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n", 411)]
    [TestCase("\r\n", 400)]
    public void Request_IsRefused(string head, int status) => Assert.That(StatusOf(head), Is.EqualTo(status));

    [Test]
    public void TooManyHeaders_AreRefused() => Assert.That(
        StatusOf("GET http://example.com/ HTTP/1.1\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", 101))),
        Is.EqualTo(431));

    private static EgressRequest Read(string head) => EgressRequestReader.Read(Encoding.Latin1.GetBytes(head + "\r\n"));

    private static int StatusOf(string head) =>
        Assert.Throws<EgressRefusedException>(() => Read(head))!.Refusal.Status;
}
