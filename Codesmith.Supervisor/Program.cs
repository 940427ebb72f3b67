using System.Reflection;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Chat.Console;
using Codesmith.Supervisor.Chat.Discord;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Demo;
using Codesmith.Supervisor.Egress;
using Codesmith.Supervisor.Gateway;
using Codesmith.Supervisor.Gateway.Metering;
using Codesmith.Supervisor.Hosting;
using Codesmith.Supervisor.Rendering;
using Codesmith.Supervisor.Requirements;
using Codesmith.Supervisor.Sessions.Running;
using Codesmith.Supervisor.Sessions.Storage;
using Codesmith.Supervisor.SignIns;
using Codesmith.Supervisor.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;

string version = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);
TextWriter errors = Console.Error;

// What is asked for.
switch (Invocation.Read(args, version))
{
    case Invocation.Show show:
        Console.Out.Write(show.Text + "\n");
        return ExitCode.Success;
    case Invocation.Mistake mistake:
        errors.Write($"codesmith: {mistake.Message}\n");
        return ExitCode.Usage;
    case Invocation.Run run:
        try
        {
            return await RunAsync(run);
        }
        catch (ChatException refused) when (refused.Failure == ChatFailure.Refused)
        {
            // As much a mistake in the configuration as one that is found in it: nothing but a person mends it.
            errors.Write($"codesmith: {TerminalText.EscapeLine(refused.Message)}\n");
            return ExitCode.Usage;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ChatException
            or InvalidDataException)
        {
            errors.Write($"codesmith: {TerminalText.EscapeLine(Reason(exception))}\n");
            return ExitCode.Failure;
        }

    default:
        return ExitCode.Usage;
}

