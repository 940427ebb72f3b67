using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Codesmith.Supervisor.Hosting;
using Codesmith.Tests.Deploy;

namespace Codesmith.Tests.Benchmarks.Sessions;

/// <summary>
/// Resident memory of a <see cref="SupervisorHost"/> and its workers when every session has had some turns and rests.
/// Resident counts the programs' files as well, however many processes share them. The host is the supervisor as it was
/// published, its assemblies and its settings; only the console is not in it.
/// </summary>
internal static class MemoryBenchmark
{
    private const int Sessions = 10;
    private const double Megabyte = 1e6;
    private const double WantedSupervisor = 100;
    private const double WantedWorker = 25;

    private const string SupervisorRow = "memory: supervisor with 10 sessions";
    private const string WorkerRow = "memory: worker, the largest of them";

    /// <summary>Ten agents start one after the other and have four turns each.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Where deploy/bench.sh leaves the supervisor.</summary>
    private static string PublishedFolder => Path.Combine(Checkout.Root, "artifacts", "supervisor");

    public static async Task<IReadOnlyList<BenchmarkRow>> MeasureAsync()
    {
        DirectoryInfo programs = Directory.CreateTempSubdirectory("codesmith-bench-");
        try
        {
            return await MeasureAsync(programs.FullName);
        }
        finally
        {
            programs.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<BenchmarkRow>> MeasureAsync(string programs)
    {
        await using BenchmarkStage stage = await BenchmarkStage.OpenAsync();
        using Process host = Start(stage.Options, programs);
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            if (await host.StandardOutput.ReadLineAsync(patience.Token) != SupervisorHost.ReadyLine)
                throw new InvalidOperationException("the supervisor failed");
            IReadOnlyList<ProcessStatus> processes = ProcessStatus.ReadAll();
            ProcessStatus supervisor = processes.Single(process => process.Id == host.Id);
            ProcessStatus[] workers = [.. WorkersOf(supervisor, processes)];
            return workers.Length == Sessions
                ? [
                    Row(SupervisorRow, supervisor, WantedSupervisor),
                    Row(WorkerRow, workers.MaxBy(worker => worker.Resident)!, WantedWorker),
                ]
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
        $"{process.Resident / Megabyte:F1} MB "
            + $"(anonymous {process.Anonymous / Megabyte:F1}, peak {process.Peak / Megabyte:F1})",
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

    private static Process Start(CodesmithOptions options, string folder)
    {
        var start = new ProcessStartInfo(
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet")),
            [
                "exec",
                "--runtimeconfig", Path.Combine(PublishedFolder, "codesmith.runtimeconfig.json"),
                CopyPrograms(folder),
                .. SupervisorHost.Arguments(options, Sessions),
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>Nothing but what was published, and the one assembly with the host. Returns the latter.</summary>
    private static string CopyPrograms(string folder)
    {
        string host = Assembly.GetExecutingAssembly().Location;
        foreach (string program in Published("*.dll").Concat(Published("*.so")).Append(host))
            File.Copy(program, Path.Combine(folder, Path.GetFileName(program)));
        return Path.Combine(folder, Path.GetFileName(host));
    }

    private static IEnumerable<string> Published(string pattern) => Directory.EnumerateFiles(PublishedFolder, pattern);
}
