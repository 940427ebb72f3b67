using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Demo;
using Codesmith.Supervisor.Hosting;
using Codesmith.Tests.Deploy;
using Microsoft.Extensions.Logging.Abstractions;

namespace Codesmith.Tests.Benchmarks.Sessions;

/// <summary>What a supervisor finds: an empty data folder, the built worker, the pinned agent, and a model.</summary>
internal sealed class BenchmarkStage : IAsyncDisposable
{
    /// <summary>It answers at once: the pauses of a demo are for people.</summary>
    private static readonly ScriptedModelOptions WithoutPauses =
        new() { FirstPause = TimeSpan.Zero, DeltaPause = TimeSpan.Zero };

    private readonly ScriptedModel _model;

    private BenchmarkStage(ScriptedModel model)
    {
        _model = model;
        Options = new CodesmithOptions(
            Directory.CreateTempSubdirectory("codesmith-bench-").FullName,
            Checkout.WorkerFolder,
            Checkout.AgentProgram,
            new ModelAccess(new Secret("benchmark"), model.BaseAddress));
    }

    public CodesmithOptions Options { get; }

    public static async Task<BenchmarkStage> OpenAsync() =>
        new(await ScriptedModel.StartAsync(WithoutPauses, NullLoggerFactory.Instance, TimeProvider.System));

    public async ValueTask DisposeAsync()
    {
        await _model.DisposeAsync();
        Directory.Delete(Options.DataFolder, recursive: true);
    }
}
