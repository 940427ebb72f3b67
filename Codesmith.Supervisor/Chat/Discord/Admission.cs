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
    /// <param name="message">From an event, which says who its author is there.</param>
    /// <param name="world">Knows where it is.</param>
    public bool Admits(Message message, DiscordWorld world) => Admits(
        message.Author.Id, message.Member?.Roles ?? [],
        world.Find(message.ChannelId)?.Channel ?? new Channel(message.ChannelId, GuildId: message.GuildId));

    /// <summary>Whether what this user writes there may be for Codesmith.</summary>
    public bool Admits(Snowflake user, IReadOnlyList<Snowflake> roles, Channel place) =>
        place.GuildId is { } guild && Admits(guild) && AdmitsUser(user, roles) && IsInPlace(place.Id, place.ParentId);

    /// <summary>Whether it depends on this user's roles.</summary>
    public bool AsksForRoles(Snowflake user) =>
        !options.Admission.Roles.IsEmpty && !options.Admission.Users.Contains(user.Value);

    /// <summary>Why this interaction is not for its user; null if it is.</summary>
    public string? Refusal(Interaction interaction, DiscordWorld world)
    {
        // A thread that was put away is not known to the world.
        if (interaction is not { GuildId: { } guild, ChannelId: { } channel, Invoker: { } user })
            return NotDirect;
        return !Admits(guild) ? NotHere
            : !AdmitsUser(user.Id, interaction.Member?.Roles ?? []) ? NotYou
            : !IsInPlace(channel, interaction.Channel?.ParentId ?? world.Find(channel)?.Channel.ParentId) ? $"Codesmith is used in <#{options.Channel}>."
            : null;
    }

    private bool AdmitsUser(Snowflake user, IReadOnlyList<Snowflake> roles)
    {
        var (_, admittedRoles, admittedUsers) = options.Admission;
        return (admittedRoles.IsEmpty && admittedUsers.IsEmpty)
            || admittedUsers.Contains(user.Value)
            || roles.Any(role => admittedRoles.Contains(role.Value));
    }

    private bool IsInPlace(Snowflake channel, Snowflake? parent) =>
        options.Channel is not { } only || channel.Value == only || parent?.Value == only;
}
