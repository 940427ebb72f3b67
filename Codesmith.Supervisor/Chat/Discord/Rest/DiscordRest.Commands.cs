using Codesmith.Supervisor.Chat.Discord.Model;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>
/// Slash commands. Overwriting replaces all of the bot's commands there; at most 200 creates a day, so compare first.
/// </summary>
internal sealed partial class DiscordRest
{
    private const string GuildCommandsTemplate = "applications/{application}/guilds/{guild}/commands";
    private const string GlobalCommandsTemplate = "applications/{application}/commands";

    public Task<IReadOnlyList<ApplicationCommand>> GetGuildCommandsAsync(
        Snowflake application, Snowflake guild, CancellationToken cancellationToken) => ReadAsync(
        Route.Of(HttpMethod.Get, GuildCommandsTemplate, application, guild),
        DiscordJson.Default.IReadOnlyListApplicationCommand,
        cancellationToken);

    public Task<IReadOnlyList<ApplicationCommand>> GetGlobalCommandsAsync(
        Snowflake application, CancellationToken cancellationToken) => ReadAsync(
        Route.Of(HttpMethod.Get, GlobalCommandsTemplate, application),
        DiscordJson.Default.IReadOnlyListApplicationCommand,
        cancellationToken);

    public Task<IReadOnlyList<ApplicationCommand>> OverwriteGuildCommandsAsync(
        Snowflake application,
        Snowflake guild,
        IReadOnlyList<CommandPayload> commands,
        CancellationToken cancellationToken) => OverwriteAsync(
        Route.Of(HttpMethod.Put, GuildCommandsTemplate, application, guild), commands, cancellationToken);

    public Task<IReadOnlyList<ApplicationCommand>> OverwriteGlobalCommandsAsync(
        Snowflake application, IReadOnlyList<CommandPayload> commands, CancellationToken cancellationToken) =>
        OverwriteAsync(Route.Of(HttpMethod.Put, GlobalCommandsTemplate, application), commands, cancellationToken);

    private Task<IReadOnlyList<ApplicationCommand>> OverwriteAsync(
        Route route, IReadOnlyList<CommandPayload> commands, CancellationToken cancellationToken) => SendAsync(
        new RestRequest(route, RequestPriority.Create)
        {
            Body = Json(commands, DiscordJson.Default.IReadOnlyListCommandPayload),
        },
        DiscordJson.Default.IReadOnlyListApplicationCommand,
        cancellationToken);
}
