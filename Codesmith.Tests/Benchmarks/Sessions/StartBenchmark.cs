using Codesmith.Supervisor.Chat;

namespace Codesmith.Tests.Benchmarks.Sessions;

/// <summary>
/// From <c>/cc start</c> to the response that the session is ready, less the start of a <see cref="BareAgent"/>. Both
/// begin in a fresh home, and take turns, so that both meet the same other load on the machine.
/// </summary>
internal static class StartBenchmark
{
    private const double WantedMilliseconds = 300;
    private const int Starts = 15;

    public static async Task<IReadOnlyList<BenchmarkRow>> MeasureAsync()
    {
        await using BenchmarkStage stage = await BenchmarkStage.OpenAsync();
        await using BenchmarkedSupervisor supervisor = await BenchmarkedSupervisor.StartAsync(stage.Options);
        using var agent = new BareAgent(stage.Options);
        var ours = new Durations();
        var bare = new Durations();
        // The first of each reads the programs from the disk.
        for (int number = -1; number < Starts; number++)
        {
            TimeSpan alone = await agent.StartAsync(new UserId($"alone{number}"));
            var user = new UserId($"starter{number}");
            TimeSpan session = await supervisor.StartSessionAsync(user);
            await supervisor.StopSessionAsync(user);
            if (number < 0)
                continue;
            bare.Add(alone);
            ours.Add(session);
        }
        double added = ours.Median - bare.Median;
        return
        [
            new BenchmarkRow(
                "start: session over the agent by itself",
                $"+{added:F0} ms (session {ours}; agent {bare})",
                $"<= +{WantedMilliseconds} ms",
                added <= WantedMilliseconds),
        ];
    }
}
