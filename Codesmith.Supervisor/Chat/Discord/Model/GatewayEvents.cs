namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>READY: a new session with the gateway, but for what the gateway itself reads of it.</summary>
/// <param name="User">The bot itself.</param>
/// <param name="Guilds">Still unavailable: each follows as an event of its own.</param>
/// <param name="Application">With little more than its id.</param>
internal sealed record Ready(User User, IReadOnlyList<Guild>? Guilds = null, Application? Application = null);

/// <summary>MESSAGE_DELETE.</summary>
internal sealed record MessageDelete(Snowflake Id, Snowflake ChannelId, Snowflake? GuildId = null);

/// <summary>MESSAGE_DELETE_BULK.</summary>
internal sealed record MessageDeleteBulk(IReadOnlyList<Snowflake> Ids, Snowflake ChannelId, Snowflake? GuildId = null);

/// <summary>THREAD_LIST_SYNC: the bot sees channels that it did not see before.</summary>
/// <param name="GuildId">Where.</param>
/// <param name="ChannelIds">
/// Whose threads these are; null for the whole guild. Others that were known there are gone.
/// </param>
/// <param name="Threads">The active ones.</param>
internal sealed record ThreadListSync(
    Snowflake GuildId, IReadOnlyList<Snowflake>? ChannelIds = null, IReadOnlyList<Channel>? Threads = null);

/// <summary>GUILD_ROLE_CREATE, GUILD_ROLE_UPDATE with a role; GUILD_ROLE_DELETE with its id.</summary>
internal sealed record RoleChange(Snowflake GuildId, Role? Role = null, Snowflake? RoleId = null);

/// <summary>GUILD_MEMBER_UPDATE: without the privileged intent, of the bot itself only.</summary>
internal sealed record MemberChange(Snowflake GuildId, User User, IReadOnlyList<Snowflake>? Roles = null);
