using System.Text;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Snapshot;

/// <summary>What a person reads. Under the world's lock.</summary>
internal static class ChannelText
{
    /// <summary>The messages of a channel, oldest first.</summary>
    public static string Messages(DiscordWorld world, IEnumerable<Message> messages)
    {
        var text = new StringBuilder();
        foreach (var message in messages)
            MessageText.Append(text, world, message);
        return text.ToString();
    }

    /// <summary>Categories, channels and threads by their names.</summary>
    /// <param name="asUser">Shows only what this person sees.</param>
    public static string Tree(DiscordWorld world, ulong guildId, ulong? asUser)
    {
        var text = new StringBuilder();
        var channels = world.ChannelsOf(guildId)
            .Where(channel => asUser is null || Access.CanSee(world, channel, asUser.Value))
            .OrderBy(channel => channel.Position)
            .ToList();
        foreach (var channel in channels.Where(channel => channel.ParentId is null))
        {
            AppendChannel(channel, "");
            foreach (var child in channels.Where(child => child.ParentId == channel.Id))
                AppendChannel(child, "  ");
        }

        return text.ToString();

        void AppendChannel(Channel channel, string indent)
        {
            var mark = channel.Kind is ChannelKind.Category ? "category " : "#";
            text.Append(indent).Append(mark).Append(channel.Name).Append('\n');
            foreach (var thread in world.ThreadsOf(guildId).Where(thread => thread.ParentId == channel.Id).OrderBy(
                thread => thread.Id))
            {
                if (asUser is null || Access.CanSee(world, thread, asUser.Value))
                    text.Append(indent).Append("  > ").Append(thread.Name).Append(Marks(thread)).Append('\n');
            }
        }
    }

    private static string Marks(Channel thread)
    {
        var marks = new[]
        {
            thread.Kind is ChannelKind.PrivateThread ? "private" : null,
            thread.Thread!.Archived ? "archived" : null,
            thread.Thread.Locked ? "locked" : null,
        };
        var said = string.Join(", ", marks.OfType<string>());
        return said.Length == 0 ? "" : $" ({said})";
    }
}
