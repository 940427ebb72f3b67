using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.World;

internal sealed class Member(User user, DateTimeOffset joinedAt)
{
    public User User { get; } = user;

    public HashSet<ulong> Roles { get; } = [];

    /// <summary>As in MESSAGE_CREATE, which names the user beside it.</summary>
    public JsonObject ToPartialJson() => new()
    {
        ["roles"] = DiscordJson.Ids(Roles),
        ["nick"] = null,
        ["avatar"] = null,
        ["joined_at"] = DiscordJson.Text(joinedAt),
        ["premium_since"] = null,
        ["communication_disabled_until"] = null,
        ["pending"] = false,
        ["deaf"] = false,
        ["mute"] = false,
        ["flags"] = 0,
    };

    public JsonObject ToJson()
    {
        var json = ToPartialJson();
        json["user"] = User.ToJson();
        return json;
    }
}
