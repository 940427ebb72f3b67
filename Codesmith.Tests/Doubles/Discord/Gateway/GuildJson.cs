using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Gateway;

/// <summary>A guild as GUILD_CREATE tells of it: with the channels and threads that the bot sees.</summary>
internal static class GuildJson
{
    public static DispatchEvent Event(DiscordWorld world, Guild guild) =>
        new("GUILD_CREATE", Of(world, guild), Intent.Guilds);

    private static JsonObject Of(DiscordWorld world, Guild guild)
    {
        var json = guild.ToJson();
        json["joined_at"] = DiscordJson.Text(world.Now);
        json["large"] = false;
        json["unavailable"] = false;
        json["member_count"] = guild.Members.Count;
        json["members"] = new JsonArray(guild.Members[world.Bot.Id].ToJson());
        json["channels"] = DiscordJson.Array(Seen(world, world.ChannelsOf(guild.Id)));
        json["threads"] = DiscordJson.Array(
            Seen(world, world.ThreadsOf(guild.Id).Where(thread => !thread.Thread!.Archived)));
        json["voice_states"] = new JsonArray();
        json["presences"] = new JsonArray();
        json["stage_instances"] = new JsonArray();
        json["guild_scheduled_events"] = new JsonArray();
        json["soundboard_sounds"] = new JsonArray();
        return json;
    }

    private static IEnumerable<JsonNode> Seen(DiscordWorld world, IEnumerable<Channel> channels) =>
        channels.Where(channel => Access.CanSee(world, channel, world.Bot.Id)).Select(channel => channel.ToJson());
}
