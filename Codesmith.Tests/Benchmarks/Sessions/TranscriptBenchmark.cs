using System.Diagnostics;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Workers;
using Codesmith.Worker.Claude;

namespace Codesmith.Tests.Benchmarks.Sessions;

/// <summary>
/// From before the write of a line to the agent's transcript until its event is read where a session reads. The line
/// is written here, on the host, to the file the agent of this moment writes: the agent's own timing is not measured.
/// </summary>
internal static class TranscriptBenchmark
{
    private const double WantedMilliseconds = 10;
    private const int WarmUps = 5;
    private const int Lines = 200;

    /// <summary>Between two lines, so that each finds everybody asleep, as a line of the agent's does.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(25);

    public static async Task<IReadOnlyList<BenchmarkRow>> MeasureAsync()
    {
        await using BenchmarkStage stage = await BenchmarkStage.OpenAsync();
        await using BenchmarkedSupervisor supervisor = await BenchmarkedSupervisor.StartAsync(stage.Options);
        var user = new UserId("writer");
        await using ISessionWorker worker = await supervisor.Workers.StartAsync(user, CancellationToken.None);
        await using IAsyncEnumerator<NumberedEvent> events =
            worker.ReadEventsAsync(CancellationToken.None).GetAsyncEnumerator();

        string conversation = Guid.NewGuid().ToString();
        await worker.SendAsync(
            new WorkerRequest.StartAgent(new AgentLaunch(conversation, null, AgentCredential.Gateway)),
            CancellationToken.None);
        await UntilAsync<AgentReady>(events, _ => true);
        // The agent makes the file in its first turn.
        await worker.SendAsync(
            new WorkerRequest.SubmitPrompt(new PromptInput("first", "SAY:hello"), AttachedFiles.None), CancellationToken.None);
        await UntilAsync<TurnEnded>(events, _ => true);

        string home = Path.Combine(stage.Options.DataFolder, "users", UserKey.For(user), "home");
        string transcript = new ClaudeHome(home, SandboxLayout.Workspace).TranscriptOf(conversation);
        Durations told = await MeasureAsync(transcript, events);
        return
        [
            new BenchmarkRow(
                "transcript: line written to event",
                $"{told}",
                $"p50 <= {WantedMilliseconds} ms",
                told.Median <= WantedMilliseconds),
        ];
    }

    private static async Task<Durations> MeasureAsync(string transcript, IAsyncEnumerator<NumberedEvent> events)
    {
        var told = new Durations();
        // Open, and in a mode that makes none: the file of the running agent, or nothing.
        await using var file = new FileStream(
            transcript, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        for (int number = -WarmUps; number < Lines; number++)
        {
            byte[] line = Line(number);
            await Task.Delay(Rest, TimeProvider.System);
            // The agent writes there as well.
            file.Seek(0, SeekOrigin.End);
            long written = Stopwatch.GetTimestamp();
            file.Write(line);
            await UntilAsync<TextCompleted>(events, text => text.Text == Text(number));
            if (number >= 0)
                told.Add(Stopwatch.GetElapsedTime(written));
        }
        return told;
    }

    private static byte[] Line(int number) => System.Text.Encoding.UTF8.GetBytes(
        $$$"""
        {"type":"assistant","uuid":"{{{Guid.NewGuid()}}}","message":{"role":"assistant","content":[{"type":"text","text":"{{{Text(number)}}}"}]}}

        """);

    private static string Text(int number) => $"Line {number} of a transcript.";

    private static async Task UntilAsync<T>(IAsyncEnumerator<NumberedEvent> events, Func<T, bool> wanted)
        where T : WorkerEvent
    {
        while (await events.MoveNextAsync().AsTask().WaitAsync(Timeouts.MustNotHang))
        {
            if (events.Current.Event is T happened && wanted(happened))
                return;
        }
    }
}
