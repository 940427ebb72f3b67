using System.Globalization;
using Codesmith.Supervisor.Chat.Discord.Commands;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Chat.Discord.World;
using Codesmith.Supervisor.Requirements;

namespace Codesmith.Supervisor.Chat.Discord;

/// <summary>What the bot needs of Discord: a switch in the developer portal, permissions, and the right to have commands.</summary>
internal sealed class DiscordCheck(
    DiscordOptions options, DiscordRest rest, DiscordWorld world, Admission admission, CommandRegistration registration)
{
    private static readonly (Permissions Permission, string Name)[] Needed =
    [
        (Permissions.ViewChannel, "View Channels"),
        (Permissions.SendMessages, "Send Messages"),
        (Permissions.SendMessagesInThreads, "Send Messages in Threads"),
        (Permissions.ReadMessageHistory, "Read Message History"),
        (Permissions.EmbedLinks, "Embed Links"),
        (Permissions.AttachFiles, "Attach Files"),
        (Permissions.AddReactions, "Add Reactions"),
        (Permissions.PinMessages, "Pin Messages"),
    ];

    /// <summary>Either of them gives users a place of their own.</summary>
    private static readonly (Permissions Permission, string Name)[] OwnPlaces =
    [
        (Permissions.ManageChannels, "Manage Channels"),
        (Permissions.CreatePrivateThreads, "Create Private Threads"),
    ];

    /// <summary>Looks when everything is known that can be; what takes long is left out.</summary>
    public async Task<IReadOnlyList<Requirement>> RunWhenKnownAsync(TimeProvider clock, CancellationToken cancellation)
    {
        await Task.WhenAny(world.Complete, Task.Delay(DiscordLimits.GuildsArrive, clock, cancellation));
        await registration.WhenTriedAsync();
        return await RunAsync(cancellation);
    }

    public async Task<IReadOnlyList<Requirement>> RunAsync(CancellationToken cancellation)
    {
        var application = await rest.GetCurrentApplicationAsync(cancellation);
        var guilds = world.Guilds.Where(guild => admission.Admits(guild.Id)).OrderBy(guild => guild.Id).ToList();
        var found = new List<Requirement> { Content(application) };
        if (guilds.Count == 0)
            found.Add(new Requirement(
                "discord servers", false, "the bot is on none that it may work on", $"Invite it: {Invite(application.Id)}"));
        found.AddRange(guilds.SelectMany(guild => Guild(guild, application.Id)));
        if (options.Channel is { } channel && world.Find(new Snowflake(channel)) is null)
            found.Add(new Requirement(
                "discord channel", false, $"{channel} is not seen by the bot",
                "Check CODESMITH_CHANNEL_ID, and let the bot see that channel."));
        return found;
    }

    private static Requirement Content(Application application) => application.MayReadContent
        ? new("discord intent", true, "message content", null)
        : new(
            "discord intent", false, "the Message Content intent is off",
            $"Switch it on under https://discord.com/developers/applications/{application.Id}/bot, then restart Codesmith.");

    private IEnumerable<Requirement> Guild(GuildView guild, Snowflake application)
    {
        string name = $"discord {guild.Name}";
        if (registration.Failures.TryGetValue(guild.Id, out string? failure))
            yield return new(
                name, false, $"no commands: {failure}",
                $"Invite the bot again, with the scope for commands: {Invite(application)}");
        var where = options.Channel is { } channel ? guild.Channels.GetValueOrDefault(new Snowflake(channel)) : null;
        var mine = guild.BotPermissions(world.Bot, where);
        string[] missing = [.. Needed.Where(one => !mine.HasFlag(one.Permission)).Select(one => one.Name)];
        if (!OwnPlaces.Any(one => mine.HasFlag(one.Permission)))
            missing = [.. missing, string.Join(" or ", OwnPlaces.Select(one => one.Name))];
        yield return missing.Length == 0
            ? new(name, true, "all permissions", null)
            : new(
                name, false, $"missing permissions: {string.Join(", ", missing)}",
                $"Give them to the bot's role, or invite it again: {Invite(application)}");
    }

    private static string Invite(Snowflake application)
    {
        var all = Needed.Concat(OwnPlaces).Aggregate(Permissions.None, (sum, one) => sum | one.Permission);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"https://discord.com/oauth2/authorize?client_id={application}&scope=bot%20applications.commands&permissions={(ulong)all}");
    }
}
