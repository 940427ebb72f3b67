namespace Codesmith.Protocol;

/// <summary>How to start the agent.</summary>
/// <param name="ConversationId">A UUID. Taken up if a record of it exists, else begun.</param>
/// <param name="Model">The model's name, or null for the agent's own choice.</param>
/// <param name="Credential">Where the agent's right to use the model comes from.</param>
public sealed record AgentLaunch(string ConversationId, string? Model, AgentCredential Credential);

/// <summary>Where the agent's right to use the model comes from.</summary>
public enum AgentCredential
{
    /// <summary>The model gateway adds the key; the sandbox holds a placeholder.</summary>
    Gateway,

    /// <summary>The user's own account, signed in inside the sandbox.</summary>
    Account,
}
