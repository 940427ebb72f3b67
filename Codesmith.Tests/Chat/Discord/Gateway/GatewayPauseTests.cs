using Codesmith.Supervisor.Chat.Discord.Gateway;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Gateway;

/// <summary>When a connection may be tried, and a session begun.</summary>
internal sealed class GatewayPauseTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);
    private static readonly GatewayEnd Lost = new GatewayEnd.Resume("lost");

    private GatewayStage _stage = null!;

    [SetUp]
    public void SetUp() => _stage = new GatewayStage();

    [TearDown]
    public async Task TearDown() => await _stage.DisposeAsync();

    [TestCase(0.0, new[] { 1.0, 2, 4, 8, 16, 30, 30 })]
    [TestCase(1.0, new[] { 2.0, 4, 8, 16, 32, 60, 60 })]
    public void Pauses_GrowAndAreSpread(double chance, double[] seconds)
    {
        var pause = Pause(chance);
        foreach (double expected in seconds)
            Assert.That(pause.After(Lost).TotalSeconds, Is.EqualTo(expected));
    }

    [TestCase(0.0, 0.0, 1.0)]
    [TestCase(1.0, 0.25, 2.0)]
    public void PauseAfterASessionThatLived_IsNextToNoneOnce(double chance, double first, double second)
    {
        var pause = Pause(chance);
        for (int failure = 0; failure < 4; failure++)
            pause.After(Lost);
        Live(pause, GatewayLimits.Lived);

        Assert.That(pause.After(Lost).TotalSeconds, Is.EqualTo(first));
        Assert.That(pause.After(Lost).TotalSeconds, Is.EqualTo(second));
    }

    [Test]
    public void PausesAfterSessionsThatDieAtOnce_Grow()
    {
        var pause = Pause(chance: 1);
        foreach (int expected in new[] { 2, 4, 8 })
        {
            Live(pause, GatewayLimits.Lived - Step);
            Assert.That(pause.After(Lost).TotalSeconds, Is.EqualTo(expected));
        }
    }

    [TestCase(0.0, 1.0)]
    [TestCase(1.0, 5.0)]
    public void PauseBeforeIdentify_HasAFloor(double chance, double seconds)
    {
        var pause = Pause(chance);
        Live(pause, GatewayLimits.Lived);
        Assert.That(pause.After(new GatewayEnd.Identify("gone")).TotalSeconds, Is.EqualTo(seconds));
    }

    [Test]
    public void PausesAfterTooManyPayloads_AreLongAndDouble_HoweverLongTheSessionsLived()
    {
        var pause = Pause(chance: 1);
        foreach (int expected in new[] { 10, 20, 40, 60 })
        {
            Live(pause, TimeSpan.FromMinutes(1));
            Assert.That(pause.After(CloseCodes.EndOf(4008)).TotalSeconds, Is.EqualTo(expected));
        }
        Live(pause, GatewayLimits.Lived);
        Assert.That(pause.After(Lost), Is.EqualTo(GatewayLimits.ResumePause));
        Assert.That(Pause(chance: 0).After(CloseCodes.EndOf(4008)).TotalSeconds, Is.EqualTo(5));
    }

    [Test]
    public async Task Client_WaitsAsLongAsThePause()
    {
        _stage.Chance.Value = 1;
        _stage.Connects = _ => false;
        _stage.Start();
        foreach (int seconds in new[] { 2, 4, 8 })
        {
            await _stage.Handler.StateAsync<GatewayState.Lost>();
            int tried = _stage.Tried.Count;
            _stage.Clock.Advance(TimeSpan.FromSeconds(seconds) - Step);
            await Task.Delay(Timeouts.NothingHappens, TimeProvider.System);
            Assert.That(_stage.Tried, Has.Count.EqualTo(tried));
            _stage.Clock.Advance(Step);
            await _stage.Handler.StateAsync<GatewayState.Connecting>();
        }
    }

    [TestCase("READY")]
    [TestCase("RESUMED")]
    public async Task SessionThatIsReached_ShortensThePause(string name)
    {
        _stage.Chance.Value = 1;
        var socket = await _stage.ConnectAsync();
        for (int loss = 0; loss < 4; loss++)
        {
            socket.Break();
            (socket, _) = await _stage.ReconnectAsync();
        }

        await socket.DispatchAsync(name, 2, """{"session_id":"s2","resume_gateway_url":"wss://resume.example"}""");
        _stage.Clock.Advance(GatewayLimits.Lived);
        socket.Break();
        await ExpectSocketAfterAsync(GatewayLimits.ResumePause);
    }

    [Test]
    public async Task NoSessionStartsLeft_WaitsUntilThereAre()
    {
        var reset = TimeSpan.FromHours(3);
        _stage.Address = () => GatewayStage.AddressWith(new SessionStartLimit(1000, 0, reset, 1));
        _stage.Start();
        await ExpectSocketAfterAsync(reset);
        Assert.That(_stage.Log.Warnings, Has.Exactly(1).Contains("no more sessions"));
        Assert.That(_stage.Asked, Is.EqualTo(1));
    }

    [Test]
    public async Task LastSessionStart_IsFollowedByTheWait()
    {
        var reset = TimeSpan.FromHours(1);
        _stage.Address = () => GatewayStage.AddressWith(new SessionStartLimit(1000, 1, reset, 1));
        var socket = await _stage.GreetAsync();
        Assert.That(_stage.Log.Warnings, Has.Exactly(1).Contains("only 0 more"));
        await socket.SayAsync("""{"op":9,"d":false}""");
        await ExpectSocketAfterAsync(reset);
    }

    [Test]
    public async Task NoSessionStartsLeft_KeepsTryingToResume()
    {
        _stage.Address = () => GatewayStage.AddressWith(new SessionStartLimit(1000, 1, TimeSpan.FromHours(1), 1));
        (await _stage.ConnectAsync()).Break();
        _stage.Connects = _ => false;
        await _stage.PauseAsync();
        await _stage.Handler.StateAsync<GatewayState.Lost>();
        _stage.Connects = _ => true;
        _stage.Clock.Advance(GatewayLimits.LongestPause);
        Assert.That((await _stage.SocketAsync()).Url.Host, Is.EqualTo("resume.example"));
    }

    [Test]
    public async Task SessionStarts_KeepTheirDistance()
    {
        (await _stage.GreetAsync()).Break(); // the first pause alone would be shorter
        await ExpectSocketAfterAsync(GatewayLimits.StartsPeriod);
    }

    [Test]
    public void SessionStarts_AreAsManyAtOnceAsDiscordAllows()
    {
        var starts = new SessionStartBudget(_stage.Clock, _stage.Settings.Log);
        starts.Update(new SessionStartLimit(1000, 1000, TimeSpan.FromHours(1), 2));
        starts.Spend();
        Assert.That(starts.UntilNext(), Is.EqualTo(TimeSpan.Zero));
        _stage.Clock.Advance(TimeSpan.FromSeconds(1));
        starts.Spend();
        Assert.That(starts.UntilNext(), Is.EqualTo(TimeSpan.FromSeconds(4)));
        _stage.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.That(starts.UntilNext(), Is.EqualTo(TimeSpan.Zero));
    }

    [TestCase(0, 0, -1.0, 0)]
    [TestCase(-5, -5, 0.0, -1)]
    [TestCase(1000, 0, 100_000.0, 1)]
    public void SessionStarts_SurviveSenselessLimits(int total, int remaining, double hours, int concurrency)
    {
        var starts = new SessionStartBudget(_stage.Clock, _stage.Settings.Log);
        starts.Update(new SessionStartLimit(total, remaining, TimeSpan.FromHours(hours), concurrency));
        Assert.That(starts.UntilNext(), Is.LessThanOrEqualTo(GatewayLimits.StartsReset));
        _stage.Clock.Advance(GatewayLimits.StartsReset);
        Assert.That(starts.UntilNext(), Is.EqualTo(TimeSpan.Zero));
        starts.Spend();
    }

    [Test]
    public async Task AddressThatIsNotTold_IsAskedForAgain()
    {
        var told = _stage.Address;
        _stage.Address = () => throw new HttpRequestException("down");
        _stage.Start();
        Assert.That(await _stage.PauseAsync(), Does.Contain("HttpRequestException"));
        await _stage.Handler.StateAsync<GatewayState.Lost>();
        _stage.Address = told;
        _stage.Clock.Advance(GatewayLimits.LongestPause);
        await _stage.SocketAsync();
    }

    [Test]
    public async Task RefusedBot_EndsTheRun()
    {
        _stage.Address = () => throw new GatewayRefusedException("The token is no good.");
        _stage.Start();
        Assert.That((await _stage.Run.WaitAsync(Timeouts.MustNotHang)).Reason, Is.EqualTo("The token is no good."));
    }

    [Test]
    public void Payloads_AreCountedWithinAMinute()
    {
        var budget = new SendBudget(_stage.Clock);
        int ordinary = GatewayLimits.SendsInPeriod - GatewayLimits.SendsKept;
        Assert.That(Enumerable.Range(0, ordinary).All(_ => budget.TryTake(isDue: false)));
        Assert.That(budget.TryTake(isDue: false), Is.False);
        Assert.That(Enumerable.Range(0, GatewayLimits.SendsKept).All(_ => budget.TryTake(isDue: true)));
        Assert.That(budget.TryTake(isDue: true), Is.False);
        _stage.Clock.Advance(GatewayLimits.SendPeriod - Step);
        Assert.That(budget.TryTake(isDue: true), Is.False);
        _stage.Clock.Advance(Step);
        Assert.That(budget.TryTake(isDue: false), Is.True);
    }

    private ReconnectPause Pause(double chance) => new(_stage.Clock, new FixedRandom { Value = chance });

    private void Live(ReconnectPause pause, TimeSpan time)
    {
        pause.Reached();
        _stage.Clock.Advance(time);
    }

    private async Task ExpectSocketAfterAsync(TimeSpan pause)
    {
        await _stage.Handler.StateAsync<GatewayState.Lost>();
        _stage.Clock.Advance(pause - Step);
        await _stage.ExpectNoSocketAsync();
        _stage.Clock.Advance(Step);
        await _stage.SocketAsync();
    }
}
