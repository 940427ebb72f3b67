using System.Runtime.Versioning;
using Codesmith.Tests.Benchmarks.Sessions;
using Codesmith.Tests.Benchmarks.Terminal;

namespace Codesmith.Tests.Benchmarks;

/// <summary>
/// <c>dotnet run -c Release --project Codesmith.Tests -- bench [name…]</c>: measures what is named, or everything,
/// prints one table, and fails when a goal is missed.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class BenchmarkProgram
{
    private static readonly (string Name, Func<Task<IReadOnlyList<BenchmarkRow>>> Measure)[] Benchmarks =
    [
        ("terminal", TerminalBenchmark.MeasureAsync),
        ("prompt", PromptBenchmark.MeasureAsync),
        ("transcript", TranscriptBenchmark.MeasureAsync),
        ("start", StartBenchmark.MeasureAsync),
        ("memory", MemoryBenchmark.MeasureAsync),
    ];

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is [SupervisorHost.Argument, .. var hosted])
            return await SupervisorHost.RunAsync(hosted);
        string[] wanted = arguments is ["bench", .. var names] ? names : [];
        bool known = wanted.All(name => Benchmarks.Any(benchmark => benchmark.Name == name));
        if (arguments is not ["bench", ..] || !known)
        {
            string all = string.Join(" | ", Benchmarks.Select(benchmark => benchmark.Name));
            Console.Error.WriteLine($"usage: bench [{all}]");
            return 2;
        }
        var rows = new List<BenchmarkRow>();
        foreach ((string name, Func<Task<IReadOnlyList<BenchmarkRow>>> measure) in Benchmarks)
        {
            if (wanted.Length == 0 || wanted.Contains(name))
                rows.AddRange(await measure());
        }
        Print(rows);
        return rows.All(row => row.IsReached) ? 0 : 1;
    }

    private static void Print(List<BenchmarkRow> rows)
    {
        BenchmarkRow[] table = [new("name", "measured", "goal", true), .. rows];
        int name = table.Max(row => row.Name.Length);
        int measured = table.Max(row => row.Measured.Length);
        int goal = table.Max(row => row.Goal.Length);
        foreach (BenchmarkRow row in table)
        {
            string verdict = row == table[0] ? "ok" : row.IsReached ? "yes" : "NO";
            Console.Out.WriteLine(
                $"{row.Name.PadRight(name)}  {row.Measured.PadRight(measured)}  {row.Goal.PadRight(goal)}  {verdict}");
        }
    }
}
