using Codesmith.Supervisor.Chat.Discord.Model;

namespace Codesmith.Supervisor.Chat.Discord.World;

/// <summary>How Discord reckons what a member may do. Pure.</summary>
internal static class PermissionRules
{
    public const Permissions Everything = (Permissions)ulong.MaxValue;

    /// <param name="guild">The guild.</param>
    /// <param name="member">Who.</param>
    /// <param name="roles">Their roles, without @everyone.</param>
    /// <param name="channel">Where; the parent of a thread; null for the guild as a whole.</param>
    public static Permissions Of(GuildView guild, Snowflake member, IReadOnlyList<Snowflake> roles, Channel? channel)
    {
        if (member == guild.Owner)
            return Everything;
        var permissions = RoleOf(guild, guild.Id);
        foreach (var role in roles)
            permissions |= RoleOf(guild, role);
        if (permissions.HasFlag(Permissions.Administrator))
            return Everything;
        var overwrites = channel?.PermissionOverwrites ?? [];
        permissions = Apply(permissions, overwrites.Where(one => one.Id == guild.Id));
        permissions = Apply(permissions, overwrites.Where(one => one.Type == OverwriteType.Role && roles.Contains(one.Id)));
        return Apply(permissions, overwrites.Where(one => one.Type == OverwriteType.Member && one.Id == member));
    }

    private static Permissions RoleOf(GuildView guild, Snowflake role) =>
        guild.Roles.TryGetValue(role, out var found) ? found.Permissions : Permissions.None;

    private static Permissions Apply(Permissions permissions, IEnumerable<Overwrite> overwrites)
    {
        var (allow, deny) = (Permissions.None, Permissions.None);
        foreach (var overwrite in overwrites)
        {
            allow |= overwrite.Allow;
            deny |= overwrite.Deny;
        }
        return (permissions & ~deny) | allow;
    }
}
