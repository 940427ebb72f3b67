using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.World;

/// <summary>A channel of a guild, a thread, or a direct message.</summary>
internal sealed class Channel(ulong id, ChannelKind kind, ulong? guildId, string name)
{
    /// <summary>How long people see that the bot types, after it said so.</summary>
    public static readonly TimeSpan TypingShows = TimeSpan.FromSeconds(10);

    public ulong Id { get; } = id;

    public ChannelKind Kind { get; } = kind;

    public ulong? GuildId { get; } = guildId;

    public string Name { get; set; } = name;

    public string? Topic { get; set; }

    public int Position { get; set; }

    /// <summary>Seconds between two messages of one person.</summary>
    public int SlowMode { get; set; }

    /// <summary>The category, or the channel a thread belongs to.</summary>
    public ulong? ParentId { get; set; }

    public List<Overwrite> Overwrites { get; } = [];

    /// <summary>By id, so in the order of time.</summary>
    public SortedList<ulong, Message> Messages { get; } = [];

    public DateTimeOffset TypingUntil { get; set; }

    public ulong? LastMessageId { get; set; }

    /// <summary>Only in threads.</summary>
    public ThreadState? Thread { get; init; }

    /// <summary>Only in direct messages: the other side.</summary>
    public User? Recipient { get; init; }

    public bool IsThread => Thread is not null;

    public bool HoldsMessages => Kind is not ChannelKind.Category;

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["id"] = DiscordJson.Text(Id),
            ["type"] = (int)Kind,
            ["last_message_id"] = DiscordJson.Text(LastMessageId),
            ["flags"] = 0,
        };
        if (Recipient is not null)
        {
            json["recipients"] = new JsonArray(Recipient.ToJson());
            return json;
        }

        json["guild_id"] = DiscordJson.Text(GuildId);
        json["name"] = Name;
        json["parent_id"] = DiscordJson.Text(ParentId);
        json["rate_limit_per_user"] = SlowMode;
        if (Thread is not null)
        {
            Thread.WriteTo(json);
            return json;
        }

        json["topic"] = Topic;
        json["position"] = Position;
        json["nsfw"] = false;
        json["permission_overwrites"] = DiscordJson.Array(Overwrites.Select(overwrite => overwrite.ToJson()));
        return json;
    }
}
