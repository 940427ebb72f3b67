namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>A channel to create in a guild.</summary>
/// <param name="Name">1–100 characters; Discord makes those of text channels lower case.</param>
/// <param name="Type">Text or category.</param>
/// <param name="ParentId">The category.</param>
/// <param name="Topic">Up to 1024 characters.</param>
/// <param name="PermissionOverwrites">Null takes those of the category.</param>
internal sealed record ChannelCreate(
    string Name,
    ChannelType Type = ChannelType.Text,
    Snowflake? ParentId = null,
    string? Topic = null,
    IReadOnlyList<Overwrite>? PermissionOverwrites = null);

/// <summary>Puts a thread away, or brings it back.</summary>
internal sealed record ThreadModify(bool Archived);

/// <summary>A thread to start in a channel, without a message it hangs on.</summary>
/// <param name="Name">1–100 characters.</param>
/// <param name="Type">Public or private.</param>
/// <param name="AutoArchiveDuration">Minutes of silence: 60, 1440, 4320 or 10080.</param>
/// <param name="Invitable">For private ones: whether members may add others.</param>
internal sealed record ThreadCreate(
    string Name, ChannelType Type = ChannelType.PublicThread, int? AutoArchiveDuration = null, bool? Invitable = null);

/// <summary>Asks for the channel of direct messages with a user.</summary>
internal sealed record DirectChannelCreate(Snowflake RecipientId);
