using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>Something of the user's for the agent, which takes one at a time. A closed union.</summary>
/// <param name="Id">Ours; comes back in the worker's events.</param>
internal abstract record QueuedInput(string Id);

/// <summary>A prompt.</summary>
/// <param name="Id">See <see cref="QueuedInput"/>.</param>
/// <param name="Message">The user's message it came with.</param>
/// <param name="Text">What they wrote.</param>
/// <param name="Attachments">What came with it.</param>
/// <param name="Failures">How often it was typed and did not reach the agent.</param>
/// <param name="Refusals">How often the worker could not take it.</param>
internal sealed record QueuedPrompt(
    string Id, MessageId Message, string Text, AttachedFiles Attachments, int Failures = 0, int Refusals = 0)
    : QueuedInput(Id);

/// <summary>One of the agent's own commands.</summary>
/// <param name="Id">See <see cref="QueuedInput"/>.</param>
/// <param name="Interaction">Who waits for its end.</param>
/// <param name="Command">Which.</param>
/// <param name="Argument">As in <see cref="CommandInput"/>.</param>
internal sealed record QueuedCommand(string Id, InteractionId Interaction, AgentCommand Command, string? Argument)
    : QueuedInput(Id);
