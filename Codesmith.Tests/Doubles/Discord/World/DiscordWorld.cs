using Codesmith.Tests.Doubles.Discord.Gateway;

namespace Codesmith.Tests.Doubles.Discord.World;

/// <summary>All that exists. Read and changed under <see cref="Gate"/> only.</summary>
internal sealed class DiscordWorld
{
    private readonly Snowflakes _snowflakes;

    public DiscordWorld(TimeProvider clock)
    {
        Clock = clock;
        _snowflakes = new Snowflakes(clock);
        ApplicationId = _snowflakes.Next();
        Bot = new User(_snowflakes.Next(), "codesmith", isBot: true);
        Users.Add(Bot.Id, Bot);
    }

    public Lock Gate { get; } = new();

    public TimeProvider Clock { get; }

    public Changes Changes { get; } = new();

    public ulong ApplicationId { get; }

    public User Bot { get; }

    /// <summary>GATEWAY_MESSAGE_CONTENT_LIMITED while the switch of the developer portal is on.</summary>
    public int ApplicationFlags { get; set; }

    public Dictionary<ulong, User> Users { get; } = [];

    public Dictionary<ulong, Guild> Guilds { get; } = [];

    /// <summary>Channels of guilds, threads and direct messages.</summary>
    public Dictionary<ulong, Channel> Channels { get; } = [];

    /// <summary>Where attachments are read; ends in a slash.</summary>
    public Uri Cdn { get; set; } = new("http://127.0.0.1/");

    /// <summary>Attachments by the path of their address.</summary>
    public Dictionary<string, Attachment> Files { get; } = [];

    /// <summary>Where events go; runs under <see cref="Gate"/>, so events have the order of what they tell.</summary>
    public Action<DispatchEvent> Dispatch { get; set; } = _ => { };

    public DateTimeOffset Now => Clock.GetUtcNow();

    public ulong NextId() => _snowflakes.Next();

    public IEnumerable<Channel> ChannelsOf(ulong guildId) =>
        Channels.Values.Where(channel => channel.GuildId == guildId && !channel.IsThread);

    public IEnumerable<Channel> ThreadsOf(ulong guildId) =>
        Channels.Values.Where(channel => channel.GuildId == guildId && channel.IsThread);

    public void Emit(DispatchEvent happened)
    {
        Dispatch(happened);
        Changes.Tell();
    }
}
