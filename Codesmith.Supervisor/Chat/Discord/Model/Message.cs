using System.Text.Json.Serialization;

namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>
/// A message, from a request or an event. Guild and member are in events only; a webhook's author is no real user.
/// </summary>
internal sealed record Message(
    Snowflake Id,
    Snowflake ChannelId,
    User Author,
    MessageType Type = MessageType.Default,
    Snowflake? GuildId = null,
    Member? Member = null,
    string Content = "",
    IReadOnlyList<Attachment>? Attachments = null,
    DateTimeOffset? Timestamp = null,
    DateTimeOffset? EditedTimestamp = null,
    MessageReference? MessageReference = null,
    [property: JsonConverter(typeof(ScalarTextConverter))] string? Nonce = null,
    MessageFlags Flags = MessageFlags.None,
    Snowflake? WebhookId = null);

/// <summary>A message that another one replies to.</summary>
/// <param name="MessageId">Which; null when a channel was followed.</param>
/// <param name="ChannelId">Where it is; not needed to send.</param>
/// <param name="GuildId">Where that is; not needed to send.</param>
/// <param name="FailIfNotExists">False sends a plain message where it is gone. Only sent.</param>
internal sealed record MessageReference(
    Snowflake? MessageId = null, Snowflake? ChannelId = null, Snowflake? GuildId = null, bool? FailIfNotExists = null);

/// <summary>What a message is; there are more than these.</summary>
internal enum MessageType
{
    Default = 0,
    PinNotice = 6,
    ThreadCreated = 18,
    Reply = 19,
    SlashCommandResponse = 20,
    ThreadStarter = 21,
}

[Flags]
internal enum MessageFlags : long
{
    None = 0,
    SuppressEmbeds = 1 << 2,

    /// <summary>Only seen by the one who used the command; for interactions only.</summary>
    Ephemeral = 1 << 6,
    Loading = 1 << 7,
    SuppressNotifications = 1 << 12,
}
