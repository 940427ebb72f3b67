using Codesmith.Supervisor.Chat.Discord;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.Hosting;

/// <summary>Reads <see cref="DiscordOptions"/>. The bot's token decides whether the chat is Discord.</summary>
internal static class DiscordOptionsReader
{
    internal const string TokenVariable = "DISCORD_BOT_TOKEN";
    internal const string ChannelVariable = "CODESMITH_CHANNEL_ID";
    internal const string ApiBaseVariable = "DISCORD_API_BASE";

    /// <summary>Systemd's name of the token.</summary>
    private const string TokenCredential = "discord-bot-token";

    private static readonly Uri DefaultApiBase = new("https://discord.com/api/v10");

    /// <summary>Reads them; null without a token, or with one and at least one mistake.</summary>
    internal static DiscordOptions? Read(Settings settings)
    {
        Secret? token = settings.Secret(TokenVariable, TokenCredential, "Discord:BotToken");
        Uri apiBase = ApiBase(settings);
        ulong? channel = settings.Snowflake(ChannelVariable, "Discord:ChannelId");
        var admission = new DiscordAdmission(
            [.. settings.Snowflakes("Discord:Guilds")],
            [.. settings.Snowflakes("Discord:Roles")],
            [.. settings.Snowflakes("Discord:Users")]);
        if (token is not null)
            return new DiscordOptions(token, apiBase, channel, admission);
        if (channel is not null)
        {
            settings.Reject(
                $"{ChannelVariable} is set but {TokenVariable} is not: set both for Discord, none for the terminal.");
        }

        return null;
    }

    private static Uri ApiBase(Settings settings)
    {
        if (settings.Value(ApiBaseVariable, "Discord:ApiBase") is not { } address)
            return DefaultApiBase;
        if (Uri.TryCreate(address.TrimEnd('/'), UriKind.Absolute, out Uri? url)
            && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback))
            && url.Host.Length > 0
            && url is { UserInfo: "", Query: "", Fragment: "" })
        {
            return url;
        }

        // Not repeated: a mistyped one may hold a password.
        settings.Reject(
            $"{ApiBaseVariable} must be an https address without user, query and fragment, such as {DefaultApiBase};"
            + " http is for this machine only.");
        return DefaultApiBase;
    }
}
