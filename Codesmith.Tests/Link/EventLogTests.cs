using Codesmith.Protocol;
using Codesmith.Protocol.Wire;
using Codesmith.Worker.Link;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Link;

internal sealed class EventLogTests
{
    private readonly FakeTimeProvider _clock = new();
    private EventLog _log = null!;

    [SetUp]
    public void Create() => _log = new EventLog(_clock);

    [Test]
    public async Task Append_NumbersFromOne_WithTheClock()
    {
        Assert.That(_log.LastSequence, Is.Zero);
        Assert.That(_log.Append(new RetryReported("a")), Is.EqualTo(1));
        Assert.That(_log.Append(new RetryReported("b")), Is.EqualTo(2));

        var batch = await _log.ReadAsync(0, 10, default);

        Assert.That(batch.Events, Is.EqualTo(new[]
        {
            new NumberedEvent(1, _clock.GetUtcNow(), new RetryReported("a")),
            new NumberedEvent(2, _clock.GetUtcNow(), new RetryReported("b")),
        }));
    }

    [Test]
    public async Task Read_AcknowledgesWhatLiesBefore_AndNothingElse()
    {
        AppendMany(3);

        Assert.That(await NumbersAsync(0), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(await NumbersAsync(0), Is.EqualTo(new[] { 1, 2, 3 }), "nothing was acknowledged");
        Assert.That(await NumbersAsync(2), Is.EqualTo(new[] { 3 }));
        Assert.That(await NumbersAsync(0), Is.EqualTo(new[] { 3 }), "1 and 2 are forgotten");
    }

    [Test]
    public async Task Read_GivesAtMostMax()
    {
        AppendMany(5);

        Assert.That(await NumbersAsync(1, 3), Is.EqualTo(new[] { 2, 3, 4 }));
    }

    [Test]
    public async Task Read_ClosesABatchByItsBytes_SoThatItFitsAFrame()
    {
        for (var i = 0; i < 8; i++)
            _log.Append(new TextCompleted("b", new string('\u0001', WireLimits.EventText)));

        var batch = await _log.ReadAsync(0, WireLimits.BatchEvents, default);

        Assert.That(batch.Events, Has.Count.EqualTo(2));
        Assert.That(batch.Events.Sum(e => WorkerWire.SizeOf(e.Event)), Is.LessThan(WireLimits.FrameToSupervisor));
    }

    [Test]
    public async Task Overflow_ByCount_LosesTheOldest_AndShowsAGap()
    {
        AppendMany(WireLimits.LogEvents + 5);

        Assert.That((await NumbersAsync(0, 2)), Is.EqualTo(new[] { 6, 7 }));
    }

    [Test]
    public async Task Overflow_ByBytes_KeepsTheNewest()
    {
        const int count = 100;
        for (var i = 0; i < count; i++)
            _log.Append(new TextCompleted("b", new string('\u0001', WireLimits.EventText)));

        var kept = new List<long>();
        for (long after = 0; after < count; after = kept[^1])
            kept.AddRange((await _log.ReadAsync(after, WireLimits.BatchEvents, default)).Events.Select(e => e.Sequence));

        var eventBytes = 6 * WireLimits.EventText;
        Assert.That(kept, Is.EqualTo(Enumerable.Range(count + 1 - kept.Count, kept.Count)));
        Assert.That(kept, Has.Count.EqualTo(WireLimits.LogBytes / eventBytes));
    }

    [Test]
    public async Task AcknowledgedBytes_AreFreeAgain()
    {
        for (var i = 1; i <= 100; i++)
        {
            _log.Append(new TextCompleted("b", new string('\u0001', WireLimits.EventText)));
            Assert.That(await NumbersAsync(i - 1), Is.EqualTo(new[] { i }));
        }
    }

    [Test]
    public async Task LongPoll_WakesAtOnce_OnTheFirstEvent()
    {
        var read = _log.ReadAsync(0, 10, default);
        Assert.That(read.IsCompleted, Is.False);

        _log.Append(new RetryReported("a"));

        Assert.That((await read.WaitAsync(Timeouts.MustNotHang)).Events, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task LongPoll_WithoutEvents_IsEmptyAfterItsTime()
    {
        var read = _log.ReadAsync(0, 10, default);
        _clock.Advance(WireLimits.LongPoll - TimeSpan.FromMilliseconds(1));
        Assert.That(read.IsCompleted, Is.False);

        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That((await read.WaitAsync(Timeouts.MustNotHang)).Events, Is.Empty);
    }

    [Test]
    public async Task LongPoll_Cancelled_LosesNothing()
    {
        using var cancellation = new CancellationTokenSource();
        var read = _log.ReadAsync(0, 10, cancellation.Token);

        await cancellation.CancelAsync();
        Assert.That(async () => await read.WaitAsync(Timeouts.MustNotHang), Throws.InstanceOf<OperationCanceledException>());

        _log.Append(new RetryReported("a"));
        Assert.That(await NumbersAsync(0), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task TwoReaders_BothWake()
    {
        var one = _log.ReadAsync(0, 10, default);
        var other = _log.ReadAsync(0, 10, default);

        _log.Append(new RetryReported("a"));

        Assert.That((await one.WaitAsync(Timeouts.MustNotHang)).Events, Has.Count.EqualTo(1));
        Assert.That((await other.WaitAsync(Timeouts.MustNotHang)).Events, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ManyWriters_OneReader_NothingIsLostOrRepeated()
    {
        const int writers = 4;
        const int each = 1000;
        var writing = Enumerable.Range(0, writers).Select(_ => Task.Run(() => AppendMany(each))).ToList();

        var seen = new List<long>();
        while (seen.Count < writers * each)
        {
            var batch = await _log.ReadAsync(seen.LastOrDefault(), WireLimits.BatchEvents, default)
                .WaitAsync(Timeouts.MustNotHang);
            seen.AddRange(batch.Events.Select(e => e.Sequence));
        }

        await Task.WhenAll(writing);
        Assert.That(seen, Is.EqualTo(Enumerable.Range(1, writers * each)));
    }

    private void AppendMany(int count)
    {
        for (var i = 0; i < count; i++)
            _log.Append(new RetryReported("x"));
    }

    private async Task<IEnumerable<long>> NumbersAsync(long after, int max = WireLimits.BatchEvents) =>
        (await _log.ReadAsync(after, max, default).WaitAsync(Timeouts.MustNotHang)).Events.Select(e => e.Sequence);
}
