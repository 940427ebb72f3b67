using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>A command or a click that gets its response when something has happened.</summary>
/// <param name="Interaction">What to respond to.</param>
/// <param name="Awaits">What has to happen.</param>
/// <param name="QuestionId">For <see cref="PendingKind.Answer"/>: which question.</param>
internal sealed record PendingResponse(InteractionId Interaction, PendingKind Awaits, string? QuestionId = null);

/// <summary>What a response waits for.</summary>
internal enum PendingKind
{
    /// <summary>The agent to be ready.</summary>
    Start,

    /// <summary>Everything to be gone.</summary>
    Stop,

    /// <summary>The turn to end.</summary>
    Interrupt,

    /// <summary>The agent to tell what the last turn has cost.</summary>
    Status,

    /// <summary>The question to close.</summary>
    Answer,

    /// <summary>The worker to have pressed the key.</summary>
    Key,
}
