using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>Answers to interactions. They carry the interaction's token, which is void after fifteen minutes.</summary>
internal sealed partial class DiscordRest
{
    private const string FollowupTemplate = "webhooks/{application}/{token}";
    private const string OriginalTemplate = "webhooks/{application}/{token}/messages/@original";

    /// <summary>The first answer, due three seconds after the interaction.</summary>
    /// <exception cref="DiscordException">Gone: it came too late. AlreadyAnswered: it is the second.</exception>
    public Task CreateInteractionResponseAsync(
        Snowflake interaction,
        Secret token,
        InteractionResponse response,
        CancellationToken cancellationToken) => SendAsync(
        new RestRequest(
            Route.Of(HttpMethod.Post, "interactions/{interaction}/{token}/callback", interaction, token.Reveal()),
            RequestPriority.Interaction)
        {
            Body = Json(response, DiscordJson.Default.InteractionResponse),
            Repeat = RepeatRule.Callback,
            Timeout = RestLimits.Callback,
        },
        cancellationToken);

    /// <summary>Also fills in what was deferred.</summary>
    public Task EditOriginalResponseAsync(
        Snowflake application, Secret token, MessagePayload message, CancellationToken cancellationToken) => SendAsync(
        new RestRequest(
            Route.Of(HttpMethod.Patch, OriginalTemplate, application, token.Reveal()), RequestPriority.Interaction)
        {
            Body = Json(message, DiscordJson.Default.MessagePayload),
        },
        cancellationToken);

    /// <summary>No error if it is gone already.</summary>
    public Task DeleteOriginalResponseAsync(
        Snowflake application, Secret token, CancellationToken cancellationToken) => UnlessGoneAsync(SendAsync(
        new RestRequest(
            Route.Of(HttpMethod.Delete, OriginalTemplate, application, token.Reveal()), RequestPriority.Interaction),
        cancellationToken));

    /// <summary>
    /// A further message, after the first answer. Where its answer is lost it fails as unavailable, although the
    /// message may be there: followups have no nonce.
    /// </summary>
    public Task CreateFollowupAsync(
        Snowflake application, Secret token, MessagePayload message, CancellationToken cancellationToken) => SendAsync(
        new RestRequest(
            Route.Of(HttpMethod.Post, FollowupTemplate, application, token.Reveal()), RequestPriority.Interaction)
        {
            Body = Json(message, DiscordJson.Default.MessagePayload),
            Repeat = RepeatRule.OnlyIfNotArrived,
        },
        cancellationToken);
}
