using Codesmith.Supervisor.Gateway;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Gateway;

internal sealed class RefusalLogTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public void Flood_IsToldInPartAndHidesNobodyElse()
    {
        var log = new RecordedLog();
        var refusals = new RefusalLog(log.Factory.CreateLogger("gateway"), _clock);

        for (var count = 0; count < 1000; count++)
            refusals.Route("mallory", "GET", $"/{count}/{new string('a', 4000)}");
        refusals.Malformed("alice", 400);

        Assert.That(log.Lines.Count(line => line.Contains("Refused mallory")), Is.EqualTo(GatewayLimits.RefusalsToldPerSpan));
        Assert.That(log.Lines.Select(line => line.Length), Is.All.LessThan(200));
        Assert.That(log.Warnings.Single(), Does.Contain("More of mallory is being refused"));
        Assert.That(log.Lines[^1], Does.Contain("Refused alice"));
    }

    [Test]
    public void NextSpan_IsToldAgain()
    {
        var log = new RecordedLog();
        var refusals = new RefusalLog(log.Factory.CreateLogger("gateway"), _clock);
        for (var count = 0; count <= GatewayLimits.RefusalsToldPerSpan; count++)
            refusals.Connection("alice", 64);

        _clock.Advance(GatewayLimits.RefusalSpan);
        refusals.Malformed("alice", 431);

        Assert.That(log.Lines[^1], Does.Contain("answered with 431"));
    }
}