async Task<int> RunAsync(Invocation.Run run)
{
    // Configuration.
    IReadOnlyList<string> mistakes = [];
    IConfiguration? file = ConfigurationFile.Open(
        Environment.GetEnvironmentVariable, AppContext.BaseDirectory, out string? unreadable);
    CodesmithOptions? options = file is null
        ? null
        : new OptionsReader(Environment.GetEnvironmentVariable, file, IsUnattended())
            .Read(AppContext.BaseDirectory, out mistakes);
    if (options is null)
    {
        foreach (string mistake in unreadable is null ? mistakes : [unreadable])
            errors.Write($"codesmith: {TerminalText.EscapeLine(mistake)}\n");
        return ExitCode.Usage;
    }

    if (DataFolder.Make(options.DataFolder) is { } unusable)
    {
        errors.Write($"codesmith: {TerminalText.EscapeLine(unusable)}\n");
        return ExitCode.Usage;
    }

    // Signals, chat, log.
    TimeProvider time = TimeProvider.System;
    using var shutdown = new ShutdownSignals(takeInterrupt: options.Discord is not null);
    using ConsoleFrontEnd? console =
        options.Discord is null ? ConsoleFrontEnd.Open(time, Environment.GetEnvironmentVariable) : null;
    using ILoggerFactory logging =
        Logging.Start(options, run.IsVerbose, console is { HasPicture: true }, errors, out string logPlace);
    ILogger log = logging.CreateLogger("Codesmith");
    await using DiscordFrontEnd? discord = options.Discord is { } server
        ? new DiscordFrontEnd(server, time, Random.Shared, logging, SystemdService.Current.IsThis ? log.Shown : ShowLine)
        : null;
    IChatFrontEnd frontEnd = (IChatFrontEnd?)discord ?? console!;
    log.Starting(version, options.IsDemo, options.DataFolder);

    // What this chat's users have, which is none of another chat's business.
    string kept = Path.Combine(options.DataFolder, frontEnd.Name);
    Directory.CreateDirectory(kept, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    // The way to the model.
    await using var journal = new UsageJournal(Path.Combine(kept, "usage"), logging.CreateLogger<UsageJournal>());
    var usage = new UsageLedger(journal, options.Budget, time);
    await using ScriptedModel? demo =
        options.IsDemo ? await ScriptedModel.StartAsync(new ScriptedModelOptions(), logging, time) : null;
    ModelAccess model = options.Model ?? new ModelAccess(new Secret("demo"), demo!.BaseAddress);
    var signedIn = new CredentialStore(
        Path.Combine(options.DataFolder, "credentials"), logging.CreateLogger<CredentialStore>());
    var credentials = new UserCredentials(signedIn, model.ApiKey);
    using var keyCheck = new UpstreamKeyCheck(model.BaseUrl, time);
    await using ModelGateway gateway = await ModelGateway.StartAsync(
        new ModelGatewayOptions(model.BaseUrl), credentials, usage, logging, time, shutdown.Requested);

    // The way to the network. Its users have sessions, so these are there when it asks.
    SessionDirectory? sessions = null;
    EgressProxy? egress = options.Egress.Mode == EgressMode.Isolated
        ? null
        : new EgressProxy(
            options.Egress, new SystemResolver(), TcpDialer.DialAsync,
            (user, host, cancellation) => sessions!.AskAboutHostAsync(user, host, cancellation),
            logging.CreateLogger<EgressProxy>(), time);

    // Workers.
    var installation = new WorkerInstallation(options.DataFolder, options.WorkerFolder, options.ClaudeProgram)
    {
        Quota = options.Limits.Quota,
    };
    // Outside of a service, the group belongs to others as well.
    ControlGroups? groups = SystemdService.Current.IsThis
        ? ControlGroups.TakeOver(time, logging.CreateLogger<ControlGroups>())
        : null;
    using var launcher = new SandboxLauncher(time, logging.CreateLogger<SandboxLauncher>());
    await using var workers = new SandboxedWorkers(
        installation, launcher, gateway, egress,
        async (path, cancellation) => await WorkerLink.ConnectAsync(path, after: 0, time, cancellation),
        time, groups);
    SignInWay signInWay =
        options.IsDemo ? SignInWay.Demo : model.ApiKey is null ? SignInWay.OwnOnly : SignInWay.SharedKey;
    var requirements = new RequirementsCheck(
        new RequirementsOptions(installation, PinnedAgent.Version, signInWay)
        {
            Egress = options.Egress,
            HasControlGroups = groups is not null,
        },
        launcher, time);

    // Sessions.
    IChat chat = frontEnd.Chat;
    using var store = new SqliteSessionStore(
        Path.Combine(kept, "sessions.db"), logging.CreateLogger<SqliteSessionStore>());
    var failures = new FailureLog();
    sessions = new SessionDirectory(
        new SessionServices(
            workers, credentials, chat, store, new AttachmentSpool(Path.Combine(kept, "attachments")),
            new SessionPlaces(options.Limits.Sessions),
            news => new ChannelDisplay(chat, time, logging.CreateLogger<PostSync>(), news),
            () => Guid.NewGuid().ToString(), user => BudgetUse.Of(usage.Budget, usage.UseOf(user)),
            failures, time, logging.CreateLogger<SessionRunner>()),
        options.Limits.IdleTime);
    await using var signIns = new SignInDesk(
        new SignInServices(
            chat,
            new SandboxedAccountCommands(
                installation, launcher, egress, logging.CreateLogger<SandboxedAccountCommands>(), time, groups),
            signedIn, keyCheck.RunAsync,
            user => sessions.ChangeCredentialAsync(user, credentials.KindOf(user)),
            () => Guid.NewGuid().ToString("N")[..ChatTraits.NonceCharacters], time, logging.CreateLogger<SignInDesk>()),
        isOpen: !options.IsDemo);

    // Until the user or a signal ends it.
    var pulse = new EventPulse(time);
    HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
    builder.Services
        .AddSingleton<IHostLifetime>(shutdown)
        // What sessions need to end is bounded where they do.
        .Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan)
        .AddSingleton(provider => new SupervisorService(
            frontEnd, sessions, new ChatRouter(chat, sessions, signIns, requirements, pulse, log),
            async cancellation => StartBanner.Lines(
                options, version, await requirements.RunAsync(cancellation), chat.Traits.CommandPrefix, logPlace),
            provider.GetRequiredService<IHostApplicationLifetime>(), log));
    if (SystemdService.Current.IsThis)
        builder.Services.AddHostedService(provider => new SystemdReporter(
            new SystemdNotifier(), SystemdService.Current.Watchdog, pulse,
            () => provider.GetRequiredService<SupervisorService>().Status, time, log));
    builder.Services.AddHostedService(provider => provider.GetRequiredService<SupervisorService>());

    try
    {
        await builder.Build().RunAsync(shutdown.Requested);
    }
    catch (OperationCanceledException) when (shutdown.Requested.IsCancellationRequested)
    {
        log.ShutdownRequested();
    }

    if (frontEnd.Failure is not { } failure)
        return ExitCode.Success;
    log.ScriptFailed(failures.First ?? failure);
    return ExitCode.Failure;
}

void ShowLine(string line) => errors.Write($"codesmith: {TerminalText.EscapeLine(line)}\n");

// What systemd gives a service for standard input is not even an empty script.
static bool IsUnattended() => SystemdService.Current.IsThis
    && File.ResolveLinkTarget("/proc/self/fd/0", returnFinalTarget: false)?.FullName == "/dev/null";

static string Reason(Exception exception) =>
    exception.InnerException is { } inner ? $"{exception.Message} {inner.Message}" : exception.Message;
