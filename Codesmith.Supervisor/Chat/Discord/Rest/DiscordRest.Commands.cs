using Codesmith.Supervisor.Chat.Discord.Model;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>
/// Slash commands. Overwriting replaces all of the bot's commands there; at most 200 creates a day, so compare first.
/// </summary>
internal sealed partial class DiscordRest
{
    private const string GuildCommandsTemplate = "applications/{application}/guilds/{guild}/commands";

    public Task<IReadOnlyList<ApplicationCommand>> GetGuildCommandsAsync(
        Snowflake application, Snowflake guild, CancellationToken cancellationToken) => ReadAsync(
        Route.Of(HttpMethod.Get, GuildCommandsTemplate, application, guild),
        DiscordJson.Default.IReadOnlyListApplicationCommand,
        cancellationToken);

    public Task OverwriteGuildCommandsAsync(
        Snowflake application,
        Snowflake guild,
        IReadOnlyList<CommandPayload> commands,
        CancellationToken cancellationToken) => SendAsync(
        new RestRequest(
            Route.Of(HttpMethod.Put, GuildCommandsTemplate, application, guild), RequestPriority.Create)
        {
            Body = Json(commands, DiscordJson.Default.IReadOnlyListCommandPayload),
        },
        cancellationToken);
}
