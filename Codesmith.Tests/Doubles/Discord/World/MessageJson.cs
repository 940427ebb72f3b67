using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.World;

/// <summary>A message as Discord writes it, in answers and in events.</summary>
internal static class MessageJson
{
    public static JsonObject Of(DiscordWorld world, Message message, bool withReferenced = true)
    {
        var json = new JsonObject
        {
            ["id"] = DiscordJson.Text(message.Id),
            ["type"] = (int)message.Kind,
            ["channel_id"] = DiscordJson.Text(message.Channel.Id),
            ["author"] = message.Author.ToJson(),
            ["content"] = message.Content,
            ["timestamp"] = DiscordJson.Text(message.SentAt),
            ["edited_timestamp"] = message.EditedAt is { } edited ? DiscordJson.Text(edited) : null,
            ["tts"] = false,
            ["mention_everyone"] = message.Mentions.Everyone,
            ["mentions"] = DiscordJson.Array(
                message.Mentions.Users.Where(world.Users.ContainsKey).Select(id => world.Users[id].ToJson())),
            ["mention_roles"] = DiscordJson.Ids(message.Mentions.Roles),
            ["attachments"] = DiscordJson.Array(message.Attachments.Select(file => file.ToJson())),
            ["embeds"] = message.Embeds.DeepClone(),
            ["components"] = message.Components.DeepClone(),
            ["pinned"] = message.PinnedAt is not null,
            ["flags"] = (int)message.Flags,
        };
        if (message.Nonce is not null)
            json["nonce"] = message.Nonce;
        if (message.Reactions.Count > 0)
            json["reactions"] = DiscordJson.Array(message.Reactions.Select(reaction => Of(world, reaction)));
        if (message.InteractionMetadata is not null)
            json["interaction_metadata"] = message.InteractionMetadata.DeepClone();
        if (message.Author.IsBot && message.InteractionMetadata is not null)
        {
            json["application_id"] = DiscordJson.Text(world.ApplicationId);
            json["webhook_id"] = DiscordJson.Text(world.ApplicationId);
        }

        if (message.Reference is { } reference)
            WriteReference(world, json, message, reference, withReferenced);
        return json;
    }

    /// <summary>As <see cref="Of(DiscordWorld, Message, bool)"/> with what only events have.</summary>
    public static JsonObject ForEvent(DiscordWorld world, Message message)
    {
        var json = Of(world, message);
        json["channel_type"] = (int)message.Channel.Kind;
        if (message.Channel.GuildId is not { } guildId || message.IsEphemeral)
            return json;
        json["guild_id"] = DiscordJson.Text(guildId);
        if (world.Guilds[guildId].Members.TryGetValue(message.Author.Id, out var member))
            json["member"] = member.ToPartialJson();
        return json;
    }

    /// <summary>Empties what only MESSAGE_CONTENT shows.</summary>
    public static void Conceal(JsonObject message)
    {
        message["content"] = "";
        message["embeds"] = new JsonArray();
        message["attachments"] = new JsonArray();
        message["components"] = new JsonArray();
    }

    public static JsonObject Emoji(string emoji) => emoji.Split(':') is [var name, var id]
        ? new JsonObject { ["id"] = id, ["name"] = name }
        : new JsonObject { ["id"] = null, ["name"] = emoji };

    private static void WriteReference(
        DiscordWorld world, JsonObject json, Message message, Message reference, bool withReferenced)
    {
        json["message_reference"] = new JsonObject
        {
            ["type"] = 0,
            ["message_id"] = DiscordJson.Text(reference.Id),
            ["channel_id"] = DiscordJson.Text(reference.Channel.Id),
        };
        if (reference.Channel.GuildId is { } guildId)
            json["message_reference"]!["guild_id"] = DiscordJson.Text(guildId);
        if (withReferenced && message.Kind is MessageKind.Reply or MessageKind.ThreadStarter)
            json["referenced_message"] = reference.IsDeleted ? null : Of(world, reference, withReferenced: false);
    }

    private static JsonObject Of(DiscordWorld world, Reaction reaction) => new()
    {
        ["emoji"] = Emoji(reaction.Emoji),
        ["count"] = reaction.Users.Count,
        ["count_details"] = new JsonObject { ["burst"] = 0, ["normal"] = reaction.Users.Count },
        ["me"] = reaction.Users.Contains(world.Bot.Id),
        ["me_burst"] = false,
        ["burst_colors"] = new JsonArray(),
    };
}
