using System.Globalization;
using Codesmith.Supervisor.Chat.Discord.Commands;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Chat.Discord.World;
using Codesmith.Supervisor.Requirements;

namespace Codesmith.Supervisor.Chat.Discord;

/// <summary>
/// What the bot needs of its servers: permissions, and the right to have commands. That it may read messages is certain
/// once it is connected: the gateway refuses it else, and says which switch is off.
/// </summary>
internal sealed class DiscordCheck(
    DiscordOptions options, DiscordWorld world, Admission admission, CommandRegistration registration)
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

    /// <summary>Any of them gives users a place of their own; where a channel is prescribed, no other ones are made.</summary>
    private (Permissions Permission, string Name)[] OwnPlaces => options.Channel is null
        ? [(Permissions.ManageChannels, "Manage Channels"), Threads]
        : [Threads];

    private static (Permissions Permission, string Name) Threads =>
        (Permissions.CreatePrivateThreads, "Create Private Threads");

    /// <summary>Looks when everything is known that can be; what takes long is left out.</summary>
    public async Task<IReadOnlyList<Requirement>> RunWhenKnownAsync(TimeProvider clock, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(world.Complete, Task.Delay(DiscordLimits.GuildsArrive, clock, waiting.Token));
        await waiting.CancelAsync();
        await registration.WhenTriedAsync();
        return Run();
    }

    public IReadOnlyList<Requirement> Run()
    {
        var guilds = world.Guilds.Where(guild => admission.Admits(guild.Id)).OrderBy(guild => guild.Id).ToList();
        var found = new List<Requirement> { new("discord intent", true, "messages may be read", null) };
        if (guilds.Count == 0)
            found.Add(new Requirement(
                "discord servers", false, "the bot is on none that it may work on", $"Invite it: {Invite()}"));
        found.AddRange(guilds.SelectMany(guild => Guild(guild)));
        if (options.Channel is { } channel && world.Find(new Snowflake(channel)) is null)
            found.Add(new Requirement(
                "discord channel", false, $"{channel} is not seen by the bot",
                "Check CODESMITH_CHANNEL_ID, and let the bot see that channel."));
        return found;
    }

    private IEnumerable<Requirement> Guild(GuildView guild)
    {
        string name = $"discord {guild.Name}";
        if (registration.Failures.TryGetValue(guild.Id, out var failure))
            yield return new(name, false, $"no commands: {failure.Message}", CommandsFix(failure));
        var where = options.Channel is { } channel ? guild.Channels.GetValueOrDefault(new Snowflake(channel)) : null;
        var mine = guild.BotPermissions(world.Bot, where);
        string[] missing = [.. Needed.Where(one => !mine.HasFlag(one.Permission)).Select(one => one.Name)];
        if (!OwnPlaces.Any(one => mine.HasFlag(one.Permission)))
            missing = [.. missing, string.Join(" or ", OwnPlaces.Select(one => one.Name))];
        yield return missing.Length == 0
            ? new(name, true, "all permissions", null)
            : new(
                name, false, $"missing permissions: {string.Join(", ", missing)}",
                $"Give them to the bot's role, or invite it again: {Invite()}");
    }

    private string CommandsFix(DiscordException failure) => failure switch
    {
        { Kind: DiscordErrorKind.Forbidden } => $"Invite the bot again, with the scope for commands: {Invite()}",
        { Kind: DiscordErrorKind.Unauthorized or DiscordErrorKind.Stopped } =>
            "Codesmith's connection to Discord has ended: check the bot's token and start it again.",
        _ when CommandRegistration.IsTemporary(failure) => "Nothing to do: it is tried again every few minutes.",
        _ => "Discord does not take Codesmith's commands: install the newest version, and report this if it stays.",
    };

    private string Invite()
    {
        var all = Needed.Concat(OwnPlaces).Aggregate(Permissions.None, (sum, one) => sum | one.Permission);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"https://discord.com/oauth2/authorize?client_id={world.Application}&scope=bot%20applications.commands&permissions={(ulong)all}");
    }
}
