using Codesmith.Supervisor.Logs;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Logs;

internal sealed class LogWindowTests
{
    [Test]
    public void Flood_IsCutAndToldOfOnceInEachSpan()
    {
        var clock = new FakeTimeProvider();
        var span = TimeSpan.FromMinutes(1);
        int told = 0;
        var window = new LogWindow(3, span, clock, () => told++);

        for (int spans = 1; spans <= 2; spans++)
        {
            Assert.That(Enumerable.Range(0, 10).Count(_ => window.MayWrite()), Is.EqualTo(3));
            Assert.That(told, Is.EqualTo(spans));
            clock.Advance(span);
        }
    }

    [Test]
    public void WhatFits_IsWrittenAndNotTalkedAbout()
    {
        var window = new LogWindow(2, TimeSpan.FromMinutes(1), new FakeTimeProvider(), () => Assert.Fail("Nothing was left out."));
        Assert.That(new[] { window.MayWrite(), window.MayWrite() }, Is.All.True);
    }
}
