using Codesmith.Supervisor.Chat.Discord.Model;

namespace Codesmith.Supervisor.Chat.Discord.Interactions;

/// <summary>What an interaction leads to.</summary>
/// <param name="First">What is answered at once.</param>
internal sealed record InteractionStep(InteractionResponse First)
{
    /// <summary>What the user did by it; null if nothing that others have to know.</summary>
    public ChatEvent? Happened { get; init; }

    /// <summary>Finds out what the user did, where that takes a request; null else.</summary>
    public Func<CancellationToken, Task<ChatEvent>>? Later { get; init; }

    /// <summary>What the component means; null for a command.</summary>
    public CustomId? Id { get; init; }

    /// <summary>Says something to the one who did it, and that is all.</summary>
    public static InteractionStep Say(string text) => new(InteractionResponse.Whisper(text));
}
