using System.Collections.Concurrent;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat.Discord;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Sessions;
using Codesmith.Tests.Doubles;
using Codesmith.Tests.Doubles.Discord;
using Codesmith.Tests.Doubles.Discord.Interactions;
using Codesmith.Tests.Doubles.Discord.World;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Whole;

/// <summary>
/// A supervisor on a Discord of its own, with two members, alice and bob; programs may end and start again on what
/// they stored. One clock for all, which goes on in small steps only while the test waits for something. At the end,
/// whatever was done must have been as Discord wants it.
/// </summary>
internal sealed class SupervisorStage : IAsyncDisposable
{
    /// <summary>A step while a minute goes by; a heartbeat or a request still has many of them.</summary>
    public static readonly TimeSpan LongStep = TimeSpan.FromSeconds(0.25);

    /// <summary>What the bot's role gives it, beside what everybody may.</summary>
    public const Permission BotRole = Permission.ManageChannels | Permission.PinMessages;

    /// <summary>A step of the clock, small beside everything that anybody waits for.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>While the program ends: it has five seconds for its last words, which tests read.</summary>
    private static readonly TimeSpan StepOfAnEnd = TimeSpan.FromMilliseconds(10);

    /// <summary>The longest of the limits that a program used up, and the next one does not know of.</summary>
    private static readonly TimeSpan LongestLimit = TimeSpan.FromSeconds(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("codesmith-stage-").FullName;
    private readonly List<SupervisorProgram> _killed = [];
    private readonly ConcurrentQueue<string> _prompts = [];
    private readonly ConcurrentQueue<FileChunk> _files = [];
    private SupervisorProgram? _program;

    private SupervisorStage(DiscordDouble discord, FakeTimeProvider clock, Permission botRole)
    {
        Discord = discord;
        Clock = clock;
        Guild = discord.CreateGuild("forge", botPermissions: botRole);
        General = discord.CreateChannel(Guild, "general");
        Alice = discord.CreateMember(Guild, "alice");
        Bob = discord.CreateMember(Guild, "bob");
    }

    public DiscordDouble Discord { get; }

    public FakeTimeProvider Clock { get; }

    public ulong Guild { get; }

    public ulong General { get; }

    public ulong Alice { get; }

    public ulong Bob { get; }

    /// <summary>For the next program.</summary>
    public DiscordAdmission Admission { get; set; } = new([], [], []);

    /// <summary>The program that runs now.</summary>
    public SupervisorProgram Program => _program ?? throw new InvalidOperationException("No program runs.");

    /// <summary>What an agent does with a prompt; by default it answers with the text in upper case.</summary>
    public Action<FakeWorker, WorkerRequest.SubmitPrompt> OnPrompt { get; set; } = FakeWorker.Obey;

    /// <summary>For <see cref="OnPrompt"/>: begins with the prompt and does not end.</summary>
    public static void Accept(FakeWorker worker, WorkerRequest.SubmitPrompt prompt) =>
        worker.Emit(new PromptAccepted(prompt.Prompt.PromptId));

    /// <summary>For <see cref="OnPrompt"/>: begins with the prompt and fails.</summary>
    public static void Fail(FakeWorker worker, WorkerRequest.SubmitPrompt prompt) => worker.Emit(
        new PromptAccepted(prompt.Prompt.PromptId), new TurnEnded(TurnOutcome.Failed, "server_error"));

    /// <summary>All prompts that reached an agent, of whatever program.</summary>
    public IReadOnlyList<string> Prompts => [.. _prompts];

    /// <summary>All pieces of files that reached a workspace.</summary>
    public IReadOnlyList<FileChunk> Files => [.. _files];

    public static async Task<SupervisorStage> StartAsync(Permission botRole = BotRole)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var discord = await DiscordDouble.StartAsync(new DiscordDoubleOptions
        {
            Clock = clock,
            // Programs start again without a pause.
            MaxConcurrency = 16,
        });
        var stage = new SupervisorStage(discord, clock, botRole);
        await stage.StartProgramAsync();
        return stage;
    }

    /// <summary>A new program on what earlier ones stored.</summary>
    public async Task StartProgramAsync()
    {
        await PassAsync(LongestLimit, LongestLimit);
        var options = new DiscordOptions(new Secret(Discord.Token), Discord.ApiBase, Channel: null, Admission);
        _program = new SupervisorProgram(options, _folder, Clock, TakeRequest);
        await RunAsync(_program.StartAsync());
        await Discord.UntilAsync(() => Discord.CommandNames(Guild).Count > 0);
    }

    public async Task StopProgramAsync()
    {
        await RunAsync(Program.DisposeAsync().AsTask(), StepOfAnEnd);
        _program = null;
    }

    public async Task KillProgramAsync()
    {
        await RunAsync(Program.KillAsync());
        _killed.Add(Program);
        _program = null;
    }

    /// <summary>Starts a session and waits for its agent.</summary>
    /// <returns>Its channel.</returns>
    public async Task<ulong> StartSessionAsync(ulong user, bool isHere = false)
    {
        var run = Discord.InvokeCommand(
            user, General, "cc start", isHere ? [("where", "here")] : Array.Empty<(string, object)>());
        await AcknowledgedAsync(run);
        await UntilAsync(() => Discord.Read(run).Contains("ready", StringComparison.Ordinal));
        ulong channel = isHere ? General : Discord.ChannelNamed(Guild, user == Alice ? "alice" : "bob");
        await UntilAsync(() => Discord.Messages(channel).Any(message => message.Embeds.Count > 0));
        return channel;
    }

