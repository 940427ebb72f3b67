using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Gateway;

/// <summary>Something that happened, before it is known who hears of it.</summary>
/// <param name="Data">The <c>d</c> of the payload; belongs to the event and does not change any more.</param>
/// <param name="Intent">The one a session needs; none for events that everyone gets.</param>
internal sealed record DispatchEvent(string Name, JsonObject Data, Intent Intent)
{
    private readonly Lazy<byte[]> _bytes = new(() => DiscordJson.Bytes(Data));
    private readonly Lazy<byte[]> _concealed = new(() => Conceal(Data));

    /// <summary>Where it happened: only who sees the channel hears of it.</summary>
    public Channel? Channel { get; init; }

    /// <summary>Somebody else's message in a guild, whose content needs an intent of its own.</summary>
    public bool HasForeignContent { get; init; }

    /// <summary>Runs when a live connection is about to be sent this.</summary>
    public Action? Delivered { get; init; }

    /// <summary>The data in UTF-8, made once and off the world's lock.</summary>
    public byte[] BytesFor(Intent intents) =>
        HasForeignContent && !intents.HasFlag(Intent.MessageContent) ? _concealed.Value : _bytes.Value;

    public static DispatchEvent OfMessage(DiscordWorld world, string name, Message message) =>
        InMessages(world, name, message.Channel, MessageJson.ForEvent(world, message)) with
        {
            HasForeignContent = message.Author != world.Bot && message.Channel.GuildId is not null
                && !message.Mentions.Users.Contains(world.Bot.Id),
        };

    public static DispatchEvent InMessages(DiscordWorld world, string name, Channel channel, JsonObject data) =>
        new(name, data, channel.GuildId is null ? Intent.DirectMessages : Intent.GuildMessages) { Channel = channel };

    private static byte[] Conceal(JsonObject data)
    {
        var copy = (JsonObject)data.DeepClone();
        MessageJson.Conceal(copy);
        return DiscordJson.Bytes(copy);
    }
}
