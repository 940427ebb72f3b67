using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Codesmith.Supervisor.Gateway;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace Codesmith.Tests.Gateway;

internal sealed class GatewaySocketTests
{
    [Test]
    public async Task Users_AreToldApartByTheirSockets()
    {
        await using var setup = await GatewaySetup.StartAsync();
        await using var alice = setup.Open("alice");
        await using var bob = setup.Open("bob");

        await setup.SendRawAsync("bob", "GET /bobs HTTP/1.1\r\nHost: alice\r\nX-User: alice\r\nConnection: close\r\n\r\n");
        await setup.SendRawAsync("alice", "GET /alices HTTP/1.1\r\nHost: bob\r\nConnection: close\r\n\r\n");

        Assert.That(setup.Log.Text, Does.Contain("Refused bob: GET /bobs").And.Contain("Refused alice: GET /alices"));
    }

    [Test]
    public async Task Closing_RemovesTheFileAndAbortsTheConnections()
    {
        await using var setup = await GatewaySetup.StartAsync();
        var cancelled = new TaskCompletionSource();
        setup.Answer = async context =>
        {
            context.RequestAborted.Register(cancelled.SetResult);
            await context.Response.WriteAsync("data: first\n\n");
            await cancelled.Task;
        };
        await using var bob = setup.Open("bob");
        var alice = setup.Open("alice");
        using var client = setup.ClientOf("alice");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages") { Content = GatewaySetup.Json() };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();

        await alice.DisposeAsync();

        Assert.That(File.Exists(setup.PathOf("alice")), Is.False);
        Assert.That(async () => await body.CopyToAsync(Stream.Null).WaitAsync(Timeouts.MustNotHang), Throws.InstanceOf<IOException>());
        await cancelled.Task.WaitAsync(Timeouts.MustNotHang);
        Assert.That(async () => await setup.ConnectAsync("alice"), Throws.InstanceOf<SocketException>());
        using var other = await setup.ConnectAsync("bob");
        Assert.That(other.Connected);
    }

    [Test]
    public async Task ClosedSocket_CanBeOpenedAgainAndClosedTwice()
    {
        await using var setup = await GatewaySetup.StartAsync();
        var first = setup.Open("alice");
        Assert.That(() => setup.Open("alice"), Throws.InvalidOperationException);
        await first.DisposeAsync();
        await using var second = setup.Open("alice");

        await first.DisposeAsync();

        Assert.That(await setup.SendRawAsync("alice", "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), Does.StartWith("HTTP/1.1 200 "));
    }

    [Test]
    public async Task Gateway_ThatIsDisposedLeavesNoFile()
    {
        await using var setup = await GatewaySetup.StartAsync();
        setup.Open("alice");
        setup.Open("bob");

        await setup.Gateway.DisposeAsync();

        Assert.That(Directory.EnumerateFileSystemEntries(setup.Folder), Is.Empty);
    }

    [Test]
    public async Task StaleSocket_IsReplaced()
    {
        await using var setup = await GatewaySetup.StartAsync();
        // A socket that is closed under another name leaves its file behind, as a killed process does.
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(Path.Combine(setup.Folder, "dead.sock")));
            File.Move(Path.Combine(setup.Folder, "dead.sock"), setup.PathOf("alice"));
        }

        Assert.That(File.Exists(setup.PathOf("alice")));
        await using var open = setup.Open("alice");

        using var client = await setup.ConnectAsync("alice");
        Assert.That(client.Connected);
    }

    [Test]
    public async Task Link_IsReplacedAndItsTargetLeftAlone([Values("a file", "a folder", "nothing")] string target)
    {
        await using var setup = await GatewaySetup.StartAsync();
        var precious = Path.Combine(setup.Folder, "precious");
        if (target == "a file")
            await File.WriteAllTextAsync(precious, "content");
        if (target == "a folder")
            Directory.CreateDirectory(precious);
        File.CreateSymbolicLink(setup.PathOf("alice"), precious);

        await using var open = setup.Open("alice");

        using var client = await setup.ConnectAsync("alice");
        Assert.That(new FileInfo(setup.PathOf("alice")).LinkTarget, Is.Null);
        Assert.That(File.Exists(precious), Is.EqualTo(target == "a file"));
        Assert.That(Directory.Exists(precious), Is.EqualTo(target == "a folder"));
    }

