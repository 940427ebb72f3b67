using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

internal sealed class RestartHistoryTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Died_AgainAndAgain_WaitsLongerAndThenEnds()
    {
        var history = RestartHistory.Clean;
        var delays = new List<double?>();
        for (int death = 0; death < 6; death++)
        {
            (history, var delay) = history.Died(Start, readySince: null, wasEverReady: true);
            delays.Add(delay?.TotalSeconds);
        }
        Assert.That(delays, Is.EqualTo(new double?[] { 1, 2, 5, 15, 60, null }));
    }

    [Test]
    public void Died_AfterAMinuteOfHealth_BeginsAnew()
    {
        var (history, _) = RestartHistory.Clean.Died(Start, null, wasEverReady: true);
        (history, _) = history.Died(Start, null, wasEverReady: true);
        var (healthy, delay) = history.Died(Start.AddMinutes(2), Start.AddMinutes(1), wasEverReady: true);
        var (_, unhealthy) = history.Died(Start.AddSeconds(70), Start.AddSeconds(11), wasEverReady: true);
        Assert.That(delay, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(healthy.InARow, Is.EqualTo(1));
        Assert.That(unhealthy, Is.EqualTo(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public void Died_AtTheFirstStart_EndsSooner()
    {
        var (history, first) = RestartHistory.Clean.Died(Start, null, wasEverReady: false);
        (history, var second) = history.Died(Start, null, wasEverReady: false);
        var (_, third) = history.Died(Start, null, wasEverReady: false);
        Assert.That((first is not null, second is not null, third is null), Is.EqualTo((true, true, true)));
    }

    [Test]
    public void Died_TooOftenInAnHour_EndsThoughHealthyInBetween()
    {
        var history = RestartHistory.Clean;
        var now = Start;
        int deaths = 0;
        TimeSpan? delay;
        do
        {
            now += TimeSpan.FromMinutes(2);
            (history, delay) = history.Died(now, now.AddMinutes(-1.5), wasEverReady: true);
            deaths++;
        }
        while (delay is not null && deaths < 100);
        Assert.That(deaths, Is.EqualTo(RestartHistory.MostInPeriod + 1));
    }

    [Test]
    public void Died_RarelyForDays_NeverEndsAndForgets()
    {
        var history = RestartHistory.Clean;
        var now = Start;
        for (int death = 0; death < 500; death++)
        {
            now += TimeSpan.FromMinutes(10);
            (history, var delay) = history.Died(now, now.AddMinutes(-9), wasEverReady: true);
            Assert.That(delay, Is.EqualTo(TimeSpan.FromSeconds(1)));
        }
        Assert.That(history.Recent, Has.Count.LessThanOrEqualTo(RestartHistory.MostInPeriod));
    }
}
