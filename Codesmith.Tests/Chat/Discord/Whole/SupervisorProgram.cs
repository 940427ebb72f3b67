using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Chat.Discord;
using Codesmith.Supervisor.Rendering;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Sessions.Running;
using Codesmith.Tests.Doubles;
using Microsoft.Extensions.Logging.Abstractions;

namespace Codesmith.Tests.Chat.Discord.Whole;

/// <summary>One run of the supervisor: everything but the sandboxes is real.</summary>
internal sealed class SupervisorProgram : IAsyncDisposable
{
    private readonly DiscordFrontEnd _frontEnd;
    private readonly SessionDirectory _sessions;
    private Task _routing = Task.CompletedTask;
    private bool _isKilled;

    /// <param name="options">Where Discord is.</param>
    /// <param name="folder">What outlives the program.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="onRequest">What workers do.</param>
    public SupervisorProgram(
        DiscordOptions options, string folder, TimeProvider clock, Action<FakeWorker, WorkerRequest> onRequest)
    {
        Workers.OnRequest = onRequest;
        Store = new ProgramStore(Path.Combine(folder, "sessions.db"));
        _frontEnd = new DiscordFrontEnd(options, clock, new Random(1), NullLoggerFactory.Instance, _ => { });
        _sessions = new SessionDirectory(
            new SessionServices(
                Workers, new FixedCredentials(), _frontEnd.Chat, Store,
                new AttachmentSpool(Path.Combine(folder, "attachments")), new SessionPlaces(int.MaxValue),
                news => new ChannelDisplay(_frontEnd.Chat, clock, NullLogger<PostSync>.Instance, news),
                () => Guid.NewGuid().ToString(), _ => [], new FailureLog(), clock,
                NullLogger<SessionRunner>.Instance));
    }

    public FakeWorkers Workers { get; } = new();

    public ProgramStore Store { get; }

    public async Task StartAsync()
    {
        await _sessions.LoadAsync(CancellationToken.None);
        _routing = RouteAsync();
        await _frontEnd.ConnectedAsync(CancellationToken.None);
    }

    /// <summary>The end without warning: nothing is stored or said any more.</summary>
    public async Task KillAsync()
    {
        _isKilled = true;
        Store.Kill();
        await CloseAsync();
    }

    /// <summary>The end in order, as after a signal; tidies up after <see cref="KillAsync"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sessions.StopAsync();
        if (!_isKilled)
            await CloseAsync();
        Store.Dispose();
    }

    private async Task CloseAsync()
    {
        await _frontEnd.DisposeAsync();
        await _routing;
    }

    private async Task RouteAsync()
    {
        await foreach (var happened in _frontEnd.Chat.ReadEventsAsync(CancellationToken.None))
            await _sessions.RouteAsync(happened);
    }
}
