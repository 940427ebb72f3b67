namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>The bot's application, as the developer portal keeps it.</summary>
internal sealed record Application(Snowflake Id);
