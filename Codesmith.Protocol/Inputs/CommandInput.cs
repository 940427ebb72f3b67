namespace Codesmith.Protocol;

/// <summary>One of the agent's own commands.</summary>
/// <param name="CommandId">Chosen by the supervisor; comes back in <see cref="CommandCompleted"/>.</param>
/// <param name="Command">Which.</param>
/// <param name="Argument">The model's name for <see cref="AgentCommand.Model"/>, what to keep for
/// <see cref="AgentCommand.Compact"/> (may be null); else null. At most <see cref="WireLimits.ShortText"/> characters.</param>
public sealed record CommandInput(string CommandId, AgentCommand Command, string? Argument = null);

/// <summary>The agent's own commands that a user can run.</summary>
public enum AgentCommand
{
    /// <summary>Begin a new conversation.</summary>
    Clear,

    /// <summary>Shorten the conversation to a summary.</summary>
    Compact,

    /// <summary>Use another model.</summary>
    Model,
}
