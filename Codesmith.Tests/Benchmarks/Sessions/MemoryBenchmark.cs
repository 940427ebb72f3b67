using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Codesmith.Supervisor.Hosting;

namespace Codesmith.Tests.Benchmarks.Sessions;

/// <summary>
/// Resident memory of a <see cref="SupervisorHost"/> and its workers when every session has had some turns and rests.
/// Resident counts the programs' files as well, however many processes share them. The host runs with the settings the
/// supervisor was published with.
/// </summary>
internal static class MemoryBenchmark
{
    private const int Sessions = 10;
    private const double Megabyte = 1e6;
    private const double WantedSupervisor = 100;
    private const double WantedWorker = 25;

    private static readonly string SupervisorRow = $"memory: supervisor with {Sessions} sessions";
    private const string WorkerRow = "memory: worker, the largest of them";

    /// <summary>Ten agents start one after the other and have four turns each.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<IReadOnlyList<BenchmarkRow>> MeasureAsync()
    {
        await using BenchmarkStage stage = await BenchmarkStage.OpenAsync();
        using Process host = Start(stage.Options);
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            string? line = await host.StandardOutput.ReadLineAsync(patience.Token);
            if (line != SupervisorHost.ReadyLine)
                throw new InvalidOperationException($"the supervisor failed: {line}");
            IReadOnlyList<ProcessStatus> processes = ProcessStatus.ReadAll();
            ProcessStatus supervisor = processes.Single(process => process.Id == host.Id);
            ProcessStatus[] workers = [.. WorkersOf(supervisor, processes)];
            return workers.Length == Sessions
                ? [Row(SupervisorRow, supervisor, WantedSupervisor), Row(WorkerRow, workers.MaxBy(w => w.Resident)!, WantedWorker)]
                : throw new InvalidOperationException($"{workers.Length} workers are left of {Sessions}");
        }
        finally
        {
            host.StandardInput.Close();
            await host.WaitForExitAsync();
        }
    }

    private static BenchmarkRow Row(string name, ProcessStatus process, double wanted) => new(
        name,
        $"{process.Resident / Megabyte:F1} MB ({process.Anonymous / Megabyte:F1} MB its own; peak {process.Peak / Megabyte:F1} MB)",
        $"<= {wanted} MB",
        process.Resident / Megabyte <= wanted);

    /// <summary>Bubblewrap is two processes, outside and inside; the worker is the child of the inner one.</summary>
    private static IEnumerable<ProcessStatus> WorkersOf(ProcessStatus host, IReadOnlyList<ProcessStatus> processes)
    {
        return Children(Children(Children([host])));

        IEnumerable<ProcessStatus> Children(IEnumerable<ProcessStatus> parents)
        {
            HashSet<int> ids = [.. parents.Select(parent => parent.Id)];
            return processes.Where(process => ids.Contains(process.Parent));
        }
    }

    private static Process Start(CodesmithOptions options)
    {
        string dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        string settings = Path.Combine(Deploy.Checkout.Root, "artifacts", "supervisor", "codesmith.runtimeconfig.json");
        var start = new ProcessStartInfo(dotnet)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        string[] arguments =
        [
            "exec", "--runtimeconfig", settings, Assembly.GetExecutingAssembly().Location,
            .. SupervisorHost.Arguments(options, Sessions),
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
