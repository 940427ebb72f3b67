namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>Makes exceptions that a person understands out of answers.</summary>
internal static class DiscordErrors
{
    /// <summary>Discord's number: the channel is gone.</summary>
    public const int UnknownChannel = 10003;

    /// <summary>Discord's number: the message is gone.</summary>
    public const int UnknownMessage = 10008;

    /// <summary>Discord's number: the interaction was answered before.</summary>
    public const int AlreadyAnswered = 40060;

    /// <summary>Discord's number: too many edits of messages over an hour old. Said in a 429.</summary>
    public const int EditTooOld = 30046;

    public static DiscordException Of(RestRequest request, RestAnswer answer)
    {
        var kind = KindOf(request, answer);
        var text = (kind, answer.Error.Text) switch
        {
            (DiscordErrorKind.Unauthorized, _) => "the bot's token is not accepted: it is wrong, or it was reset.",
            (DiscordErrorKind.Unavailable, "") => "Discord fails.",
            (_, "") => "no reason is given.",
            var (_, reason) => reason,
        };
        var code = answer.Error.Code is { } number and not 0 ? $", code {number}" : "";
        return new DiscordException(
            kind, $"{request.Route}: {text} (HTTP {answer.Status}{code})", answer.Status, answer.Error.Code);
    }

    public static DiscordException NoAnswer(RestRequest request, Exception cause) => new(
        DiscordErrorKind.Unavailable, $"{request.Route}: Discord does not answer. {cause.Message}", cause: cause);

    private static DiscordErrorKind KindOf(RestRequest request, RestAnswer answer) => answer.Error.Code switch
    {
        // Whatever else is wrong, nothing works without it. Requests by interaction do not carry the token.
        _ when answer.Status == 401 && !request.IsByInteraction => DiscordErrorKind.Unauthorized,
        UnknownChannel or 10004 or UnknownMessage or 10015 or 10062 or 50027 => DiscordErrorKind.Gone,
        50001 or 50013 => DiscordErrorKind.Forbidden,
        50007 => DiscordErrorKind.DirectMessagesClosed,
        50083 => DiscordErrorKind.Archived,
        EditTooOld => DiscordErrorKind.EditTooOld,
        AlreadyAnswered => DiscordErrorKind.AlreadyAnswered,
        40005 => DiscordErrorKind.TooLarge,
        _ => KindOf(answer.Status),
    };

    private static DiscordErrorKind KindOf(int status) => status switch
    {
        400 => DiscordErrorKind.Invalid,
        // By interaction: a token that is void.
        401 or 404 => DiscordErrorKind.Gone,
        403 => DiscordErrorKind.Forbidden,
        413 => DiscordErrorKind.TooLarge,
        429 or >= 500 => DiscordErrorKind.Unavailable,
        _ => DiscordErrorKind.Unexpected,
    };
}
