using Codesmith.Protocol;
using Codesmith.Tests.EndToEnd;

namespace Codesmith.Tests.Benchmarks.Sessions;

/// <summary>
/// Resident memory of the service, connected to a Discord on loopback, and of its workers when every session has had
/// some turns and rests. Resident counts the programs' files as well, however many processes share them.
/// </summary>
internal static class MemoryBenchmark
{
    private const int Sessions = 10;
    private const double Megabyte = 1e6;
    private const double WantedSupervisor = 100;
    private const double WantedWorker = 25;

    /// <summary>Texts, tools, Markdown and a long answer: what has code of its own on the way to the chat.</summary>
    private static readonly string[] Prompts = ["SAY:hello", "RUNTOOL", "MARKDOWN", "LINES:200"];

    public static async Task<IReadOnlyList<BenchmarkRow>> MeasureAsync()
    {
        await using BenchmarkStage stage = await BenchmarkStage.OpenAsync();
        await using DiscordUnderTest service = await DiscordUnderTest.StartAsync(
            [("ANTHROPIC_API_KEY", "benchmark"), ("ANTHROPIC_BASE_URL", stage.Options.Model!.BaseUrl.ToString())]);
        for (int number = 0; number < Sessions; number++)
        {
            (ulong user, ulong channel) = await service.StartSessionAsync($"user{number}");
            foreach (string prompt in Prompts)
                await service.TurnAsync(user, channel, prompt);
        }
        IReadOnlyList<ProcessStatus> processes = ProcessStatus.ReadAll();
        ProcessStatus supervisor = processes.Single(process => process.Id == service.Program.Id);
        ProcessStatus[] workers = [.. WorkersOf(supervisor, processes)];
        return workers.Length == Sessions
            ? [
                Row($"memory: supervisor with {Sessions} sessions", supervisor, WantedSupervisor),
                Row("memory: worker, the largest of them", workers.MaxBy(worker => worker.Resident)!, WantedWorker),
            ]
            : throw new InvalidOperationException($"{workers.Length} workers are left of {Sessions}");
    }

    private static BenchmarkRow Row(string name, ProcessStatus process, double wanted) => new(
        name,
        $"{process.Resident / Megabyte:F1} MB "
            + $"(anonymous {process.Anonymous / Megabyte:F1}, peak {process.Peak / Megabyte:F1})",
        $"<= {wanted} MB",
        process.Resident / Megabyte <= wanted);

    /// <summary>
    /// Bubblewrap is two processes, outside and inside; the worker is a child of the inner one, as may be what lost its
    /// parent in the sandbox.
    /// </summary>
    private static IEnumerable<ProcessStatus> WorkersOf(ProcessStatus host, IReadOnlyList<ProcessStatus> processes)
    {
        string program = Path.GetFileName(SandboxLayout.WorkerProgram);
        return Children(Children(Children([host])))
            .Where(process => program.StartsWith(process.Name, StringComparison.Ordinal));

        IEnumerable<ProcessStatus> Children(IEnumerable<ProcessStatus> parents)
        {
            HashSet<int> ids = [.. parents.Select(parent => parent.Id)];
            return processes.Where(process => ids.Contains(process.Parent));
        }
    }
}
