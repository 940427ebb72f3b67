namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>A channel or a thread.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">What it is.</param>
/// <param name="GuildId">Null for direct messages; within a guild's own list it is absent too.</param>
/// <param name="ParentId">The category of a channel, the channel of a thread.</param>
/// <param name="Name">Null for direct messages.</param>
/// <param name="Topic">The line at its top.</param>
/// <param name="OwnerId">Who began the thread.</param>
/// <param name="PermissionOverwrites">What differs here from the guild's roles.</param>
/// <param name="ThreadMetadata">For threads only.</param>
internal sealed record Channel(
    Snowflake Id,
    ChannelType Type = ChannelType.Text,
    Snowflake? GuildId = null,
    Snowflake? ParentId = null,
    string? Name = null,
    string? Topic = null,
    Snowflake? OwnerId = null,
    IReadOnlyList<Overwrite>? PermissionOverwrites = null,
    ThreadMetadata? ThreadMetadata = null)
{
    public bool IsThread =>
        Type is ChannelType.AnnouncementThread or ChannelType.PublicThread or ChannelType.PrivateThread;
}

/// <summary>The threads of a guild that are not archived.</summary>
/// <param name="Threads">Those that the bot sees.</param>
internal sealed record ActiveThreads(IReadOnlyList<Channel> Threads);

/// <param name="Archived">Shown no more; a message brings it back, unless it is locked.</param>
/// <param name="Locked">Only those who manage threads can bring it back.</param>
/// <param name="AutoArchiveDuration">Minutes of silence after which it is archived.</param>
internal sealed record ThreadMetadata(bool Archived = false, bool Locked = false, int? AutoArchiveDuration = null);

/// <summary>What one role or member may do in a channel beyond, or short of, what the guild says.</summary>
internal sealed record Overwrite(
    Snowflake Id, OverwriteType Type, Permissions Allow = Permissions.None, Permissions Deny = Permissions.None);

internal enum OverwriteType
{
    Role = 0,
    Member = 1,
}

/// <summary>What a channel is; there may be more than these.</summary>
internal enum ChannelType
{
    Text = 0,
    DirectMessages = 1,
    Voice = 2,
    GroupMessages = 3,
    Category = 4,
    Announcement = 5,
    AnnouncementThread = 10,
    PublicThread = 11,
    PrivateThread = 12,
    Stage = 13,
    Forum = 15,
    Media = 16,
}
