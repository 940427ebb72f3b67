namespace Codesmith.Tests.Doubles.Discord.Gateway;

/// <summary>Discord's bits. An event without an intent goes to everyone.</summary>
[Flags]
internal enum Intent
{
    None = 0,
    Guilds = 1 << 0,
    GuildMembers = 1 << 1,
    GuildPresences = 1 << 8,
    GuildMessages = 1 << 9,
    GuildMessageReactions = 1 << 10,
    DirectMessages = 1 << 12,
    DirectMessageReactions = 1 << 13,
    MessageContent = 1 << 15,

    /// <summary>To be switched on for an application before they may be asked for.</summary>
    Privileged = GuildMembers | GuildPresences | MessageContent,

    /// <summary>Bits 17 to 19, 22 and 23, and all from 26 on, mean nothing.</summary>
    Known = (1 << 17) - 1 | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25,
}
