using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.World;

/// <summary>A message before it has an id.</summary>
internal sealed record MessageDraft
{
    public string Content { get; init; } = "";

    public JsonArray Embeds { get; init; } = [];

    public JsonArray Components { get; init; } = [];

    public IReadOnlyList<Upload> Uploads { get; init; } = [];

    /// <summary>Descriptions by placeholder id.</summary>
    public IReadOnlyDictionary<int, string> Descriptions { get; init; } = new Dictionary<int, string>();

    public MessageFlags Flags { get; init; }

    public MessageKind Kind { get; init; } = MessageKind.Plain;

    public string? Nonce { get; init; }

    public Message? Reference { get; init; }

    public Mentions Mentions { get; init; } = Mentions.None;

    public ulong? OnlyFor { get; init; }

    public JsonObject? InteractionMetadata { get; init; }
}
