namespace Codesmith.Tests.Doubles.Discord.Rest;

/// <summary>The documented codes that are used here.</summary>
internal static class DiscordErrors
{
    public static DiscordErrorException UnknownChannel() => new(404, 10003, "Unknown Channel");

    public static DiscordErrorException UnknownGuild() => new(404, 10004, "Unknown Guild");

    public static DiscordErrorException UnknownMember() => new(404, 10007, "Unknown Member");

    public static DiscordErrorException UnknownMessage() => new(404, 10008, "Unknown Message");

    public static DiscordErrorException UnknownUser() => new(404, 10013, "Unknown User");

    public static DiscordErrorException UnknownEmoji() => new(400, 10014, "Unknown Emoji", isViolation: true);

    public static DiscordErrorException UnknownWebhook() => new(404, 10015, "Unknown Webhook");

    public static DiscordErrorException UnknownInteraction() => new(404, 10062, "Unknown interaction");

    public static DiscordErrorException TooManyPins() => new(400, 30003, "Maximum number of pins reached (250)");

    public static DiscordErrorException TooManyCommandCreates() =>
        new(400, 30034, "Max number of daily application command creates has been reached (200)", isViolation: true);

    public static DiscordErrorException TooLarge() => new(413, 40005, "Request entity too large", isViolation: true);

    public static DiscordErrorException AlreadyAcknowledged(bool isViolation) =>
        new(400, 40060, "Interaction has already been acknowledged.", isViolation);

    public static DiscordErrorException MissingAccess() => new(403, 50001, "Missing Access");

    public static DiscordErrorException NotTheAuthor() =>
        new(403, 50005, "Cannot edit a message authored by another user", isViolation: true);

    public static DiscordErrorException EmptyMessage() =>
        new(400, 50006, "Cannot send an empty message", isViolation: true);

    public static DiscordErrorException CannotMessageUser() => new(403, 50007, "Cannot send messages to this user");

    public static DiscordErrorException NotATextChannel() =>
        new(400, 50008, "Cannot send messages in a non-text channel", isViolation: true);

    public static DiscordErrorException MissingPermissions() => new(403, 50013, "Missing Permissions");

    public static DiscordErrorException BadBulkDelete() =>
        new(400, 50016, "Provided too few or too many messages to delete", isViolation: true);

    public static DiscordErrorException SystemMessage() =>
        new(400, 50021, "Cannot execute action on a system message", isViolation: true);

    public static DiscordErrorException ExpiredWebhookToken() =>
        new(401, 50027, "Invalid Webhook Token", isViolation: true);

    public static DiscordErrorException TooOldForBulkDelete() =>
        new(400, 50034, "You can only bulk delete messages that are under 14 days old.", isViolation: true);

    public static DiscordErrorException ThreadArchived() => new(400, 50083, "Thread is archived");

    public static DiscordErrorException InvalidJson() =>
        new(400, 50109, "The request body contains invalid JSON.", isViolation: true);

    public static DiscordErrorException CannotReplyWithoutHistory() =>
        new(400, 160002, "Cannot reply without permission to read message history");

    public static DiscordErrorException HasThread() =>
        new(400, 160004, "A thread has already been created for this message");

    public static DiscordErrorException ThreadLocked() => new(400, 160005, "Thread is locked");

    public static DiscordErrorException Unauthorized() => new(401, 0, "401: Unauthorized", isViolation: true);

    /// <summary>Not the client's fault: the message may have been deleted meanwhile.</summary>
    public static DiscordErrorException UnknownReference()
    {
        var errors = new FormErrors();
        errors.Add("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
        return errors.ToException(isViolation: false);
    }

    public static DiscordErrorException InvalidForm(string path, string code, string message)
    {
        var errors = new FormErrors();
        errors.Add(path, code, message);
        return errors.ToException();
    }
}
