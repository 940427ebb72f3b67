namespace Codesmith.Protocol;

/// <summary>What the agent tells of errors.</summary>
public static class AgentErrors
{
    /// <summary>
    /// Begins the supervisor's own errors on the way to the model, which come back among the agent's words for them:
    /// what follows is meant for the user as it is.
    /// </summary>
    public const string OwnWords = "Codesmith: ";
}
