using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Demo;
using Codesmith.Supervisor.Egress;
using Codesmith.Supervisor.Gateway;
using Codesmith.Supervisor.Gateway.Metering;
using Codesmith.Supervisor.Workers;
using Codesmith.Tests.Deploy;
using Codesmith.Tests.Doubles;
using Microsoft.Extensions.Logging.Abstractions;

namespace Codesmith.Tests.EndToEnd;

/// <summary>What real agents run on: a data folder of its own, sandboxes, and the scripted model behind the gateway.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly ModelGateway _gateway;
    private readonly UsageJournal _journal;

    private Stage(
        string dataRoot,
        ScriptedModel model,
        ModelGateway gateway,
        FixedCredentials credentials,
        UsageJournal journal,
        UsageLedger usage)
    {
        (DataRoot, Model, _gateway, Credentials) = (dataRoot, model, gateway, credentials);
        (_journal, Usage) = (journal, usage);
        Workers = new SandboxedWorkers(
            new WorkerInstallation(dataRoot, Checkout.WorkerFolder, Checkout.AgentProgram),
            new SandboxLauncher(TimeProvider.System, NullLogger<SandboxLauncher>.Instance),
            gateway,
            new EgressProxy(
                new EgressOptions(EgressMode.AllowList, [HostPattern.Read("listed.example")!], UsersMayAllow: false),
                Network, Network.DialAsync, (_, _, _) => throw new InvalidOperationException("Nobody is to be asked."),
                NullLogger<EgressProxy>.Instance, TimeProvider.System),
            async (path, cancellation) => await WorkerLink.ConnectAsync(path, after: 0, TimeProvider.System, cancellation),
            TimeProvider.System);
    }

    public string DataRoot { get; }

    public ScriptedModel Model { get; }

    /// <summary>What every user may use the model with.</summary>
    public FixedCredentials Credentials { get; }

    public SandboxedWorkers Workers { get; }

    /// <summary>All of it that sandboxes reach: "listed.example", once a test gives it an address.</summary>
    public TestNetwork Network { get; } = new();

    public UsageLedger Usage { get; }

    public static async Task<Stage> OpenAsync(DailyBudget? budget = null)
    {
        var dataRoot = Directory.CreateTempSubdirectory("codesmith-").FullName;
        var log = NullLoggerFactory.Instance;
        var model = await ScriptedModel.StartAsync(ScriptedModelOptions.ForTests, log, TimeProvider.System);
        var credentials = new FixedCredentials();
        var journal = new UsageJournal(Path.Combine(dataRoot, "usage"), NullLogger.Instance);
        var usage = new UsageLedger(journal, budget ?? DailyBudget.Unlimited, TimeProvider.System);
        var gateway = await ModelGateway.StartAsync(
            new ModelGatewayOptions(model.BaseAddress), credentials, usage, log, TimeProvider.System,
            CancellationToken.None);
        return new Stage(dataRoot, model, gateway, credentials, journal, usage);
    }

    public string FolderOf(UserId user) => Path.Combine(DataRoot, "users", UserKey.For(user));

    public string HomeOf(UserId user) => Path.Combine(FolderOf(user), "home");

    public string WorkspaceOf(UserId user) => Path.Combine(FolderOf(user), "workspace");

    /// <summary>Lets the user's agent try only once more what failed: each further try waits twice as long.</summary>
    public void LimitRetries(UserId user)
    {
        var settings = Path.Combine(HomeOf(user), ".claude", "settings.json");
        Directory.CreateDirectory(Path.GetDirectoryName(settings)!);
        File.WriteAllText(settings, """{"env":{"CLAUDE_CODE_MAX_RETRIES":"1"}}""");
    }

    public async ValueTask DisposeAsync()
    {
        await Workers.DisposeAsync();
        await _gateway.DisposeAsync();
        await Model.DisposeAsync();
        Network.Dispose();
        await _journal.DisposeAsync();
        Directory.Delete(DataRoot, recursive: true);
    }
}
