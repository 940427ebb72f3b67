using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.World;

/// <summary>What threads have beyond channels.</summary>
internal sealed class ThreadState(ulong ownerId, int autoArchiveMinutes, DateTimeOffset createdAt)
{
    public ulong OwnerId { get; } = ownerId;

    public HashSet<ulong> Members { get; } = [ownerId];

    public int AutoArchiveMinutes { get; set; } = autoArchiveMinutes;

    public bool Invitable { get; set; } = true;

    public bool Archived { get; private set; }

    public bool Locked { get; set; }

    /// <summary>Null as long as it was never archived.</summary>
    public DateTimeOffset? ArchiveChangedAt { get; private set; }

    public void Archive(bool archived, DateTimeOffset now)
    {
        if (Archived != archived)
            ArchiveChangedAt = now;
        Archived = archived;
    }

    public void WriteTo(JsonObject channel)
    {
        channel["owner_id"] = DiscordJson.Text(OwnerId);
        channel["member_count"] = Members.Count;
        channel["message_count"] = 0;
        channel["total_message_sent"] = 0;
        channel["thread_metadata"] = new JsonObject
        {
            ["archived"] = Archived,
            ["locked"] = Locked,
            ["auto_archive_duration"] = AutoArchiveMinutes,
            ["archive_timestamp"] = DiscordJson.Text(ArchiveChangedAt ?? createdAt),
            ["create_timestamp"] = DiscordJson.Text(createdAt),
            ["invitable"] = Invitable,
        };
    }
}
