using System.Globalization;
using System.Threading.Channels;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Chat.Discord;
using Codesmith.Supervisor.Credentials;
using Codesmith.Tests.Doubles.Discord;
using Codesmith.Tests.Doubles.Discord.Interactions;
using Codesmith.Tests.Doubles.Discord.RateLimits;
using Codesmith.Tests.Doubles.Discord.World;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord;

/// <summary>
/// The front end on a Discord of its own, with a server, a channel #general and two members: alice and bob. Real time.
/// At the end, whatever was done there must have been as Discord wants it.
/// </summary>
internal sealed class DiscordStage : IAsyncDisposable
{
    /// <summary>What the bot's role gives it, beside what everybody may.</summary>
    public const Permission BotRole = Permission.ManageChannels | Permission.PinMessages;

    private const string LookForCommands = "GET /applications/{application}/guilds/{guild}/commands";

    private readonly Channel<string> _shown = System.Threading.Channels.Channel.CreateUnbounded<string>();
    private DiscordFrontEnd? _frontEnd;
    private EventReader? _events;

    private DiscordStage(DiscordDouble discord, AheadClock clock, Permission botRole)
    {
        Discord = discord;
        Clock = clock;
        Guild = discord.CreateGuild("forge", botPermissions: botRole);
        General = discord.CreateChannel(Guild, "general");
        Alice = discord.CreateMember(Guild, "alice");
        Bob = discord.CreateMember(Guild, "bob");
        Options = new DiscordOptions(new Secret(discord.Token), discord.ApiBase, Channel: null, new([], [], []));
    }

    public DiscordDouble Discord { get; }

    /// <summary>Of the double and the front end.</summary>
    public AheadClock Clock { get; }

    public ulong Guild { get; }

    public ulong General { get; }

    public ulong Alice { get; }

    public ulong Bob { get; }

    /// <summary>For the next <see cref="ConnectAsync"/>.</summary>
    public DiscordOptions Options { get; set; }

    public DiscordFrontEnd FrontEnd => _frontEnd ?? throw new InvalidOperationException("It is not connected.");

    public IChat Chat => FrontEnd.Chat;

    /// <summary>A connected front end whose commands are registered.</summary>
    public static async Task<DiscordStage> StartAsync(Permission botRole = BotRole, RateLimitRules? limits = null)
    {
        var stage = await PrepareAsync(botRole, limits);
        await stage.ConnectAsync();
        return stage;
    }

    /// <summary>The server alone: <see cref="ConnectAsync"/> starts the front end.</summary>
    public static async Task<DiscordStage> PrepareAsync(Permission botRole = BotRole, RateLimitRules? limits = null)
    {
        var clock = new AheadClock();
        var discord = await DiscordDouble.StartAsync(new DiscordDoubleOptions
        {
            Clock = clock,
            FirstCallback = Timeouts.MustNotHang,
            RateLimits = limits ?? new RateLimitRules(),
            // A program that is started again within seconds does not have to wait.
            MaxConcurrency = 16,
        });
        return new DiscordStage(discord, clock, botRole);
    }

    /// <summary>Starts the front end, or starts it again, as a new program that remembers nothing.</summary>
    /// <param name="withCommands">Waits until the commands were looked for and are there.</param>
    public async Task ConnectAsync(bool withCommands = true)
    {
        await DisconnectAsync();
        int looks = Looks();
        _frontEnd = new DiscordFrontEnd(Options, Clock, new Random(1), NullLoggerFactory.Instance, Show);
        await _frontEnd.ConnectedAsync(CancellationToken.None).WaitAsync(Timeouts.MustNotHang);
        if (withCommands)
        {
            await Discord.UntilAsync(() => Looks() > looks && Discord.CommandNames(Guild).Count > 0);
            // The server counts as there only after its commands have been asked for.
            while ((await Chat.CheckAsync(CancellationToken.None)).All(item => item.Name != "discord forge"))
                await Task.Yield();
        }

        int Looks() => Discord.RequestCounts.GetValueOrDefault(LookForCommands);
    }

