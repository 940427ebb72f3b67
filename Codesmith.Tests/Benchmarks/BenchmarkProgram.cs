using System.Globalization;
using System.Runtime.Versioning;
using Codesmith.Tests.Benchmarks.Discord;
using Codesmith.Tests.Benchmarks.Sessions;
using Codesmith.Tests.Benchmarks.Terminal;

namespace Codesmith.Tests.Benchmarks;

/// <summary>
/// <c>dotnet run -c Release --project Codesmith.Tests -- bench [name…] [--seconds N]</c>: measures what is named, or
/// everything, prints one table, and fails when a goal is missed. The seconds are those of the soak.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class BenchmarkProgram
{
    private const string Seconds = "--seconds";

    /// <summary>Long enough for posts to fill up and for every limit to be met.</summary>
    private static TimeSpan _soak = TimeSpan.FromMinutes(2);

    private static readonly (string Name, Func<Task<IReadOnlyList<BenchmarkRow>>> Measure)[] Benchmarks =
    [
        ("terminal", TerminalBenchmark.MeasureAsync),
        ("prompt", PromptBenchmark.MeasureAsync),
        ("transcript", TranscriptBenchmark.MeasureAsync),
        ("start", StartBenchmark.MeasureAsync),
        ("memory", MemoryBenchmark.MeasureAsync),
        ("soak", () => SoakBenchmark.MeasureAsync(_soak)),
    ];

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is [.. var others, Seconds, var text]
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds > 0)
            (arguments, _soak) = (others, TimeSpan.FromSeconds(seconds));
        string[] wanted = arguments is ["bench", .. var names] ? names : [];
        bool known = wanted.All(name => Benchmarks.Any(benchmark => benchmark.Name == name));
        if (arguments is not ["bench", ..] || !known)
        {
            string all = string.Join(" | ", Benchmarks.Select(benchmark => benchmark.Name));
            Console.Error.WriteLine($"usage: bench [{all}] [{Seconds} N]");
            return 2;
        }
        var rows = new List<BenchmarkRow>();
        foreach ((string name, Func<Task<IReadOnlyList<BenchmarkRow>>> measure) in Benchmarks)
        {
            if (wanted.Length == 0 || wanted.Contains(name))
                rows.AddRange(await AttemptAsync(name, measure));
        }
        Print(rows);
        return rows.All(row => row.IsReached) ? 0 : 1;
    }

    /// <summary>One that fails does not cost the figures of the others.</summary>
    private static async Task<IReadOnlyList<BenchmarkRow>> AttemptAsync(
        string name, Func<Task<IReadOnlyList<BenchmarkRow>>> measure)
    {
        try
        {
            return await measure();
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            return [BenchmarkRow.NotMeasured(name, "to be measured", exception.Message.Split('\n')[0])];
        }
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
