using System.Net;
using System.Text;
using Codesmith.Supervisor.Gateway;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace Codesmith.Tests.Gateway;

internal sealed class GatewayStreamingTests
{
    [Test]
    public async Task FirstDelta_ArrivesBeforeTheSecondIsWritten()
    {
        await using var setup = await GatewaySetup.StartAsync();
        var firstSeen = new TaskCompletionSource();
        setup.Answer = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: first\n\n");
            await firstSeen.Task;
            await context.Response.WriteAsync("data: second\n\n");
        };
        await using var open = setup.Open("alice");
        using var client = setup.ClientOf("alice");

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages?beta=true") { Content = GatewaySetup.Json() };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = await reader.ReadLineAsync().WaitAsync(Timeouts.MustNotHang);
        firstSeen.SetResult();
        var rest = await reader.ReadToEndAsync().WaitAsync(Timeouts.MustNotHang);

        Assert.That(first, Is.EqualTo("data: first"));
        Assert.That(rest, Is.EqualTo("\ndata: second\n\n"));
    }

    [Test]
    public async Task BrokenCharacters_PassUnchanged()
    {
        await using var setup = await GatewaySetup.StartAsync();
        var emoji = Encoding.UTF8.GetBytes("👩‍💻");
        setup.Answer = async context =>
        {
            foreach (var part in emoji)
                await context.Response.Body.WriteAsync(new[] { part });
        };
        await using var open = setup.Open("alice");
        using var client = setup.ClientOf("alice");

        using var response = await client.PostAsync("/v1/messages", GatewaySetup.Json());

        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(emoji));
    }

    [Test]
    public async Task RequestBody_ArrivesWhole()
    {
        await using var setup = await GatewaySetup.StartAsync();
        long received = 0;
        setup.Answer = async context =>
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received = body.Length;
        };
        await using var open = setup.Open("alice");
        using var client = setup.ClientOf("alice");

        using var response = await client.PostAsync("/v1/messages", new ByteArrayContent(new byte[5_000_000]));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(received, Is.EqualTo(5_000_000));
        Assert.That(setup.Seen[0].Headers["Content-Length"], Is.EqualTo("5000000"));
    }

    [Test]
    public async Task ClientThatLeaves_CancelsTheUpstream([Values] bool afterTheFirstDelta)
    {
        await using var setup = await GatewaySetup.StartAsync();
        var arrived = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        setup.Answer = async context =>
        {
            if (afterTheFirstDelta)
                await context.Response.WriteAsync("data: first\n\n");
            context.RequestAborted.Register(cancelled.SetResult);
            arrived.SetResult();
            await cancelled.Task;
        };
        await using var open = setup.Open("alice");
        using var client = setup.ClientOf("alice");
        using var leaving = new CancellationTokenSource();

        var answer = client.PostAsync("/v1/messages", GatewaySetup.Json(), leaving.Token);
        await arrived.Task.WaitAsync(Timeouts.MustNotHang);
        await leaving.CancelAsync();

        Assert.That(async () => await answer.WaitAsync(Timeouts.MustNotHang), Throws.InstanceOf<OperationCanceledException>());
        await cancelled.Task.WaitAsync(Timeouts.MustNotHang);
        Assert.That(setup.Log.Warnings, Is.Empty);
    }

    [Test]
    public async Task AnswerThatBreaksOff_IsNotMadeToLookWhole()
    {
        await using var setup = await GatewaySetup.StartAsync();
        var firstSeen = new TaskCompletionSource();
        setup.Answer = async context =>
        {
            await context.Response.WriteAsync("data: first\n\n");
            await firstSeen.Task;
            context.Abort();
        };
        await using var open = setup.Open("alice");
        using var client = setup.ClientOf("alice");

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages") { Content = GatewaySetup.Json() };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte["data: first\n\n".Length]);
        firstSeen.SetResult();

        Assert.That(async () => await body.ReadAsync(new byte[1]).AsTask().WaitAsync(Timeouts.MustNotHang), Throws.InstanceOf<IOException>());
        await setup.Log.WarnedAsync();
        Assert.That(setup.Log.Warnings.Single(), Does.Contain("broke off").And.Contain("alice"));
    }

    [Test]
    public async Task BodyOverTheLimit_IsRefused()
    {
        await using var setup = await GatewaySetup.StartAsync();
        await using var open = setup.Open("alice");

        // Only its head: an HTTP client might find the connection closed under its body before it reads the refusal.
        var answer = await setup.SendRawAsync(
            "alice",
            $"POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: {GatewayLimits.RequestBodyBytes + 1}\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 413 ").And.Contain("request_too_large").And.Contain("32 MiB"));
        Assert.That(setup.Seen, Is.Empty);
    }

    [Test]
    public async Task BodyOfUnknownLength_IsRefused()
    {
        await using var setup = await GatewaySetup.StartAsync();
        await using var open = setup.Open("alice");

        var answer = await setup.SendRawAsync(
            "alice",
            "POST /v1/messages HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + "2\r\n{}\r\n0\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 411 ").And.Contain("send it with a Content-Length"));
        Assert.That(setup.Seen, Is.Empty);
    }
}
