using System.Net.Sockets;
using System.Threading.Channels;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Hosting;

internal sealed class SystemdReporterTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(6);

    private readonly FakeTimeProvider _time = new();
    private EventPulse _pulse = null!;
    private RecordedNotifier _systemd = null!;
    private SystemdReporter _reporter = null!;
    private string _status = "";

    [SetUp]
    public async Task SetUp()
    {
        _status = "connected, 2 sessions";
        _pulse = new EventPulse(_time);
        _systemd = new RecordedNotifier();
        _reporter = new SystemdReporter(_systemd, Limit, _pulse, () => _status, _time, _systemd);
        await _reporter.StartingAsync(default);
        await _systemd.NextAsync();
    }

    [TearDown]
    public async Task TearDown() => await _reporter.DisposeAsync();

    [Test]
    public async Task Service_IsReadyWhenAllOfItHasStarted()
    {
        await _reporter.StartedAsync(default);
        Assert.That(await _systemd.NextAsync(), Is.EqualTo("READY=1\nSTATUS=connected, 2 sessions"));
    }

    [Test]
    public async Task LivingLoop_IsToldTwiceWithinTheLimit()
    {
        for (int tick = 0; tick < 3; tick++)
        {
            _time.Advance(Limit / 2);
            Assert.That(await _systemd.NextAsync(), Is.EqualTo("WATCHDOG=1\nSTATUS=connected, 2 sessions"));
        }
    }

    [Test]
    public async Task StuckLoop_IsNotTold()
    {
        Channel<ChatEvent> events = Channel.CreateUnbounded<ChatEvent>();
        var (taken, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        Task loop = DealAsync();
        events.Writer.TryWrite(new CommandInvoked(
            new UserId("u"), new ChannelId("c"), new InteractionId("i"), "help", new Dictionary<string, string>()));
        await taken.Task.WaitAsync(Timeouts.MustNotHang);
        _time.Advance(Limit / 2);
        Assert.That(await _systemd.NextAsync(), Does.StartWith("WATCHDOG=1\n"), "an event may take a while");

        _time.Advance(Limit / 2);
        Assert.That(
            await _systemd.NextAsync(),
            Is.EqualTo("log: The event loop is stuck at one CommandInvoked: systemd will restart Codesmith"));

        released.SetResult();
        events.Writer.Complete();
        await loop.WaitAsync(Timeouts.MustNotHang);
        _time.Advance(Limit / 2);
        Assert.That(await _systemd.NextAsync(), Does.StartWith("WATCHDOG=1\n"));

        async Task DealAsync()
        {
            await foreach (var _ in _pulse.Watch(events.Reader.ReadAllAsync()))
            {
                taken.SetResult();
                await released.Task;
            }
        }
    }

    [Test]
    public async Task LongStop_AsksForMoreTimeUntilItsEnd()
    {
        await _reporter.StoppingAsync(default);
        Assert.That(await _systemd.NextAsync(), Is.EqualTo("STOPPING=1\nSTATUS=stopping"));
        _time.Advance(Limit / 2);
        Assert.That(await _systemd.NextAsync(), Is.EqualTo("WATCHDOG=1\nEXTEND_TIMEOUT_USEC=30000000"));

        await _reporter.StoppedAsync(default);
        _time.Advance(Limit);
        Assert.That(_systemd.IsSilent, Is.True, "its loop has ended");
    }

    [Test]
    public async Task Status_IsOneLine()
    {
        _status = "reconnecting: a\nWATCHDOG=1";
        _time.Advance(Limit / 2);
        Assert.That(await _systemd.NextAsync(), Is.EqualTo("WATCHDOG=1\nSTATUS=reconnecting: a / WATCHDOG=1"));
    }

    [Test]
    public async Task LostSocket_IsTriedAgain()
    {
        _systemd.Failure = new SocketException((int)SocketError.ConnectionRefused);
        _time.Advance(Limit / 2);
        await _systemd.NextAsync();
        _systemd.Failure = null;
        _time.Advance(Limit / 2);
        Assert.That(await _systemd.NextAsync(), Does.StartWith("WATCHDOG=1\n"));
    }

    /// <summary>Keeps what systemd and, of what matters, what the operator is told, in its order.</summary>
    private sealed class RecordedNotifier : ISystemdNotifier, ILogger
    {
        private readonly Channel<string> _told = Channel.CreateUnbounded<string>();

        bool ISystemdNotifier.IsEnabled => true;

        public Exception? Failure { get; set; }

        public bool IsSilent => !_told.Reader.TryPeek(out _);

        public void Notify(ServiceState state)
        {
            _told.Writer.TryWrite(state.ToString());
            if (Failure is not null)
                throw Failure;
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Critical;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => _told.Writer.TryWrite($"log: {formatter(state, exception)}");

        public async Task<string> NextAsync() =>
            await _told.Reader.ReadAsync().AsTask().WaitAsync(Timeouts.MustNotHang);
    }
}