    [Test]
    public async Task SomethingElseInTheWay_IsNotRemoved()
    {
        await using var setup = await GatewaySetup.StartAsync();
        await File.WriteAllTextAsync(setup.PathOf("alice"), "content");
        Directory.CreateDirectory(setup.PathOf("bob"));

        Assert.That(() => setup.Open("alice"), Throws.InstanceOf<IOException>());
        Assert.That(() => setup.Open("bob"), Throws.InstanceOf<IOException>());
        Assert.That(await File.ReadAllTextAsync(setup.PathOf("alice")), Is.EqualTo("content"));
    }

    [Test]
    public async Task ManySockets_OpenAndCloseWhileTrafficRuns()
    {
        await using var setup = await GatewaySetup.StartAsync();
        setup.Answer = context => context.Response.WriteAsync("answer");
        await using var steady = setup.Open("steady");
        using var steadyClient = setup.ClientOf("steady");
        using var done = new CancellationTokenSource();
        var traffic = Task.Run(async () =>
        {
            var answers = 0;
            do
            {
                using var response = await steadyClient.PostAsync("/v1/messages", GatewaySetup.Json());
                Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("answer"));
                answers++;
            }
            while (!done.IsCancellationRequested);

            return answers;
        });

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            for (var round = 0; round < 5; round++)
            {
                await using var open = setup.Open($"user{number}");
                using var client = setup.ClientOf($"user{number}");
                using var response = await client.PostAsync("/v1/messages", GatewaySetup.Json());
                Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            }
        }));
        await done.CancelAsync();

        Assert.That(await traffic.WaitAsync(Timeouts.MustNotHang), Is.Positive);
        Assert.That(Directory.EnumerateFiles(setup.Folder), Has.Exactly(1).Items);
    }

    [Test]
    public async Task HostileBytes_HarmNobodyElse()
    {
        await using var setup = await GatewaySetup.StartAsync();
        setup.Answer = context => context.Response.WriteAsync("answer");
        await using var mallory = setup.Open("mallory");
        await using var alice = setup.Open("alice");
        var garbage = new byte[4096];
        new Random(1).NextBytes(garbage);

        var slow = new ConcurrentBag<Socket>();
        for (var count = 0; count < GatewayLimits.ConnectionsPerUser - 4; count++)
        {
            var socket = await setup.ConnectAsync("mallory");
            await socket.SendAsync("POST /v1/messages HTTP/1.1\r\nHost: x\r\nX-Slow: "u8.ToArray());
            slow.Add(socket);
        }

        await setup.SendRawAsync("mallory", Encoding.Latin1.GetString(garbage) + "\r\n\r\n");
        var huge = await setup.SendRawAsync(
            "mallory", $"GET / HTTP/1.1\r\nHost: x\r\nX-Huge: {new string('a', GatewayLimits.RequestHeadersBytes)}\r\n\r\n");
        using var client = setup.ClientOf("alice");
        using var response = await client.PostAsync("/v1/messages", GatewaySetup.Json());

        Assert.That(huge, Does.StartWith("HTTP/1.1 431 "));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("answer"));
        foreach (var socket in slow)
            socket.Dispose();
    }

    [Test]
    public async Task TooManyConnections_AreRefused()
    {
        await using var setup = await GatewaySetup.StartAsync();
        await using var open = setup.Open("alice");
        var held = new List<Socket>();
        for (var count = 0; count < GatewayLimits.ConnectionsPerUser; count++)
            held.Add(await setup.ConnectAsync("alice"));

        using var refused = await setup.ConnectAsync("alice");
        var received = await refused.ReceiveAsync(new byte[1]).WaitAsync(Timeouts.MustNotHang);

        Assert.That(received, Is.Zero);
        Assert.That(setup.Log.Warnings.Single(), Does.Contain("alice has 64 connections"));
        foreach (var socket in held)
            socket.Dispose();
    }
}
