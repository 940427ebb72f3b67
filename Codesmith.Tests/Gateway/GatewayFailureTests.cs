using System.Net;
using System.Net.Sockets;
using Codesmith.Supervisor.Gateway;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using Yarp.ReverseProxy.Forwarder;

namespace Codesmith.Tests.Gateway;

internal sealed class GatewayFailureTests
{
    [Test]
    public async Task UpstreamAway_IsSaidInOneLine()
    {
        // Taken, so that nobody else gets it, and not listened at.
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var setup = await GatewaySetup.StartAsync(upstream: new Uri($"http://{taken.LocalEndPoint}"));
        await using var open = setup.Open("alice");
        using var client = setup.ClientOf("alice");

        using var response = await client.PostAsync("/v1/messages", GatewaySetup.Json());

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(
            """{"type":"error","error":{"type":"api_error","message":"The model cannot be reached: no connection."}}"""));
        Assert.That(setup.Log.Warnings.Single(), Does.Contain("alice got no answer: 502"));
    }

    [Test]
    public async Task UpstreamThatHangsUp_IsSaidInOneLine()
    {
        await using var setup = await GatewaySetup.StartAsync();
        setup.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await using var open = setup.Open("alice");
        using var client = setup.ClientOf("alice");

        using var response = await client.PostAsync("/v1/messages", GatewaySetup.Json());

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("api_error"));
    }

    [TestCase(301)]
    [TestCase(302)]
    [TestCase(307)]
    [TestCase(308)]
    public async Task Redirect_IsNotFollowedAndNotPassedOn(int status)
    {
        await using var setup = await GatewaySetup.StartAsync();
        setup.Answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/v1/models";
            return Task.CompletedTask;
        };
        await using var open = setup.Open("alice");
        using var client = setup.ClientOf("alice");

        using var response = await client.PostAsync("/v1/messages", GatewaySetup.Json());

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
        Assert.That(response.Headers.Location, Is.Null);
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("redirect"));
        Assert.That(setup.Seen, Has.Count.EqualTo(1));
    }

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(529)]
    public async Task UpstreamsOwnErrors_PassUnchanged(int status)
    {
        await using var setup = await GatewaySetup.StartAsync();
        setup.Answer = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("""{"type":"error"}""");
        };
        await using var open = setup.Open("alice");
        using var client = setup.ClientOf("alice");

        using var response = await client.PostAsync("/v1/messages", GatewaySetup.Json());

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("""{"type":"error"}"""));
    }

    [Test]
    public void EveryCause_HasItsStatusAndWords()
    {
        Assert.That(GatewayErrors.Of(ForwarderError.RequestTimedOut, new OperationCanceledException()).Status, Is.EqualTo(504));
        Assert.That(
            GatewayErrors.Of(ForwarderError.Request, new OperationCanceledException("connect", new TimeoutException())).Status,
            Is.EqualTo(504));
        Assert.That(Message(HttpRequestError.NameResolutionError), Does.EndWith("its name is not known."));
        Assert.That(Message(HttpRequestError.SecureConnectionError), Does.EndWith("no secure connection."));
        Assert.That(Message(HttpRequestError.InvalidResponse), Does.EndWith("no proper answer."));
        Assert.That(
            GatewayErrors.Of(ForwarderError.RequestBodyClient, new AggregateException(new BadHttpRequestException("x", 400))).Status,
            Is.EqualTo(400));

        static string Message(HttpRequestError error) =>
            GatewayErrors.Of(ForwarderError.Request, new HttpRequestException(error)).Message;
    }
}
