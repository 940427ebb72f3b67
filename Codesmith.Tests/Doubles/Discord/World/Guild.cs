using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.World;

internal sealed class Guild
{
    public Guild(ulong id, string name, ulong ownerId)
    {
        Id = id;
        Name = name;
        OwnerId = ownerId;
        Roles.Add(id, new Role(id, "@everyone", position: 0, Permission.Everyone));
    }

    public ulong Id { get; }

    public string Name { get; }

    public ulong OwnerId { get; }

    /// <summary>By id; @everyone has the id of the guild.</summary>
    public Dictionary<ulong, Role> Roles { get; } = [];

    public Dictionary<ulong, Member> Members { get; } = [];

    public JsonObject ToJson() => new()
    {
        ["id"] = DiscordJson.Text(Id),
        ["name"] = Name,
        ["icon"] = null,
        ["owner_id"] = DiscordJson.Text(OwnerId),
        ["roles"] = DiscordJson.Array(Roles.Values.Select(role => role.ToJson())),
        ["emojis"] = new JsonArray(),
        ["stickers"] = new JsonArray(),
        ["features"] = new JsonArray(),
        ["afk_timeout"] = 300,
        ["verification_level"] = 0,
        ["default_message_notifications"] = 1,
        ["explicit_content_filter"] = 0,
        ["mfa_level"] = 0,
        ["system_channel_id"] = null,
        ["premium_tier"] = 0,
        ["preferred_locale"] = "en-US",
        ["nsfw_level"] = 0,
    };
}
