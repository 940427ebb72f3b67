using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.Gateway;

namespace Codesmith.Tests.Doubles.Discord.World;

/// <summary>What happens to channels and threads, whoever does it: the change and the event that tells of it.</summary>
internal sealed class ChannelBoard(DiscordWorld world, MessageBoard messages)
{
    public Channel Create(
        Guild guild, string name, ChannelKind kind, ulong? parentId, IEnumerable<Overwrite> overwrites)
    {
        var channel = new Channel(world.NextId(), kind, guild.Id, name)
        {
            ParentId = parentId,
            Position = world.ChannelsOf(guild.Id).Count(),
        };
        channel.Overwrites.AddRange(overwrites);
        world.Channels.Add(channel.Id, channel);
        Tell("CHANNEL_CREATE", channel);
        return channel;
    }

    public void Changed(Channel channel) => Tell(channel.IsThread ? "THREAD_UPDATE" : "CHANNEL_UPDATE", channel);

    /// <summary>With a channel go its threads; what was in a category stays, outside it.</summary>
    public void Delete(Channel channel)
    {
        Tell(channel.IsThread ? "THREAD_DELETE" : "CHANNEL_DELETE", channel);
        world.Channels.Remove(channel.Id);
        foreach (var message in channel.Messages.Values)
            message.IsDeleted = true;
        foreach (var child in world.Channels.Values.Where(other => other.ParentId == channel.Id).ToList())
        {
            if (child.IsThread)
            {
                Delete(child);
                continue;
            }

            child.ParentId = null;
            Changed(child);
        }
    }

    public Channel CreateThread(
        Channel parent, User owner, string name, ChannelKind kind, int archiveMinutes, Message? from)
    {
        var thread = new Channel(from?.Id ?? world.NextId(), kind, parent.GuildId, name)
        {
            ParentId = parent.Id,
            Thread = new ThreadState(owner.Id, archiveMinutes, world.Now),
        };
        world.Channels.Add(thread.Id, thread);
        Tell("THREAD_CREATE", thread, newly: true);
        if (from is not null)
        {
            from.Flags |= MessageFlags.HasThread;
            messages.Edited(from, byAuthor: false);
            messages.Post(thread, from.Author, new MessageDraft { Kind = MessageKind.ThreadStarter, Reference = from });
        }
        else if (kind is ChannelKind.PublicThread)
        {
            messages.Post(parent, owner, new MessageDraft { Kind = MessageKind.ThreadCreated, Content = name });
        }

        return thread;
    }

    public void Archive(Channel thread, bool archived)
    {
        thread.Thread!.Archive(archived, world.Now);
        Changed(thread);
    }

    public void AddToThread(Channel thread, ulong userId)
    {
        if (!thread.Thread!.Members.Add(userId))
            return;
        if (userId == world.Bot.Id)
            Tell("THREAD_CREATE", thread);
        TellOfMembers(thread, userId, "added_members");
    }

    public void RemoveFromThread(Channel thread, ulong userId)
    {
        if (thread.Thread!.Members.Remove(userId))
            TellOfMembers(thread, userId, "removed_member_ids");
    }

    /// <summary>The same one each time.</summary>
    public Channel DirectMessagesWith(User recipient)
    {
        if (world.Channels.Values.FirstOrDefault(channel => channel.Recipient == recipient) is { } known)
            return known;
        var channel = new Channel(world.NextId(), ChannelKind.Direct, guildId: null, "") { Recipient = recipient };
        world.Channels.Add(channel.Id, channel);
        world.Changes.Tell();
        return channel;
    }

    private void Tell(string name, Channel channel, bool newly = false)
    {
        var data = channel.ToJson();
        if (newly)
            data["newly_created"] = true;
        world.Emit(new DispatchEvent(name, data, Intent.Guilds) { Channel = channel });
    }

    private void TellOfMembers(Channel thread, ulong userId, string field)
    {
        var data = new JsonObject
        {
            ["id"] = DiscordJson.Text(thread.Id),
            ["guild_id"] = DiscordJson.Text(thread.GuildId),
            ["member_count"] = thread.Thread!.Members.Count,
            [field] = field is "removed_member_ids"
                ? DiscordJson.Ids([userId])
                : new JsonArray(new JsonObject
                {
                    ["id"] = DiscordJson.Text(thread.Id),
                    ["user_id"] = DiscordJson.Text(userId),
                    ["join_timestamp"] = DiscordJson.Text(world.Now),
                    ["flags"] = 0,
                }),
        };
        world.Emit(new DispatchEvent("THREAD_MEMBERS_UPDATE", data, Intent.Guilds) { Channel = thread });
    }
}
