using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.Gateway;

namespace Codesmith.Tests.Doubles.Discord.World;

/// <summary>What happens to messages, whoever does it: the change and the event that tells of it.</summary>
internal sealed class MessageBoard(DiscordWorld world)
{
    public Message Post(Channel channel, User author, MessageDraft draft)
    {
        var message = new Message(world.NextId(), channel, author, draft.Kind, world.Now)
        {
            Content = draft.Content,
            Embeds = draft.Embeds,
            Components = draft.Components,
            Flags = draft.Flags,
            Mentions = draft.Mentions,
            Nonce = draft.Nonce,
            Reference = draft.Reference,
            OnlyFor = draft.OnlyFor,
            InteractionMetadata = draft.InteractionMetadata,
        };
        message.Attachments.AddRange(draft.Uploads.Select(
            upload => Keep(channel, upload, draft.Descriptions.GetValueOrDefault(upload.PlaceholderId))));
        if (!message.IsEphemeral)
        {
            channel.Messages.Add(message.Id, message);
            channel.LastMessageId = message.Id;
        }

        world.Emit(DispatchEvent.OfMessage(world, "MESSAGE_CREATE", message));
        return message;
    }

    /// <summary>Tells of what was changed in place.</summary>
    public void Edited(Message message, bool byAuthor = true)
    {
        if (byAuthor)
            message.EditedAt = world.Now;
        world.Emit(DispatchEvent.OfMessage(world, "MESSAGE_UPDATE", message));
    }

    public void Delete(Message message)
    {
        message.IsDeleted = true;
        message.Channel.Messages.Remove(message.Id);
        world.Emit(DispatchEvent.InMessages(world, "MESSAGE_DELETE", message.Channel, InChannel(message)));
    }

    public void DeleteMany(Channel channel, IReadOnlyList<Message> messages)
    {
        foreach (var message in messages)
        {
            message.IsDeleted = true;
            channel.Messages.Remove(message.Id);
        }

        var data = new JsonObject
        {
            ["ids"] = DiscordJson.Ids(messages.Select(message => message.Id)),
            ["channel_id"] = DiscordJson.Text(channel.Id),
        };
        AddGuild(data, channel);
        world.Emit(DispatchEvent.InMessages(world, "MESSAGE_DELETE_BULK", channel, data));
    }

    public void Pin(Message message, User by)
    {
        message.PinnedAt = world.Now;
        Edited(message, byAuthor: false);
        TellOfPins(message.Channel);
        Post(message.Channel, by, new MessageDraft { Kind = MessageKind.PinNotice, Reference = message });
    }

    public void Unpin(Message message)
    {
        message.PinnedAt = null;
        Edited(message, byAuthor: false);
        TellOfPins(message.Channel);
    }

    public void React(Message message, ulong userId, string emoji)
    {
        var reaction = message.Reactions.Find(known => known.Emoji == emoji);
        if (reaction is null)
            message.Reactions.Add(reaction = new Reaction(emoji, []));
        if (reaction.Users.Contains(userId))
            return;
        reaction.Users.Add(userId);
        TellOfReaction("MESSAGE_REACTION_ADD", message, userId, emoji);
    }

    public bool Unreact(Message message, ulong userId, string emoji)
    {
        var reaction = message.Reactions.Find(known => known.Emoji == emoji);
        if (reaction is null || !reaction.Users.Remove(userId))
            return false;
        if (reaction.Users.Count == 0)
            message.Reactions.Remove(reaction);
        TellOfReaction("MESSAGE_REACTION_REMOVE", message, userId, emoji);
        return true;
    }

    /// <summary>Keeps the file where its address finds it.</summary>
    public Attachment Keep(Channel channel, Upload upload, string? description)
    {
        var id = world.NextId();
        var path = $"attachments/{channel.Id}/{id}/{Uri.EscapeDataString(upload.FileName)}";
        var ends = world.Now.AddHours(24).ToUnixTimeSeconds();
        var signature = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var url = new Uri(world.Cdn, $"{path}?ex={ends:x}&is={world.Now.ToUnixTimeSeconds():x}&hm={signature}&");
        var attachment = new Attachment(id, upload.FileName, description, upload.ContentType, upload.Content, url);
        world.Files.Add(url.PathAndQuery, attachment);
        return attachment;
    }

    private void TellOfPins(Channel channel)
    {
        var pinned = channel.Messages.Values.Max(message => message.PinnedAt);
        var data = new JsonObject
        {
            ["channel_id"] = DiscordJson.Text(channel.Id),
            ["last_pin_timestamp"] = pinned is { } time ? DiscordJson.Text(time) : null,
        };
        AddGuild(data, channel);
        var intent = channel.GuildId is null ? Intent.DirectMessages : Intent.Guilds;
        world.Emit(new DispatchEvent("CHANNEL_PINS_UPDATE", data, intent) { Channel = channel });
    }

    private void TellOfReaction(string name, Message message, ulong userId, string emoji)
    {
        var data = InChannel(message);
        data.Remove("id");
        data["message_id"] = DiscordJson.Text(message.Id);
        data["user_id"] = DiscordJson.Text(userId);
        data["emoji"] = MessageJson.Emoji(emoji);
        data["burst"] = false;
        data["type"] = 0;
        if (message.Channel.GuildId is { } guildId && name is "MESSAGE_REACTION_ADD"
            && world.Guilds[guildId].Members.TryGetValue(userId, out var member))
            data["member"] = member.ToJson();
        var intent = message.Channel.GuildId is null ? Intent.DirectMessageReactions : Intent.GuildMessageReactions;
        world.Emit(new DispatchEvent(name, data, intent) { Channel = message.Channel });
    }

    private static JsonObject InChannel(Message message)
    {
        var data = new JsonObject
        {
            ["id"] = DiscordJson.Text(message.Id),
            ["channel_id"] = DiscordJson.Text(message.Channel.Id),
        };
        AddGuild(data, message.Channel);
        return data;
    }

    private static void AddGuild(JsonObject data, Channel channel)
    {
        if (channel.GuildId is { } guildId)
            data["guild_id"] = DiscordJson.Text(guildId);
    }
}
