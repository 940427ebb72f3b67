using System.Text.Json.Serialization;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions.Storage;

/// <summary>
/// A <see cref="SavedSession"/> as it is in a file. The version is that of this form; a file of another one is not read.
/// </summary>
internal sealed record StoredSession(int Version, string? User, string? Channel, string? ConversationId, string? Model)
{
    private const int Current = 1;

    public static StoredSession From(SavedSession session) =>
        new(Current, session.User.Value, session.Channel.Id.Value, session.ConversationId, session.Model);

    /// <exception cref="InvalidDataException">Something is missing or of another version.</exception>
    public SavedSession ToSaved() => this switch
    {
        { Version: not Current } => throw new InvalidDataException($"Its version is {Version}, not {Current}."),
        { User: { Length: > 0 } user, Channel: { Length: > 0 } channel, ConversationId: { Length: > 0 } conversation }
            when Guid.TryParse(conversation, out _) =>
            new SavedSession(new UserId(user), new SessionChannel(new ChannelId(channel), false)) { ConversationId = conversation, Model = Model },
        _ => throw new InvalidDataException("User, channel or conversation is missing."),
    };
}

[JsonSerializable(typeof(StoredSession))]
internal sealed partial class StoredSessionJson : JsonSerializerContext;
