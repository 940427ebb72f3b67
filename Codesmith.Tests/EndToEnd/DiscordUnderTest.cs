using Codesmith.Tests.Doubles.Discord;
using Codesmith.Tests.Doubles.Discord.Interactions;
using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

/// <summary>The whole of Codesmith as a process, on a Discord of its own with one server; it can be started again.</summary>
internal sealed class DiscordUnderTest : IAsyncDisposable
{
    private const Permission BotPermissions =
        Permission.ViewChannel | Permission.SendMessages | Permission.SendMessagesInThreads | Permission.ReadMessageHistory
        | Permission.EmbedLinks | Permission.AttachFiles | Permission.AddReactions | Permission.PinMessages
        | Permission.ManageChannels | Permission.CreatePrivateThreads;

    private readonly string _dataRoot = Directory.CreateTempSubdirectory("codesmith-").FullName;
    private readonly IReadOnlyList<(string Name, string Value)> _environment;

    private DiscordUnderTest(DiscordDouble discord, IReadOnlyList<(string Name, string Value)> environment)
    {
        Discord = discord;
        _environment = environment;
        Guild = discord.CreateGuild("Home", botPermissions: BotPermissions);
        General = discord.CreateChannel(Guild, "general");
    }

    public DiscordDouble Discord { get; }

    public ulong Guild { get; }

    public ulong General { get; }

    public ProgramUnderTest Program { get; private set; } = null!;

    /// <summary>With the demo's model.</summary>
    public static Task<DiscordUnderTest> StartAsync() => StartAsync([("CODESMITH_DEMO", "1")]);

    /// <param name="environment">The program's, besides what leads it to its data and to Discord.</param>
    public static async Task<DiscordUnderTest> StartAsync(IReadOnlyList<(string Name, string Value)> environment)
    {
        // A test starts the program again sooner than anybody else would: Discord wants five seconds between two.
        var options = new DiscordDoubleOptions
        {
            IdentifyWindow = TimeSpan.FromMilliseconds(1),
            FirstCallback = Timeouts.MustNotHang,
        };
        var test = new DiscordUnderTest(await DiscordDouble.StartAsync(options), environment);
        await test.StartProgramAsync();
        return test;
    }

    /// <summary>Starts it, anew if one has ended, and waits until it is connected.</summary>
    public async Task StartProgramAsync()
    {
        var before = Discord.Connections;
        Program = ProgramUnderTest.StartOn(
            _dataRoot, [
                .. _environment,
                ("DISCORD_BOT_TOKEN", Discord.Token),
                ("DISCORD_API_BASE", Discord.ApiBase.ToString().TrimEnd('/')),
            ]);
        await UntilAsync(() => Discord.CommandNames(Guild).Contains("cc")
            && Discord.Connections.Any(connection => connection.Session is not null && !before.Contains(connection)));
    }

    /// <summary>A member with a session in a channel of their own.</summary>
    public async Task<(ulong User, ulong Channel)> StartSessionAsync(string name)
    {
        var user = Discord.CreateMember(Guild, name);
        await RunAsync(user, General, "cc start", "Claude Code is ready");
        return (user, Discord.ChannelNamed(Guild, name.ToLowerInvariant()));
    }

    public async Task<Interaction> RunAsync(ulong user, ulong channel, string command, string expected)
    {
        var interaction = Discord.InvokeCommand(user, channel, command);
        await UntilAsync(() => Discord.Read(interaction).Contains(expected, StringComparison.Ordinal));
        return interaction;
    }

    /// <summary>Writes a prompt and waits for the receipt of its end.</summary>
    public async Task<ulong> TurnAsync(ulong user, ulong channel, string prompt, string receipt = "✅")
    {
        var message = Discord.Say(user, channel, prompt);
        await WaitForReceiptAsync(channel, message, receipt);
        return message;
    }

    public Task WaitForReceiptAsync(ulong channel, ulong message, string receipt) => UntilAsync(
        () => Discord.Messages(channel).Single(known => known.Id == message).Reactions.Any(known => known.Emoji == receipt));

    /// <summary>Done when a post of the bot's says this.</summary>
    public Task WaitForPostAsync(ulong channel, string part) =>
        UntilAsync(() => Posts(channel).Any(post => post.Contains(part, StringComparison.Ordinal)));

    public Task UntilAsync(Func<bool> condition) => Discord.UntilAsync(condition, Timeouts.EndToEnd);

    /// <summary>What the bot wrote in the channel, without the panel.</summary>
    public IReadOnlyList<string> Posts(ulong channel) =>
        [.. Discord.Messages(channel).Where(message => message.Author.Id == Discord.BotId && message.Content.Length > 0)
            .Select(message => message.Content)];

    public void ExpectNoViolation()
    {
        Assert.That(Discord.Violations, Is.Empty);
        Assert.That(Discord.LateInteractions, Is.Empty);
        Assert.That(Discord.TooManyRequests, Is.Empty);
    }

    public async ValueTask DisposeAsync()
    {
        await Program.DisposeAsync();
        await Discord.DisposeAsync();
        Directory.Delete(_dataRoot, recursive: true);
    }
}
