using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.World;

/// <summary>What a channel denies and allows a role or a member.</summary>
/// <param name="Id">The role or user; the guild's id is @everyone.</param>
internal sealed record Overwrite(ulong Id, bool IsMember, Permission Allow, Permission Deny)
{
    public JsonObject ToJson() => new()
    {
        ["id"] = DiscordJson.Text(Id),
        ["type"] = IsMember ? 1 : 0,
        ["allow"] = DiscordJson.Text(Allow),
        ["deny"] = DiscordJson.Text(Deny),
    };
}
