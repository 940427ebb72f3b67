using System.Diagnostics;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Gateway;
using Codesmith.Supervisor.Gateway.Metering;
using Codesmith.Supervisor.Hosting;
using Codesmith.Supervisor.Rendering;
using Codesmith.Supervisor.Sessions.Running;
using Codesmith.Supervisor.Sessions.Storage;
using Codesmith.Supervisor.Workers;
using Codesmith.Tests.Doubles;
using Microsoft.Extensions.Logging;

namespace Codesmith.Tests.Benchmarks.Sessions;

/// <summary>
/// The supervisor as its Program composes it, log file and all, with a chat of many users in place of the console,
/// which has one. Everything is timed at the chat: what a user would see.
/// </summary>
internal sealed class BenchmarkedSupervisor : IAsyncDisposable
{
    private static readonly ChannelId Channel = new("benchmark");

    private readonly FakeChat _chat = new();
    private readonly ILoggerFactory _logging;
    private readonly UsageJournal _journal;
    private readonly ModelGateway _gateway;
    private readonly SandboxLauncher _launcher;
    private readonly SqliteSessionStore _store;
    private readonly SessionDirectory _sessions;
    private int _lastId;

    private BenchmarkedSupervisor(
        CodesmithOptions options, ILoggerFactory logging, UsageJournal journal, ModelGateway gateway)
    {
        TimeProvider time = TimeProvider.System;
        (_logging, _journal, _gateway) = (logging, journal, gateway);
        _launcher = new SandboxLauncher(time, logging.CreateLogger<SandboxLauncher>());
        Workers = new SandboxedWorkers(
            new WorkerInstallation(options.DataFolder, options.WorkerFolder, options.ClaudeProgram),
            _launcher,
            gateway,
            egressDoor: null,
            async (path, cancellation) => await WorkerLink.ConnectAsync(path, after: 0, time, cancellation),
            time);
        _store = new SqliteSessionStore(
            Path.Combine(options.DataFolder, "sessions.db"), logging.CreateLogger<SqliteSessionStore>());
        _sessions = new SessionDirectory(
            new SessionServices(
                Workers, new FixedCredentials(), _chat, _store,
                new AttachmentSpool(Path.Combine(options.DataFolder, "attachments")), new SessionPlaces(int.MaxValue),
                news => new ChannelDisplay(_chat, time, logging.CreateLogger<PostSync>(), news),
                () => Guid.NewGuid().ToString(), _ => [], new FailureLog(), time,
                logging.CreateLogger<SessionRunner>()));
    }

    public SandboxedWorkers Workers { get; }

    public static async Task<BenchmarkedSupervisor> StartAsync(CodesmithOptions options)
    {
        ILoggerFactory logging = Logging.Start(
            options, isVerbose: false, hasPicture: false, Console.Error, out _);
        ModelAccess model = options.Model ?? throw new ArgumentException("No model.", nameof(options));
        var journal = new UsageJournal(
            Path.Combine(options.DataFolder, "usage"), logging.CreateLogger<UsageJournal>());
        ModelGateway gateway = await ModelGateway.StartAsync(
            new ModelGatewayOptions(model.BaseUrl), new FixedCredentials(),
            new UsageLedger(journal, DailyBudget.Unlimited, TimeProvider.System), logging, TimeProvider.System,
            CancellationToken.None);
        return new BenchmarkedSupervisor(options, logging, journal, gateway);
    }

    /// <summary>Starts a user's session. Returns how long it took until the user was told that it is ready.</summary>
    /// <exception cref="InvalidOperationException">It did not become ready.</exception>
    public async Task<TimeSpan> StartSessionAsync(UserId user)
    {
        (Response response, TimeSpan took) = await CommandAsync(user, "start");
        return response.IsError ? throw new InvalidOperationException(response.Text) : took;
    }

    public Task StopSessionAsync(UserId user) => CommandAsync(user, "stop");

    /// <summary>
    /// Says something in a session that is ready, and waits for the end of the turn. Returns how long it took until
    /// the user's message was marked as accepted.
    /// </summary>
    /// <exception cref="InvalidOperationException">The turn failed.</exception>
    public async Task<TimeSpan> PromptAsync(UserId user, string text)
    {
        var message = new MessageId(NextId());
        long typed = Stopwatch.GetTimestamp();
        await _sessions.RouteAsync(new MessageReceived(user, Channel, message, text, [], IsAddressed: true));
        await _chat.UntilAsync(() => Has(message, Receipt.Accepted) || Has(message, Receipt.Failed));
        TimeSpan took = Stopwatch.GetElapsedTime(typed);
        await _chat.UntilAsync(() => Has(message, Receipt.Done) || Has(message, Receipt.Failed));
        return Has(message, Receipt.Failed)
            ? throw new InvalidOperationException(string.Join(" ", ["A prompt failed.", .. _chat.Notices]))
            : took;
    }

    public async ValueTask DisposeAsync()
    {
        await _sessions.StopAsync();
        await Workers.DisposeAsync();
        _store.Dispose();
        _launcher.Dispose();
        await _gateway.DisposeAsync();
        await _journal.DisposeAsync();
        _logging.Dispose();
    }

    private async Task<(Response Response, TimeSpan Took)> CommandAsync(UserId user, string name)
    {
        var interaction = new InteractionId(NextId());
        long typed = Stopwatch.GetTimestamp();
        await _sessions.RouteAsync(
            new CommandInvoked(user, Channel, interaction, name, new Dictionary<string, string>()));
        await _chat.UntilAsync(() => ResponsesTo(interaction).Any());
        return (ResponsesTo(interaction).First(), Stopwatch.GetElapsedTime(typed));
    }

    private bool Has(MessageId message, Receipt receipt) => _chat.Receipts.Contains((message, receipt));

    private IEnumerable<Response> ResponsesTo(InteractionId interaction) =>
        _chat.Responses.Where(response => response.Interaction == interaction).Select(response => response.Response);

    private string NextId() => $"{++_lastId}";
}
