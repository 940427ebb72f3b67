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
    /// <param name="place">Where it is; null if that is not known.</param>
    /// <param name="isWatched">
    /// Whether sessions take place there: when they began, it was looked at where that is, also of a thread that is not
    /// known.
    /// </param>
    public bool Admits(Message message, Channel? place, bool isWatched) =>
        AdmitsUser(place?.GuildId ?? message.GuildId, message.Author.Id, message.Member?.Roles ?? [])
        && ((place is null && isWatched) || IsInPlace(message.ChannelId, place?.ParentId));

    /// <summary>Whether what this user writes there may be for Codesmith.</summary>
    public bool Admits(Snowflake user, IReadOnlyList<Snowflake> roles, Channel place) =>
        AdmitsUser(place.GuildId, user, roles) && IsInPlace(place.Id, place.ParentId);

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
            : !IsInPlace(channel, interaction.Channel?.ParentId ?? world.Find(channel)?.Channel.ParentId)
                ? $"Codesmith is used in <#{options.Channel}>."
            : null;
    }

    private bool AdmitsUser(Snowflake? guild, Snowflake user, IReadOnlyList<Snowflake> roles) =>
        guild is { } known && Admits(known) && AdmitsUser(user, roles);

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
