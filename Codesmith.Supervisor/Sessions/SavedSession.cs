using System.Collections.Immutable;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>All that a restart of the program needs to go on with a session.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Channel">Where it was last.</param>
internal sealed record SavedSession(UserId User, SessionChannel Channel)
{
    /// <summary>What to resume; null where the next start begins a new conversation.</summary>
    public string? ConversationId { get; init; }

    /// <summary>The model the user chose; null for the agent's own choice.</summary>
    public string? Model { get; init; }

    /// <summary>Whether it ran: the next prompt starts it again.</summary>
    public bool IsRunning { get; init; }

    /// <summary>The panel in the channel; null for none.</summary>
    public PostId? Panel { get; init; }

    /// <summary>The last message that was taken; what the user wrote after it is not known yet.</summary>
    public MessageId? LastMessage { get; init; }

    /// <summary>What the agent has not finished, the oldest first.</summary>
    public ImmutableList<SavedPrompt> Prompts { get; init; } = [];

    public bool Equals(SavedSession? other) =>
        other is not null && User == other.User && Channel == other.Channel && ConversationId == other.ConversationId
        && Model == other.Model && IsRunning == other.IsRunning && Panel == other.Panel
        && LastMessage == other.LastMessage && Prompts.SequenceEqual(other.Prompts);

    public override int GetHashCode() => HashCode.Combine(User, Channel, ConversationId, LastMessage, Prompts.Count);
}

/// <summary>A prompt that is stored.</summary>
/// <param name="Message">The user's message it came with.</param>
/// <param name="Text">What they wrote.</param>
/// <param name="Attachments">What came with it.</param>
/// <param name="WasSent">
/// Whether the agent may have it already: it is not sent a second time by itself, as its work may be half done.
/// </param>
internal sealed record SavedPrompt(MessageId Message, string Text, AttachedFiles Attachments, bool WasSent);
