using System.Diagnostics;
using System.Runtime.Versioning;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Codesmith.Tests.Benchmarks.Terminal;

/// <summary>
/// Parser and screen against libvterm: the same bytes, the same core, one after the other. The fastest pass of each
/// counts, as the slower ones measure what else the machine does.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class TerminalBenchmark
{
    private const double WantedRatio = 4;
    private const double Megabyte = 1e6;
    private const int IterationCount = 100;

    /// <summary>Short enough that some are left in peace on a busy machine; some 20 passes.</summary>
    private static readonly TimeInterval IterationTime = TimeInterval.FromMilliseconds(50);

    private const string Name = "terminal: recordings, rate over libvterm's";
    private static readonly string Goal = $">= {WantedRatio} x";

    public static async Task<IReadOnlyList<BenchmarkRow>> MeasureAsync()
    {
        using var self = Process.GetCurrentProcess();
        nint processors = self.ProcessorAffinity;
        try
        {
            // Children inherit it.
            self.ProcessorAffinity = processors & -processors;
            double before = await LibvtermRate.MeasureAsync(ScreenReplay.Bytes);
            double ours = MeasureScreen();
            double after = await LibvtermRate.MeasureAsync(ScreenReplay.Bytes);
            double libvterm = Math.Max(before, after);
            double ratio = ours / libvterm;
            return
            [
                new BenchmarkRow(
                    Name,
                    $"{ratio:F1} x ({ours / Megabyte:F0} MB/s to {libvterm / Megabyte:F0} MB/s)",
                    Goal,
                    ratio >= WantedRatio),
            ];
        }
        catch (InvalidOperationException exception)
        {
            return [BenchmarkRow.NotMeasured(Name, Goal, exception.Message)];
        }
        finally
        {
            self.ProcessorAffinity = processors;
        }
    }

    private static double MeasureScreen()
    {
        // In this process: a process of its own would not be pinned to the core.
        IConfig configuration = ManualConfig.CreateEmpty()
            .AddJob(Job.Default
                .WithToolchain(InProcessEmitToolchain.Instance)
                .WithIterationTime(IterationTime)
                .WithIterationCount(IterationCount))
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "codesmith-benchmarks"));
        Summary summary = BenchmarkRunner.Run<ScreenReplay>(configuration);
        double nanoseconds = summary.Reports.SingleOrDefault()?.ResultStatistics?.Min
            ?? throw new InvalidOperationException("not measured: build with -c Release");
        return ScreenReplay.Bytes.Length / (nanoseconds / 1e9);
    }
}