    /// <summary>The time stands still for it, as the bot has three seconds only.</summary>
    public Task AcknowledgedAsync(Interaction interaction) => Discord.UntilAsync(() => interaction.Callback is not null);

    /// <summary>Has alice ask for something that is not done before the agent says so.</summary>
    /// <returns>The agent, which has accepted it, and the message, which has the signs of that.</returns>
    public async Task<(FakeWorker Worker, ulong Message)> HoldTurnAsync(ulong channel, string text)
    {
        FakeWorker? worker = null;
        OnPrompt = (running, prompt) =>
        {
            worker = running;
            Accept(running, prompt);
        };
        ulong message = Discord.Say(Alice, channel, text);
        await UntilSignsAsync(channel, message, "👀", "⚙️");
        return (worker!, message);
    }

    /// <summary>Presses the button of the newest message that has one, once there is one.</summary>
    public async Task<Interaction> PressAsync(ulong user, ulong channel, string button)
    {
        await UntilAsync(() => Discord.Messages(channel).Any(message => message.Components.Count > 0));
        var press = Discord.PressButton(
            user, Discord.Messages(channel).Last(message => message.Components.Count > 0).Id, button);
        await AcknowledgedAsync(press);
        return press;
    }

    /// <summary>The bot's signs on a message, in the order they came.</summary>
    public IReadOnlyList<string> Signs(ulong channel, ulong message) =>
    [
        .. Discord.Messages(channel).Single(one => one.Id == message).Reactions
            .Where(reaction => reaction.Users.Contains(Discord.BotId)).Select(reaction => reaction.Emoji),
    ];

    public Task UntilSignsAsync(ulong channel, ulong message, params string[] signs) =>
        UntilAsync(() => Signs(channel, message).SequenceEqual(signs));

    /// <summary>What the bot wrote in a channel, but for the panel.</summary>
    public IReadOnlyList<string> Posts(ulong channel) =>
    [
        .. Discord.Messages(channel).Where(message => message.Author.Id == Discord.BotId && message.Content.Length > 0)
            .Select(message => message.Content),
    ];

    /// <summary>
    /// Also after the last sign of a turn: that waits for the posts before it, but only for some seconds, which are few
    /// on this clock.
    /// </summary>
    public Task UntilPostsAsync(ulong channel, params string[] posts) =>
        UntilAsync(() => Posts(channel).SequenceEqual(posts));

    /// <summary>Done when the bot wrote something that begins so.</summary>
    public Task UntilPostAsync(ulong channel, string beginning) =>
        UntilAsync(() => Posts(channel).Any(post => post.StartsWith(beginning, StringComparison.Ordinal)));

    /// <summary>Requests of this route, such as "PATCH /channels/{channel}/messages/{message}", with their times.</summary>
    public IReadOnlyList<HandledRequest> Requests(string route) =>
        [.. Discord.Requests.Where(request => request.Route == route)];

    /// <summary>Lets time go on until this holds.</summary>
    /// <param name="condition">Of the double or of what agents got.</param>
    /// <param name="step">Of the clock; a larger one for what takes long.</param>
    public async Task UntilAsync(Func<bool> condition, TimeSpan? step = null)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Timeouts.MustNotHang)
                await Discord.UntilAsync(condition);
            await PassStepAsync(step ?? Step);
        }
    }

    /// <summary>Lets so much time go by.</summary>
    public async Task PassAsync(TimeSpan time, TimeSpan? step = null)
    {
        var end = Clock.GetUtcNow() + time;
        while (Clock.GetUtcNow() < end)
            await PassStepAsync(step ?? Step);
    }

    /// <summary>Nothing arrives until the connection may come back.</summary>
    /// <param name="forgets">Whether what happens meanwhile is not told afterwards, either.</param>
    public async Task CutConnectionAsync(bool forgets = false)
    {
        Discord.GatewayFaults.RefusesUpgrades = true;
        foreach (var connection in Discord.Connections)
            connection.Drop();
        await UntilAsync(() => Discord.Connections.Count == 0);
        if (forgets)
            Discord.ForgetSessions();
    }

    public async Task AllowConnectionAsync()
    {
        Discord.GatewayFaults.RefusesUpgrades = false;
        await UntilAsync(() => Discord.Connections.Any(connection => connection.Session is not null));
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await RunAsync(_program.DisposeAsync().AsTask());
        foreach (var killed in _killed)
            await RunAsync(killed.DisposeAsync().AsTask());
        var violations = Discord.Violations;
        var limited = Discord.TooManyRequests.Where(sent => !sent.OnDemand).ToList();
        await Discord.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        Assert.That(violations, Is.Empty);
        Assert.That(limited, Is.Empty);
    }

    private async Task RunAsync(Task task, TimeSpan? step = null)
    {
        await UntilAsync(() => task.IsCompleted, step);
        await task;
    }

    /// <summary>A little real time for what the step brings about, so that a timeout is not reached by leaps.</summary>
    private async Task PassStepAsync(TimeSpan step)
    {
        Clock.Advance(step);
        await Task.Delay(Timeouts.StepOfAClock, TimeProvider.System);
    }

    private void TakeRequest(FakeWorker worker, WorkerRequest request)
    {
        if (request is WorkerRequest.WriteFile(var chunk))
            _files.Enqueue(chunk);
        if (request is WorkerRequest.SubmitPrompt prompt)
        {
            _prompts.Enqueue(prompt.Prompt.Text);
            OnPrompt(worker, prompt);
        }
        else
        {
            FakeWorker.Obey(worker, request);
        }
    }
}
