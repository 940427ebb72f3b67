using System.Net.Sockets;
using Codesmith.Supervisor.Chat.Console;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using static System.FormattableString;

namespace Codesmith.Supervisor.Hosting;

/// <summary>
/// Tells systemd how the service is: ready, alive, stopping, and a line for people in "systemctl status". Registered
/// first, so that it is there from before the others start until after they have stopped.
/// </summary>
/// <param name="systemd">Takes what is told.</param>
/// <param name="watchdog">See <see cref="SystemdService.Watchdog"/>.</param>
/// <param name="pulse">Whether there is life.</param>
/// <param name="describe">The line for people.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The operator's log.</param>
internal sealed class SystemdReporter(
    ISystemdNotifier systemd, TimeSpan? watchdog, EventPulse pulse, Func<string> describe, TimeProvider time,
    ILogger log)
    : IHostedLifecycleService, IAsyncDisposable
{
    /// <summary>How old the line for people may be: they look once, and then again.</summary>
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How much longer systemd is asked to wait at each tick of a stop: some ticks, so that one that is late does no
    /// harm. How long a stop takes at most is bounded where sessions end.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _ending = new();
    private Task _ticking = Task.CompletedTask;
    private bool _isStopping;

    private TimeSpan Period => watchdog is { } limit && limit / 2 < Refresh ? limit / 2 : Refresh;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Tell(Status("starting"));
        _ticking = TickAsync();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Tell("READY=1", Status(describe()));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _isStopping, true);
        Tell("STOPPING=1", Status("stopping"));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_ending.IsCancellationRequested)
            return;
        await _ending.CancelAsync();
        await _ticking;
        _ending.Dispose();
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
                Tick();
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The end.
        }
    }

    private void Tick()
    {
        // A stop waits for the event in hand as well: systemd is asked for nothing while that does not move.
        if (pulse.FindStuck(watchdog / 2 ?? Patience) is { } kind)
            log.EventStuck(kind);
        else if (Volatile.Read(ref _isStopping))
            Tell("WATCHDOG=1", Invariant($"EXTEND_TIMEOUT_USEC={Patience.TotalMicroseconds}"));
        else
            Tell("WATCHDOG=1", Status(describe()));
    }

    private void Tell(params IEnumerable<string> states)
    {
        try
        {
            systemd.Notify(new ServiceState(string.Join('\n', states)));
        }
        catch (SocketException exception)
        {
            // Told again at the next tick.
            log.SystemdNotTold(exception);
        }
    }

    /// <summary>What the chat service said may be in it, and a line of its own would be another state.</summary>
    private static string Status(string text) => $"STATUS={TerminalText.EscapeLine(text)}";
}
