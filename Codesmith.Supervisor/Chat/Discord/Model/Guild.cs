namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>A server, in full from GUILD_CREATE; nothing but its id while it is unavailable.</summary>
/// <param name="Id">Also the id of its @everyone role.</param>
/// <param name="Name">Null while it is unavailable.</param>
/// <param name="OwnerId">Has every permission.</param>
/// <param name="Unavailable">An outage; in GUILD_DELETE its absence says that the bot was removed.</param>
/// <param name="Roles">With @everyone.</param>
/// <param name="Channels">Events only: without threads, and without their guild's id.</param>
/// <param name="Threads">Events only: the active ones that the bot sees.</param>
/// <param name="Members">Events only: the bot itself at least.</param>
internal sealed record Guild(
    Snowflake Id,
    string? Name = null,
    Snowflake? OwnerId = null,
    bool? Unavailable = null,
    IReadOnlyList<Role>? Roles = null,
    IReadOnlyList<Channel>? Channels = null,
    IReadOnlyList<Channel>? Threads = null,
    IReadOnlyList<Member>? Members = null);

/// <summary>A role of a guild.</summary>
internal sealed record Role(
    Snowflake Id, string Name = "", Permissions Permissions = Permissions.None, int Position = 0);
