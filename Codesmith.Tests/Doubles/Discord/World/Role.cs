using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.World;

internal sealed class Role(ulong id, string name, int position, Permission permissions)
{
    public ulong Id { get; } = id;

    public string Name { get; } = name;

    public Permission Permissions { get; set; } = permissions;

    public JsonObject ToJson() => new()
    {
        ["id"] = DiscordJson.Text(Id),
        ["name"] = Name,
        ["permissions"] = DiscordJson.Text(Permissions),
        ["position"] = position,
        ["color"] = 0,
        ["hoist"] = false,
        ["managed"] = false,
        ["mentionable"] = false,
        ["flags"] = 0,
    };
}
