namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>
/// A request did not succeed. The message is for the operator's log; it holds no token, and no path that could hold
/// one.
/// </summary>
internal sealed class DiscordException : Exception
{
    public DiscordException(
        DiscordErrorKind kind, string message, int? status = null, int? code = null, Exception? cause = null)
        : base(message, cause)
    {
        Kind = kind;
        Status = status;
        Code = code;
    }

    public DiscordErrorKind Kind { get; }

    /// <summary>The HTTP status; null if there was no answer.</summary>
    public int? Status { get; }

    /// <summary>Discord's own number for the error; null if it gave none.</summary>
    public int? Code { get; }

    /// <summary>When it may be tried again; null if that is not known.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}

/// <summary>What a failed request means for the one who sent it.</summary>
internal enum DiscordErrorKind
{
    /// <summary>Something that should not be: an answer that cannot be read, or a status nobody documented.</summary>
    Unexpected,

    /// <summary>The request is wrong; the same one will fail again.</summary>
    Invalid,

    /// <summary>A file is larger than is taken.</summary>
    TooLarge,

    /// <summary>
    /// What it is about does not exist any more: a message, a channel, an interaction that was not answered in time.
    /// </summary>
    Gone,

    /// <summary>The bot lacks a permission.</summary>
    Forbidden,

    /// <summary>The user takes no direct messages from the bot.</summary>
    DirectMessagesClosed,

    /// <summary>The thread is archived; a new message brings it back.</summary>
    Archived,

    /// <summary>The message is over an hour old and was edited too often since.</summary>
    EditTooOld,

    /// <summary>The interaction was answered before.</summary>
    AlreadyAnswered,

    /// <summary>
    /// Discord or the way to it fails, and repeating did not help; or too many requests failed. Later it may work.
    /// </summary>
    Unavailable,

    /// <summary>The bot's token is not accepted; nothing is sent any more.</summary>
    Unauthorized,

    /// <summary>Not sent: the client has stopped, because of the token or because it was closed.</summary>
    Stopped,
}
