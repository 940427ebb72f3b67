using Codesmith.Supervisor.Chat;

namespace Codesmith.Tests.Benchmarks.Sessions;

/// <summary>
/// From a message at the chat's port to its mark of acceptance there: through the session, the link, the keystrokes,
/// the agent's UserPromptSubmit hook, and all the way back.
/// </summary>
internal static class PromptBenchmark
{
    private const double WantedMilliseconds = 100;
    private const int WarmUps = 3;
    private const int Prompts = 40;

    private static readonly UserId User = new("typist");

    public static async Task<IReadOnlyList<BenchmarkRow>> MeasureAsync()
    {
        await using BenchmarkStage stage = await BenchmarkStage.OpenAsync();
        await using BenchmarkedSupervisor supervisor = await BenchmarkedSupervisor.StartAsync(stage.Options);
        await supervisor.StartSessionAsync(User);
        var accepted = new Durations();
        for (int number = -WarmUps; number < Prompts; number++)
        {
            TimeSpan took = await supervisor.PromptAsync(User, $"SAY:answer {number}");
            if (number >= 0)
                accepted.Add(took);
        }
        return
        [
            new BenchmarkRow(
                "prompt: typed in the chat to accepted",
                $"{accepted}",
                $"p50 <= {WantedMilliseconds} ms",
                accepted.Median <= WantedMilliseconds),
        ];
    }
}
