namespace Codesmith.Tests.Doubles.Discord.World;

/// <summary>Discord's computation of a person's permissions.</summary>
internal static class Access
{
    /// <summary>Nothing without ViewChannel; in a thread SendMessages stands for SendMessagesInThreads.</summary>
    public static Permission In(DiscordWorld world, Channel channel, ulong userId)
    {
        if (channel.Recipient is { } recipient)
            return userId == recipient.Id || userId == world.Bot.Id ? Permission.DirectMessage : Permission.None;
        var guild = world.Guilds[channel.GuildId!.Value];
        if (channel.Thread is not { } thread)
            return Shown(InGuildChannel(guild, channel, userId));
        if (!world.Channels.TryGetValue(channel.ParentId!.Value, out var parent))
            return Permission.None;
        var inherited = InGuildChannel(guild, parent, userId);
        if (channel.Kind is ChannelKind.PrivateThread && !thread.Members.Contains(userId)
            && !inherited.HasFlag(Permission.ManageThreads))
            return Permission.None;
        return Shown(inherited.HasFlag(Permission.SendMessagesInThreads)
            ? inherited | Permission.SendMessages
            : inherited & ~Permission.SendMessages);
    }

    public static Permission In(Guild guild, ulong userId)
    {
        if (!guild.Members.TryGetValue(userId, out var member))
            return Permission.None;
        if (guild.OwnerId == userId)
            return Permission.All;
        var permissions = member.Roles.Aggregate(
            guild.Roles[guild.Id].Permissions, (sum, role) => sum | guild.Roles[role].Permissions);
        return permissions.HasFlag(Permission.Administrator) ? Permission.All : permissions;
    }

    public static bool CanSee(DiscordWorld world, Channel channel, ulong userId) =>
        In(world, channel, userId).HasFlag(Permission.ViewChannel);

    private static Permission InGuildChannel(Guild guild, Channel channel, ulong userId)
    {
        var permissions = In(guild, userId);
        if (permissions is Permission.All or Permission.None)
            return permissions;
        var roles = guild.Members[userId].Roles;
        var (allow, deny) = (Permission.None, Permission.None);
        var own = default(Overwrite);
        foreach (var overwrite in channel.Overwrites)
        {
            if (overwrite.Id == guild.Id)
                permissions = permissions & ~overwrite.Deny | overwrite.Allow;
            else if (overwrite.IsMember && overwrite.Id == userId)
                own = overwrite;
            else if (!overwrite.IsMember && roles.Contains(overwrite.Id))
                (allow, deny) = (allow | overwrite.Allow, deny | overwrite.Deny);
        }

        permissions = permissions & ~deny | allow;
        return own is null ? permissions : permissions & ~own.Deny | own.Allow;
    }

    private static Permission Shown(Permission permissions) =>
        permissions.HasFlag(Permission.ViewChannel) ? permissions : Permission.None;
}
