using System.Net.Sockets;
using System.Text;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Egress;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Egress;

/// <summary>Clients that are hostile, slow or many, and users who are asked.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class EgressClientTests : IAsyncDisposable
{
    private readonly EgressSetup _setup = new();

    public ValueTask DisposeAsync() => _setup.DisposeAsync();

    [Test]
    public async Task ListedHost_IsNotAskedFor()
    {
        using var client = await _setup.DialAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes(EgressSetup.Connect("listed.example:443")));
        using var server = await _setup.Network.AcceptAsync();
        Assert.That(_setup.Asked, Is.Empty);
    }

    [Test]
    public async Task AllowedHost_IsReachedIfItsAddressIsPublic()
    {
        _setup.Network.Name("other.example", EgressSetup.PublicAddress, "10.0.0.1");
        using var client = await _setup.DialAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes(EgressSetup.Connect("other.example:443")));
        using var server = await _setup.Network.AcceptAsync();

        Assert.That(
            await _setup.SendRawAsync(EgressSetup.Connect("other.example:443")), Does.Contain("not public (private)"));
        Assert.That(_setup.Asked, Is.EqualTo(new[] { "alice other.example", "alice other.example" }));
    }

    [TestCase(HostVerdict.Denied, "The user said that other.example is not to be reached in this session.")]
    [TestCase(HostVerdict.Unanswered, "has not allowed it")]
    [TestCase(HostVerdict.TooManyQuestions, "being asked about others already")]
    [TestCase(HostVerdict.NoSession, "no session is running")]
    public async Task HostThatIsNotAllowed_IsRefusedWithTheReason(object verdict, string reason)
    {
        _setup.Answer = (_, _) => Task.FromResult((HostVerdict)verdict);
        Assert.That(
            await _setup.SendRawAsync("GET http://other.example/path?secret HTTP/1.1\r\n\r\n"),
            Does.StartWith("HTTP/1.1 403 Blocked by Codesmith\r\n").And.Contains(reason));
        Assert.That(_setup.Network.Dialed, Is.Empty);
        Assert.That(_setup.Log.Text, Does.Contain("alice did not reach other.example:80: 403"));
        Assert.That(_setup.Log.Text, Does.Not.Contain("secret"));
    }

    [Test]
    public async Task UserWhoDoesNotAnswer_IsNotWaitedForLong()
    {
        var asked = new TaskCompletionSource();
        _setup.Answer = async (_, cancellation) =>
        {
            var given = new TaskCompletionSource<HostVerdict>();
            await using var up = cancellation.Register(() => given.SetResult(HostVerdict.Unanswered));
            asked.SetResult();
            return await given.Task;
        };
        var before = _setup.Clock.GetUtcNow();
        var sending = _setup.SendRawAsync(EgressSetup.Connect("other.example:443"));
        await asked.Task.WaitAsync(Timeouts.MustNotHang);

        var answer = await _setup.AdvanceUntilAsync(sending);

        Assert.That(answer, Does.Contain("has not allowed it"));
        Assert.That(_setup.Clock.GetUtcNow() - before, Is.GreaterThanOrEqualTo(EgressLimits.Answer));
    }

    [Test]
    public async Task RequestThatDoesNotEnd_IsRefused()
    {
        using var slow = await _setup.DialAsync();
        await slow.SendAsync("GET http://listed.example/ HTTP/1.1\r\nX: "u8.ToArray());
        Assert.That(
            await _setup.AdvanceUntilAsync(EgressSetup.ReadToEndAsync(slow)), Does.StartWith("HTTP/1.1 408 "));

        var endless = "GET http://listed.example/ HTTP/1.1\r\nX: " + new string('x', 3 * EgressLimits.HeadBytes);
        Assert.That(await _setup.SendRawAsync(endless), Does.StartWith("HTTP/1.1 431 "));
    }

    [Test]
    public async Task Garbage_IsRefusedAndHarmsNothing()
    {
        var garbage = new byte[4096];
        new Random(1).NextBytes(garbage);
        Assert.That(
            await _setup.SendRawAsync(Encoding.Latin1.GetString(garbage) + "\r\n\r\n"),
            Does.StartWith("HTTP/1.1 400 Bad Request\r\n").And.Contains("The request is malformed"));
        Assert.That(
            await _setup.SendRawAsync("GET / HTTP/1.1\r\n\r\n"), Does.Contain("set HTTP_PROXY and HTTPS_PROXY"));
        (await _setup.DialAsync()).Dispose();
        await ListedHost_IsNotAskedFor();
    }

    [Test]
    public async Task ConnectionsBeyondTheLimit_AreTurnedAwayAndOtherUsersDoNotNotice()
    {
        var held = new List<Socket>();
        for (var count = 0; count < EgressLimits.ConnectionsPerUser; count++)
            held.Add(await _setup.DialAsync());
        Assert.That(
            await _setup.SendRawAsync(""), Does.StartWith("HTTP/1.1 429 ").And.Contains("64 connections already"));

        var path = _setup.Path + "-bob";
        await using (_setup.Proxy.Open(path, new UserId("bob")))
        {
            using var bob = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await bob.ConnectAsync(new UnixDomainSocketEndPoint(path));
            await bob.SendAsync(Encoding.ASCII.GetBytes(EgressSetup.Connect("listed.example:443")));
            using var server = await _setup.Network.AcceptAsync();
        }

        held.ForEach(socket => socket.Dispose());
    }

    [Test]
    public async Task TunnelInWhichNothingMoves_IsClosed()
    {
        using var client = await _setup.DialAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes(EgressSetup.Connect("listed.example:443")));
        using var server = await _setup.Network.AcceptAsync();
        await EgressSetup.ReadAsync(client, EgressSetup.Established.Length);
        var before = _setup.Clock.GetUtcNow();

        await _setup.AdvanceUntilAsync(EgressSetup.ReadToEndAsync(client));

        Assert.That(await EgressSetup.ReadToEndAsync(server), Is.Empty);
        Assert.That(_setup.Clock.GetUtcNow() - before, Is.GreaterThanOrEqualTo(EgressLimits.Idle));
    }

    [Test]
    public async Task ClosedDoor_EndsItsConnectionsAndLeavesNoFile()
    {
        using var client = await _setup.DialAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes(EgressSetup.Connect("listed.example:443")));
        using var server = await _setup.Network.AcceptAsync();
        // One that is still being dialled would be reset.
        await EgressSetup.ReadAsync(client, EgressSetup.Established.Length);

        await _setup.CloseDoorAsync();

        Assert.That(await EgressSetup.ReadToEndAsync(server), Is.Empty);
        Assert.That(File.Exists(_setup.Path), Is.False);
        Assert.That(async () => await _setup.DialAsync(), Throws.InstanceOf<SocketException>());
    }

    [Test]
    public void SlowLookups_AreFewAtOneTimeAndNotWaitedForLong()
    {
        var lookups = 0;
        var release = new TaskCompletionSource();
        _setup.Network.BeforeLookup = () =>
        {
            Interlocked.Increment(ref lookups);
            return release.Task;
        };
        var connector = new EgressConnector(
            _setup.Network, _setup.Network.DialAsync, new SemaphoreSlim(EgressLimits.LookupsPerUser), _setup.Clock);
        var target = EgressTarget.Read("listed.example:443", portIfNone: null);
        var connecting = Enumerable.Range(0, EgressLimits.LookupsPerUser + 3)
            .Select(_ => connector.ConnectAsync(target, default)).ToList();

        _setup.Clock.Advance(EgressLimits.Connect);

        foreach (var one in connecting)
        {
            Assert.That(
                async () => await one.WaitAsync(Timeouts.MustNotHang),
                Throws.TypeOf<EgressRefusedException>().With.Property("Refusal").Property("Status").EqualTo(504));
        }

        Assert.That(lookups, Is.EqualTo(EgressLimits.LookupsPerUser));
        release.SetResult();
    }

    [Test]
    public void Flood_HidesNothingThatWentOut()
    {
        var journal = new EgressJournal(new UserId("alice"), _setup.Log.Factory.CreateLogger("x"), _setup.Clock);
        for (var count = 0; count < EgressLimits.LogLines + 5; count++)
            journal.Refused(null, EgressRefusals.BadHost);
        Assert.That(_setup.Log.Text.Split('\n'), Has.Length.EqualTo(EgressLimits.LogLines + 1));
        Assert.That(_setup.Log.Warnings.Single(), Does.Contain("alice asks so often that not every connection is in this log"));

        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        journal.Carried(
            EgressTarget.Read("listed.example:443", portIfNone: null), new ByteRelay(client, client, _setup.Clock));
        Assert.That(_setup.Log.Lines[^1], Does.Contain("alice reached listed.example:443"));
    }
}
