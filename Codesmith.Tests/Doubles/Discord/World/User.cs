using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.World;

internal sealed class User(ulong id, string name, bool isBot)
{
    public ulong Id { get; } = id;

    public string Name { get; } = name;

    public bool IsBot { get; } = isBot;

    /// <summary>False: messages to this person are answered by 50007.</summary>
    public bool AcceptsDirectMessages { get; set; } = true;

    public JsonObject ToJson() => new()
    {
        ["id"] = DiscordJson.Text(Id),
        ["username"] = Name,
        ["global_name"] = IsBot ? null : Name,
        ["discriminator"] = IsBot ? "0001" : "0",
        ["avatar"] = null,
        ["public_flags"] = 0,
        ["flags"] = 0,
        ["bot"] = IsBot,
    };
}
