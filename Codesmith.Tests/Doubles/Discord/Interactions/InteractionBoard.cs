using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.Gateway;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Interactions;

/// <summary>The interactions of this double: opens them, finds them by token, watches that they are answered.</summary>
/// <param name="world">Where they happen.</param>
/// <param name="ledger">Is told of late ones.</param>
/// <param name="firstCallback">How long the bot has for its first answer.</param>
internal sealed class InteractionBoard(DiscordWorld world, Ledger ledger, TimeSpan firstCallback) : IDisposable
{
    private readonly Dictionary<string, Interaction> _byToken = [];
    private readonly List<ITimer> _timers = [];

    /// <summary>Dispatches it to the bot.</summary>
    public Interaction Open(
        InteractionKind kind, User user, Channel channel, string name, JsonObject data, Message? source = null)
    {
        var token = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var interaction = new Interaction(world.NextId(), token, kind, user, channel, world.Now, name)
        {
            Source = source,
        };
        _byToken.Add(interaction.Token, interaction);
        _timers.Add(world.Clock.CreateTimer(
            _ => CheckLate(interaction), null, firstCallback, Timeout.InfiniteTimeSpan));
        world.Emit(new DispatchEvent("INTERACTION_CREATE", ToJson(interaction, data), Intent.None)
        {
            Delivered = () => interaction.WasDelivered = true,
        });
        return interaction;
    }

    /// <summary>Whether it is too late for the first answer.</summary>
    public bool IsOver(Interaction interaction) => world.Now - interaction.CreatedAt > firstCallback;

    public Interaction? Find(string token) => _byToken.GetValueOrDefault(token);

    public Message? FindEphemeral(ulong messageId) => _byToken.Values
        .SelectMany(interaction => interaction.EphemeralMessages)
        .FirstOrDefault(message => message.Id == messageId);

    public void Dispose()
    {
        lock (world.Gate)
            _timers.ForEach(timer => timer.Dispose());
    }

    private void CheckLate(Interaction interaction)
    {
        lock (world.Gate)
        {
            if (interaction is { Callback: null, WasDelivered: true })
                ledger.Late(interaction.ToString());
        }
    }

    private JsonObject ToJson(Interaction interaction, JsonObject data)
    {
        var channel = interaction.Channel;
        var json = new JsonObject
        {
            ["id"] = DiscordJson.Text(interaction.Id),
            ["type"] = (int)interaction.Kind,
            ["token"] = interaction.Token,
            ["application_id"] = DiscordJson.Text(world.ApplicationId),
            ["version"] = 1,
            ["channel_id"] = DiscordJson.Text(channel.Id),
            ["channel"] = channel.ToJson(),
            ["data"] = data,
            ["locale"] = "en-US",
            ["entitlements"] = new JsonArray(),
            ["app_permissions"] = DiscordJson.Text(Access.In(world, channel, world.Bot.Id)),
            ["context"] = channel.GuildId is null ? 1 : 0,
            ["attachment_size_limit"] = Rules.MessageLimits.FileBytes,
            ["authorizing_integration_owners"] = new JsonObject { ["0"] = DiscordJson.Text(channel.GuildId ?? 0) },
        };
        if (interaction.Source is { } source)
            json["message"] = MessageJson.Of(world, source);
        if (channel.GuildId is not { } guildId)
        {
            json["user"] = interaction.User.ToJson();
            return json;
        }

        var member = world.Guilds[guildId].Members[interaction.User.Id].ToJson();
        member["permissions"] = DiscordJson.Text(Access.In(world, channel, interaction.User.Id));
        json["member"] = member;
        json["guild_id"] = DiscordJson.Text(guildId);
        json["guild_locale"] = "en-US";
        return json;
    }
}
