using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Rest.Routes;

/// <summary>Reading of guilds, their roles and their members.</summary>
internal sealed class GuildRoutes(BotAccess access, DiscordWorld world)
{
    public IEnumerable<Route> All =>
    [
        new("GET", "/guilds/{guild}", call => RestAnswer.Ok(access.Guild(call.Id(0)).ToJson())),
        new("GET", "/guilds/{guild}/roles", ListRoles),
        new("GET", "/guilds/{guild}/members/{user}", GetMember),
        new("GET", "/users/@me/guilds/{guild}/member", GetSelf),
    ];

    private RestAnswer ListRoles(RestCall call) =>
        RestAnswer.Ok(DiscordJson.Array(access.Guild(call.Id(0)).Roles.Values.Select(role => role.ToJson())));

    private RestAnswer GetSelf(RestCall call) =>
        RestAnswer.Ok(access.Guild(call.Id(0)).Members[world.Bot.Id].ToJson());

    private RestAnswer GetMember(RestCall call) => access.Guild(call.Id(0)).Members.TryGetValue(
        call.Id(1), out var member)
        ? RestAnswer.Ok(member.ToJson())
        : throw DiscordErrors.UnknownMember();
}
