using System.Text.Json;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Rest;

/// <summary>Finds what a request names, as far as the bot may see and use it.</summary>
internal sealed class BotAccess(DiscordWorld world)
{
    public Permission In(Channel channel) => Access.In(world, channel, world.Bot.Id);

    public Channel Channel(ulong id)
    {
        if (!world.Channels.TryGetValue(id, out var channel))
            throw DiscordErrors.UnknownChannel();
        return In(channel).HasFlag(Permission.ViewChannel) ? channel : throw DiscordErrors.MissingAccess();
    }

    public Channel Channel(ulong id, Permission needed)
    {
        var channel = Channel(id);
        Require(channel, needed);
        return channel;
    }

    public void Require(Channel channel, Permission needed)
    {
        if (!In(channel).HasFlag(needed))
            throw DiscordErrors.MissingPermissions();
    }

    public Message Message(Channel channel, ulong id) =>
        channel.Messages.TryGetValue(id, out var message) ? message : throw DiscordErrors.UnknownMessage();

    public Guild Guild(ulong id)
    {
        if (!world.Guilds.TryGetValue(id, out var guild))
            throw DiscordErrors.UnknownGuild();
        return guild.Members.ContainsKey(world.Bot.Id) ? guild : throw DiscordErrors.MissingAccess();
    }

    public Guild Guild(ulong id, Permission needed)
    {
        var guild = Guild(id);
        return Access.In(guild, world.Bot.Id).HasFlag(needed) ? guild : throw DiscordErrors.MissingPermissions();
    }

    /// <summary>Edits and reactions do not wake a thread.</summary>
    public static void RequireUnarchived(Channel channel)
    {
        if (channel.Thread is { Archived: true })
            throw DiscordErrors.ThreadArchived();
    }

    /// <summary>What a body asks for beyond the right to send.</summary>
    public void RequireContent(Channel channel, JsonElement body, bool hasFiles)
    {
        if (body.Items("embeds").Any())
            Require(channel, Permission.EmbedLinks);
        if (hasFiles)
            Require(channel, Permission.AttachFiles);
    }
}
