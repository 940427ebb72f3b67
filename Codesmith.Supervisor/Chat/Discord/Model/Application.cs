namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>The bot's application, as the developer portal keeps it.</summary>
internal sealed record Application(Snowflake Id, string? Name = null, ApplicationFlags Flags = ApplicationFlags.None)
{
    /// <summary>
    /// Whether the switch for the text of messages is on; without it the gateway refuses that intent.
    /// </summary>
    public bool MayReadContent =>
        (Flags & (ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited)) != 0;
}

[Flags]
internal enum ApplicationFlags : long
{
    None = 0,

    /// <summary>Granted by Discord: bots in many guilds.</summary>
    GatewayMessageContent = 1 << 18,

    /// <summary>Switched on by the owner: bots in few guilds.</summary>
    GatewayMessageContentLimited = 1 << 19,
}
