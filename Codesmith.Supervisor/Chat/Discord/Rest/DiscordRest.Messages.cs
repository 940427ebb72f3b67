using Codesmith.Supervisor.Chat.Discord.Model;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>Messages, and what is on them.</summary>
internal sealed partial class DiscordRest
{
    private const string MessagesTemplate = "channels/{channel}/messages";
    private const string MessageTemplate = "channels/{channel}/messages/{message}";
    private const string PinTemplate = "channels/{channel}/messages/pins/{message}";
    private const string ReactionTemplate = "channels/{channel}/messages/{message}/reactions/{emoji}/@me";

    /// <param name="channel">Where.</param>
    /// <param name="payload">What; it mentions nobody unless it says so.</param>
    /// <param name="nonce">
    /// Up to 25 characters, its own for every message: the same one again within minutes is answered with the first
    /// message. So a create whose answer was lost is repeated and makes no second post.
    /// </param>
    /// <param name="cancellationToken">Gives up; the message may have been sent.</param>
    public Task<Message> CreateMessageAsync(
        Snowflake channel, MessagePayload payload, string nonce, CancellationToken cancellationToken) =>
        CreateMessageAsync(channel, payload, nonce, [], cancellationToken);

    /// <inheritdoc cref="CreateMessageAsync(Snowflake, MessagePayload, string, CancellationToken)"/>
    /// <param name="files">Ten at most, 25 MiB together.</param>
    public async Task<Message> CreateMessageAsync(
        Snowflake channel,
        MessagePayload payload,
        string nonce,
        IReadOnlyList<FileUpload> files,
        CancellationToken cancellationToken)
    {
        var request = new RestRequest(Route.Of(HttpMethod.Post, MessagesTemplate, channel), RequestPriority.Create)
        {
            Body = () => RequestBody.Message(payload with { Nonce = nonce, EnforceNonce = true }, files),
            Timeout = files.Count == 0 ? RestLimits.Request : RestLimits.Upload,
        };
        var message = await SendAsync(request, DiscordJson.Default.Message, cancellationToken);
        _oldEdits.Made(message.Id);
        return message;
    }

    /// <param name="channel">Where.</param>
    /// <param name="message">Which; one of the bot's own.</param>
    /// <param name="latest">
    /// Called when the request is really sent, and again for each repetition: what waited long does not send what is
    /// out of date.
    /// </param>
    /// <param name="cancellationToken">Gives up; the edit may have been made.</param>
    /// <exception cref="DiscordException">EditTooOld: it is old, and not to be edited before a time.</exception>
    public Task EditMessageAsync(
        Snowflake channel,
        Snowflake message,
        Func<MessagePayload> latest,
        CancellationToken cancellationToken) => _oldEdits.MakeAsync(channel, message, () => SendAsync(
        new RestRequest(Route.Of(HttpMethod.Patch, MessageTemplate, channel, message), RequestPriority.Edit)
        {
            Body = () => RequestBody.Json(latest(), DiscordJson.Default.MessagePayload),
        },
        cancellationToken));

    /// <summary>No error if it is gone already.</summary>
    public Task DeleteMessageAsync(Snowflake channel, Snowflake message, CancellationToken cancellationToken) =>
        UnlessGoneAsync(SendAsync(
            new RestRequest(Route.Of(HttpMethod.Delete, MessageTemplate, channel, message), RequestPriority.Edit),
            cancellationToken));

    public Task<Message> GetMessageAsync(Snowflake channel, Snowflake message, CancellationToken cancellationToken) =>
        ReadAsync(
            Route.Of(HttpMethod.Get, MessageTemplate, channel, message),
            DiscordJson.Default.Message,
            cancellationToken);

    /// <summary>
    /// Up to a hundred, the newest first: the latest of all, those before a message, or those after one. Empty where
    /// the bot may not read the history.
    /// </summary>
    public Task<IReadOnlyList<Message>> GetMessagesAsync(
        Snowflake channel,
        Snowflake? after,
        Snowflake? before,
        int limit,
        CancellationToken cancellationToken) => ReadAsync(
        Route.Of(
            HttpMethod.Get,
            MessagesTemplate,
            channel,
            $"limit={limit}",
            after is null ? null : $"after={after}",
            before is null ? null : $"before={before}"),
        DiscordJson.Default.IReadOnlyListMessage,
        cancellationToken);

    /// <summary>Shown for ten seconds, or until the bot writes.</summary>
    public Task TriggerTypingAsync(Snowflake channel, CancellationToken cancellationToken) => SendAsync(
        new RestRequest(Route.Of(HttpMethod.Post, "channels/{channel}/typing", channel), RequestPriority.Decoration),
        cancellationToken);

    /// <param name="channel">Where.</param>
    /// <param name="message">On which.</param>
    /// <param name="emoji">The character itself, or <c>name:id</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task AddReactionAsync(
        Snowflake channel, Snowflake message, string emoji, CancellationToken cancellationToken) => SendAsync(
        new RestRequest(Reaction(HttpMethod.Put, channel, message, emoji), RequestPriority.Decoration),
        cancellationToken);

    /// <summary>No error if the message is gone.</summary>
    public Task RemoveOwnReactionAsync(
        Snowflake channel, Snowflake message, string emoji, CancellationToken cancellationToken) =>
        UnlessGoneAsync(SendAsync(
            new RestRequest(Reaction(HttpMethod.Delete, channel, message, emoji), RequestPriority.Decoration),
            cancellationToken));

    /// <summary>Leaves a notice in the channel, a message of its own.</summary>
    public Task PinMessageAsync(Snowflake channel, Snowflake message, CancellationToken cancellationToken) => SendAsync(
        new RestRequest(Route.Of(HttpMethod.Put, PinTemplate, channel, message), RequestPriority.Edit),
        cancellationToken);

    private static Route Reaction(HttpMethod method, Snowflake channel, Snowflake message, string emoji) =>
        Route.Of(method, ReactionTemplate, channel, message, emoji).CountedAs("reactions");

    private static async Task UnlessGoneAsync(Task removal)
    {
        try
        {
            await removal;
        }
        catch (DiscordException exception) when (exception.Kind == DiscordErrorKind.Gone)
        {
            // As it should be.
        }
    }
}
