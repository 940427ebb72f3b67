using System.Collections.Immutable;
using Codesmith.Supervisor.Chat.Discord.Model;

namespace Codesmith.Supervisor.Chat.Discord.World;

/// <summary>What is known of a guild, from its events. Immutable.</summary>
/// <param name="Id">Also the id of its role @everyone.</param>
/// <param name="Name">For people.</param>
/// <param name="Owner">May do everything.</param>
/// <param name="Roles">By id.</param>
/// <param name="BotRoles">Those of the bot, without @everyone.</param>
/// <param name="Channels">Channels and active threads, by id.</param>
internal sealed record GuildView(
    Snowflake Id, string Name, Snowflake Owner, ImmutableDictionary<Snowflake, Role> Roles,
    IReadOnlyList<Snowflake> BotRoles, ImmutableDictionary<Snowflake, Channel> Channels)
{
    /// <summary>Reads GUILD_CREATE. Its channels do not name their guild.</summary>
    public static GuildView Of(Guild guild, Snowflake bot) => new(
        guild.Id, guild.Name ?? guild.Id.ToString(), guild.OwnerId ?? default,
        (guild.Roles ?? []).ToImmutableDictionary(role => role.Id),
        guild.Members?.FirstOrDefault(member => member.User?.Id == bot)?.Roles ?? [],
        (guild.Channels ?? []).Concat(guild.Threads ?? [])
            .ToImmutableDictionary(channel => channel.Id, channel => channel with { GuildId = guild.Id }));

    /// <summary>What the bot may do in a channel; null: in the guild as a whole.</summary>
    public Permissions BotPermissions(Snowflake bot, Channel? channel) => PermissionRules.Of(
        this, bot, BotRoles, channel is { IsThread: true, ParentId: { } parent } ? Channels.GetValueOrDefault(parent) : channel);
}
