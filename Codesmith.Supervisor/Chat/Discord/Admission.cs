using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.World;

namespace Codesmith.Supervisor.Chat.Discord;

/// <summary>Who may use Codesmith, and where: as configured, else everybody on the bot's servers.</summary>
internal sealed class Admission(DiscordOptions options)
{
    private const string NotHere = "Codesmith is not used on this server.";
    private const string NotDirect = "Use that on the server, not here.";
    private const string NotYou = "You may not use Codesmith here. Ask who runs it.";

    /// <summary>Whether the bot works in this guild.</summary>
    public bool Admits(Snowflake guild) =>
        options.Admission.Guilds.IsEmpty || options.Admission.Guilds.Contains(guild.Value);

    /// <summary>Whether this message may be for Codesmith.</summary>
    public bool Admits(Message message, DiscordWorld world) =>
        message.GuildId is { } guild && Admits(guild) && AdmitsUser(message.Author.Id, message.Member?.Roles)
        && IsInPlace(message.ChannelId, parent: null, world);

    /// <summary>Why this interaction is not for its user; null if it is.</summary>
    public string? Refusal(Interaction interaction, DiscordWorld world)
    {
        if (interaction is not { GuildId: { } guild, ChannelId: { } channel, Invoker: { } user })
            return NotDirect;
        return !Admits(guild) ? NotHere
            : !AdmitsUser(user.Id, interaction.Member?.Roles) ? NotYou
            : !IsInPlace(channel, interaction.Channel?.ParentId, world) ? $"Codesmith is used in <#{options.Channel}>."
            : null;
    }

    private bool AdmitsUser(Snowflake user, IReadOnlyList<Snowflake>? roles)
    {
        var (_, admittedRoles, admittedUsers) = options.Admission;
        return (admittedRoles.IsEmpty && admittedUsers.IsEmpty)
            || admittedUsers.Contains(user.Value)
            || (roles ?? []).Any(role => admittedRoles.Contains(role.Value));
    }

    /// <param name="channel">Where something happened.</param>
    /// <param name="parent">Its parent, if that was told: a thread that was put away is not known.</param>
    /// <param name="world">Knows the others.</param>
    private bool IsInPlace(Snowflake channel, Snowflake? parent, DiscordWorld world) =>
        options.Channel is not { } only || channel.Value == only
        || (parent ?? world.Find(channel)?.Channel.ParentId)?.Value == only;
}
