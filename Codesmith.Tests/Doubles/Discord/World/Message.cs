using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.World;

internal sealed class Message(ulong id, Channel channel, User author, MessageKind kind, DateTimeOffset sentAt)
{
    public ulong Id { get; } = id;

    public Channel Channel { get; } = channel;

    public User Author { get; } = author;

    public MessageKind Kind { get; } = kind;

    public DateTimeOffset SentAt { get; } = sentAt;

    public DateTimeOffset? EditedAt { get; set; }

    public string Content { get; set; } = "";

    public JsonArray Embeds { get; set; } = [];

    public JsonArray Components { get; set; } = [];

    public List<Attachment> Attachments { get; set; } = [];

    public MessageFlags Flags { get; set; }

    public Mentions Mentions { get; set; } = Mentions.None;

    public string? Nonce { get; init; }

    /// <summary>What this replies to, or what a pin notice is about; the message may be gone.</summary>
    public Message? Reference { get; init; }

    public List<Reaction> Reactions { get; } = [];

    public DateTimeOffset? PinnedAt { get; set; }

    /// <summary>Who alone sees this, in an ephemeral message.</summary>
    public ulong? OnlyFor { get; init; }

    /// <summary>Of a response to an interaction.</summary>
    public JsonObject? InteractionMetadata { get; init; }

    public bool IsDeleted { get; set; }

    public bool IsEphemeral => OnlyFor is not null;

    public bool IsEmpty =>
        string.IsNullOrWhiteSpace(Content) && Embeds.Count == 0 && Components.Count == 0 && Attachments.Count == 0;
}
