using System.Globalization;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Chat.Discord;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Sessions;
using Codesmith.Tests.Benchmarks.Sessions;
using Codesmith.Tests.Chat.Discord.Whole;
using Codesmith.Tests.Doubles;
using Codesmith.Tests.Doubles.Discord;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Benchmarks.Discord;

/// <summary>
/// Many sessions whose agents all write at once, on one bot: Discord's limit over all requests is far below what they
/// would like to show. Nothing may run into a limit, nothing may be lost, and what is seen must not grow old.
/// </summary>
internal static class SoakBenchmark
{
    private const int Sessions = 200;

    /// <summary>Each channel's turn comes once in 200 / 43.6 s; a new post besides an edit, and the panels, double that.</summary>
    private const double StalenessGoal = 10;

    /// <summary>Between two lines of an agent: as fast as a model writes.</summary>
    private static readonly TimeSpan LinePause = TimeSpan.FromSeconds(0.25);

    /// <summary>Between two looks into all channels: the error of the ages measured.</summary>
    private static readonly TimeSpan LookPause = TimeSpan.FromSeconds(0.1);

    /// <summary>For the last lines to be shown; a channel takes five posts in five seconds.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(60);

    public static async Task<IReadOnlyList<BenchmarkRow>> MeasureAsync(TimeSpan length)
    {
        await using var discord = await DiscordDouble.StartAsync(new DiscordDoubleOptions { ChecksSchema = false });
        ulong guild = discord.CreateGuild("soak", botPermissions: Permission.PinMessages);
        var sessions = Enumerable.Range(1, Sessions)
            .Select(number => new SoakSession(
                discord, discord.CreateMember(guild, $"user-{number}"), discord.CreateChannel(guild, $"channel-{number}")))
            .ToList();
        string folder = Directory.CreateTempSubdirectory("codesmith-soak-").FullName;
        try
        {
            return await MeasureAsync(discord, sessions, folder, length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<BenchmarkRow>> MeasureAsync(
        DiscordDouble discord, List<SoakSession> sessions, string folder, TimeSpan length)
    {
        var byUser = sessions.ToDictionary(session => new UserId(Text(session.User)));
        await using var program = new SupervisorProgram(
            new DiscordOptions(new Secret(discord.Token), discord.ApiBase, Channel: null, new([], [], [])), folder,
            TimeProvider.System, (worker, request) => TakeRequest(byUser[worker.User], worker, request));
        foreach (var session in sessions)
            await program.Store.SaveAsync(Asleep(session), CancellationToken.None);
        await program.StartAsync();
        foreach (var session in sessions)
            discord.Say(session.User, session.Channel, "Write.");
        while (!sessions.TrueForAll(session => session.IsBegun))
            await Task.Delay(LookPause, TimeProvider.System);

        int requestsBefore = Requests(discord);
        var staleness = new Durations();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var nextLine = TimeSpan.Zero;
        while (watch.Elapsed < length)
        {
            for (; nextLine <= watch.Elapsed; nextLine += LinePause)
                sessions.ForEach(session => session.Write());
            sessions.ForEach(session => session.Read(staleness));
            await Task.Delay(LookPause, TimeProvider.System);
        }

        double rate = (Requests(discord) - requestsBefore) / watch.Elapsed.TotalSeconds;
        sessions.ForEach(session => session.End());
        var end = watch.Elapsed + Rest;
        while (watch.Elapsed < end && !sessions.TrueForAll(session => session.IsWhole()))
        {
            sessions.ForEach(session => session.Read(staleness));
            await Task.Delay(LookPause, TimeProvider.System);
        }

        int broken = sessions.Count(session => !session.IsWhole());
        int lines = sessions.Sum(session => session.Written);
        return
        [
            new(
                $"{Sessions} sessions on Discord, limits run into",
                $"{discord.TooManyRequests.Count} × 429 at {rate:F1} requests/s", "0", discord.TooManyRequests.Count == 0),
            new(
                $"{Sessions} sessions on Discord, channels with lost or doubled text",
                $"{broken} ({lines} lines written)", "0", broken == 0),
            new(
                $"{Sessions} sessions on Discord, age of a line when it is seen", staleness.ToString(),
                $"p95 <= {StalenessGoal:F0} s", staleness.Percentile(95) <= StalenessGoal * 1000),
        ];
    }

    private static void TakeRequest(SoakSession session, FakeWorker worker, WorkerRequest request)
    {
        if (request is WorkerRequest.SubmitPrompt(var prompt, _))
            session.Begin(worker, prompt);
        else
            FakeWorker.Obey(worker, request);
    }

    /// <summary>As an earlier program leaves it: a message wakes it, without 200 new channels first.</summary>
    private static SavedSession Asleep(SoakSession session) =>
        new(new UserId(Text(session.User)), new SessionChannel(new ChannelId(Text(session.Channel)), IsShared: false))
        {
            IsRunning = true,
            LastMessage = new MessageId(Text(session.Channel)),
        };

    private static int Requests(DiscordDouble discord) => discord.RequestCounts.Values.Sum();

    private static string Text(ulong id) => id.ToString(CultureInfo.InvariantCulture);
}
