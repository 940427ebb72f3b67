using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Rest.Routes;

/// <summary>Who the bot is, where it is, and whom it writes to.</summary>
internal sealed class UserRoutes(DiscordWorld world, ChannelBoard channels)
{
    public IEnumerable<Route> All =>
    [
        new("GET", "/users/@me", _ => RestAnswer.Ok(Self())),
        new("GET", "/users/@me/guilds", _ => RestAnswer.Ok(Guilds())),
        new("POST", "/users/@me/channels", OpenDirectMessages),
        new("GET", "/users/{user}", Get),
        new("GET", "/applications/@me", _ => RestAnswer.Ok(Application())),
        new("GET", "/oauth2/applications/@me", _ => RestAnswer.Ok(Application())),
        new("GET", "/voice/regions", _ => RestAnswer.Ok(new JsonArray())),
    ];

    private RestAnswer Get(RestCall call) => world.Users.TryGetValue(call.Id(0), out var user)
        ? RestAnswer.Ok(user.ToJson())
        : throw DiscordErrors.UnknownUser();

    private RestAnswer OpenDirectMessages(RestCall call)
    {
        if (call.Body.Id("recipient_id") is not { } id)
            throw DiscordErrors.InvalidForm("recipient_id", "BASE_TYPE_REQUIRED", "This field is required");
        if (!world.Users.TryGetValue(id, out var user))
            throw DiscordErrors.UnknownUser();
        return user.IsBot
            ? throw DiscordErrors.CannotMessageUser()
            : RestAnswer.Ok(channels.DirectMessagesWith(user).ToJson());
    }

    private JsonObject Self()
    {
        var self = world.Bot.ToJson();
        self["verified"] = true;
        self["mfa_enabled"] = false;
        self["locale"] = "en-US";
        self["email"] = null;
        return self;
    }

    private JsonArray Guilds() => DiscordJson.Array(world.Guilds.Values
        .Where(guild => guild.Members.ContainsKey(world.Bot.Id))
        .Select(guild => new JsonObject
        {
            ["id"] = DiscordJson.Text(guild.Id),
            ["name"] = guild.Name,
            ["icon"] = null,
            ["banner"] = null,
            ["owner"] = false,
            ["permissions"] = DiscordJson.Text(Access.In(guild, world.Bot.Id)),
            ["features"] = new JsonArray(),
        }));

    private JsonObject Application() => new()
    {
        ["id"] = DiscordJson.Text(world.ApplicationId),
        ["name"] = world.Bot.Name,
        ["icon"] = null,
        ["description"] = "",
        ["summary"] = "",
        ["bot_public"] = false,
        ["bot_require_code_grant"] = false,
        ["verify_key"] = new string('0', 64),
        ["flags"] = world.ApplicationFlags,
        ["bot"] = world.Bot.ToJson(),
        ["owner"] = world.Users.Values.First().ToJson(),
    };
}
