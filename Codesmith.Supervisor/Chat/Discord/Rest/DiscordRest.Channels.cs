using Codesmith.Supervisor.Chat.Discord.Model;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>Guilds, channels and threads.</summary>
internal sealed partial class DiscordRest
{
    private const string ChannelTemplate = "channels/{channel}";
    private const string GuildChannelsTemplate = "guilds/{guild}/channels";

    public Task<Member> GetGuildMemberAsync(Snowflake guild, Snowflake user, CancellationToken cancellationToken) =>
        ReadAsync(
            Route.Of(HttpMethod.Get, "guilds/{guild}/members/{user}", guild, user),
            DiscordJson.Default.Member,
            cancellationToken);

    public Task<Channel> GetChannelAsync(Snowflake channel, CancellationToken cancellationToken) => ReadAsync(
        Route.Of(HttpMethod.Get, ChannelTemplate, channel), DiscordJson.Default.Channel, cancellationToken);

    /// <summary>Without threads.</summary>
    public Task<IReadOnlyList<Channel>> GetGuildChannelsAsync(
        Snowflake guild, CancellationToken cancellationToken) => ReadAsync(
        Route.Of(HttpMethod.Get, GuildChannelsTemplate, guild),
        DiscordJson.Default.IReadOnlyListChannel,
        cancellationToken);

    public Task<ActiveThreads> GetActiveThreadsAsync(Snowflake guild, CancellationToken cancellationToken) => ReadAsync(
        Route.Of(HttpMethod.Get, "guilds/{guild}/threads/active", guild),
        DiscordJson.Default.ActiveThreads,
        cancellationToken);

    /// <summary>Where the answer is lost it fails as unavailable, although the channel may be there.</summary>
    public Task<Channel> CreateGuildChannelAsync(
        Snowflake guild, ChannelCreate channel, CancellationToken cancellationToken) => SendAsync(
        new RestRequest(Route.Of(HttpMethod.Post, GuildChannelsTemplate, guild), RequestPriority.Create)
        {
            Body = Json(channel, DiscordJson.Default.ChannelCreate),
            Repeat = RepeatRule.OnlyIfNotArrived,
        },
        DiscordJson.Default.Channel,
        cancellationToken);

    public Task ModifyThreadAsync(Snowflake thread, ThreadModify changes, CancellationToken cancellationToken) =>
        SendAsync(
            new RestRequest(Route.Of(HttpMethod.Patch, ChannelTemplate, thread), RequestPriority.Edit)
            {
                Body = Json(changes, DiscordJson.Default.ThreadModify),
            },
            cancellationToken);

    /// <summary>Where the answer is lost it fails as unavailable, although the thread may be there.</summary>
    public Task<Channel> StartThreadAsync(
        Snowflake channel, ThreadCreate thread, CancellationToken cancellationToken) => SendAsync(
        new RestRequest(Route.Of(HttpMethod.Post, "channels/{channel}/threads", channel), RequestPriority.Create)
        {
            Body = Json(thread, DiscordJson.Default.ThreadCreate),
            Repeat = RepeatRule.OnlyIfNotArrived,
        },
        DiscordJson.Default.Channel,
        cancellationToken);

    public Task AddThreadMemberAsync(Snowflake thread, Snowflake user, CancellationToken cancellationToken) =>
        SendAsync(
            new RestRequest(
                Route.Of(HttpMethod.Put, "channels/{channel}/thread-members/{user}", thread, user),
                RequestPriority.Create),
            cancellationToken);

    /// <summary>The same channel each time; the user may still take no messages.</summary>
    public Task<Channel> CreateDirectChannelAsync(Snowflake user, CancellationToken cancellationToken) => SendAsync(
        new RestRequest(Route.Of(HttpMethod.Post, "users/@me/channels"), RequestPriority.Create)
        {
            Body = Json(new DirectChannelCreate(user), DiscordJson.Default.DirectChannelCreate),
        },
        DiscordJson.Default.Channel,
        cancellationToken);
}
