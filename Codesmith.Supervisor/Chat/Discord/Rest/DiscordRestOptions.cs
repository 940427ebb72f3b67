using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>Where Discord's API is, and who asks.</summary>
/// <param name="Token">The bot's token, without the word "Bot".</param>
internal sealed record DiscordRestOptions(Secret Token)
{
    /// <summary>With the version, such as <c>https://discord.com/api/v10</c>.</summary>
    public Uri ApiBase { get; init; } = new("https://discord.com/api/v10");

    /// <summary>The form is prescribed: others may be blocked.</summary>
    public string UserAgent { get; init; } = $"DiscordBot (https://github.com/codesmith, {Version?.ToString(3)})";

    private static Version? Version => typeof(DiscordRestOptions).Assembly.GetName().Version;
}