    /// <summary>The next event, which must be of this kind.</summary>
    public Task<T> NextAsync<T>()
        where T : ChatEvent => Events.NextAsync<T>();

    /// <summary>From now on nobody deals with what happens, as when the program is about to end.</summary>
    public async Task StopReadingAsync()
    {
        await Events.DisposeAsync();
        _events = null;
    }

    /// <summary>Asserts that no event comes, nor the end.</summary>
    public Task NothingAsync() => Events.NothingAsync();

    /// <summary>The next line that whoever started the program is shown.</summary>
    public Task<string> ShownAsync() => _shown.Reader.ReadAsync().AsTask().WaitAsync(Timeouts.MustNotHang);

    /// <summary>What everybody reads in a channel, by names.</summary>
    public string Read(ulong channel) => Named(Discord.Read(channel));

    /// <summary>What only the person of this interaction reads, by names.</summary>
    public string Read(Interaction interaction) => Named(Discord.Read(interaction));

    /// <summary>Done when the bot has answered.</summary>
    public Task AnsweredAsync(Interaction interaction) => Discord.UntilAsync(() => interaction.Callback is not null);

    /// <summary>Opens a session's channel, asked for in #general unless another one is named.</summary>
    public Task<OpenedChannel> OpenAsync(ulong user, ChannelPlace place = ChannelPlace.Own, ulong? from = null) =>
        Chat.OpenChannelAsync(User(user), place, Channel(from ?? General), CancellationToken.None);

    /// <summary>A message of ours, for alice unless somebody else is named.</summary>
    public async Task<ulong> PostAsync(ulong channel, Post post, ulong? owner = null)
    {
        string nonce = Guid.NewGuid().ToString("N")[..ChatTraits.NonceCharacters];
        return Number(
            (await Chat.CreatePostAsync(Place(channel, owner), nonce, post, CancellationToken.None)).Value);
    }

    public Task EditAsync(ulong channel, ulong post, Post latest, ulong? owner = null) => Chat.EditPostAsync(
        Place(channel, owner), new PostId(Text(post)), () => latest, CancellationToken.None);

    public Task RespondAsync(InteractionEvent to, string text, bool isError = false, ChannelId? channel = null) =>
        Chat.RespondAsync(to.Interaction, new Response(text, isError, channel), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync();
        var violations = Discord.Violations;
        var limited = Discord.TooManyRequests.Where(sent => !sent.OnDemand).ToList();
        await Discord.DisposeAsync();
        Assert.That(violations, Is.Empty);
        Assert.That(limited, Is.Empty);
    }

    public static ChannelId Channel(ulong id) => new(Text(id));

    public static UserId User(ulong id) => new(Text(id));

    public static ulong Number(string id) => ulong.Parse(id, CultureInfo.InvariantCulture);

    public static ulong Number(OpenedChannel opened) => Number(opened.Channel.Id.Value);

    private PostPlace Place(ulong channel, ulong? owner) => new(Channel(channel), User(owner ?? Alice));

    private static string Text(ulong id) => id.ToString(CultureInfo.InvariantCulture);

    private void Show(string line) => _shown.Writer.TryWrite(line);

    private string Named(string text) => text
        .Replace($"<@{Alice}>", "@alice", StringComparison.Ordinal)
        .Replace($"<@{Bob}>", "@bob", StringComparison.Ordinal)
        .Replace($"<#{General}>", "#general", StringComparison.Ordinal);

    /// <summary>From the first look at them on; who reads the chat's events does not look here.</summary>
    private EventReader Events => _events ??= new EventReader(Chat);

    private async Task DisconnectAsync()
    {
        if (_frontEnd is not null)
            await _frontEnd.DisposeAsync();
        if (_events is not null)
            await _events.DisposeAsync();
        (_frontEnd, _events) = (null, null);
    }
}
