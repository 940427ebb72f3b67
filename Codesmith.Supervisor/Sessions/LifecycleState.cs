namespace Codesmith.Supervisor.Sessions;

/// <summary>Where a session's worker and its agent are in their life.</summary>
internal enum LifecycleState
{
    /// <summary>Nothing runs and nothing is wanted.</summary>
    Stopped,

    /// <summary>The worker is being started.</summary>
    Starting,

    /// <summary>The worker is up, the agent not at its prompt yet.</summary>
    Launching,

    /// <summary>The agent takes input.</summary>
    Ready,

    /// <summary>Worker or agent died; the next try waits for its time.</summary>
    BackingOff,

    /// <summary>The agent was asked to end, or the worker is being disposed of.</summary>
    Stopping,

    /// <summary>As <see cref="Stopping"/>, but the user already wants the next start.</summary>
    Restarting,

    /// <summary>It died too often: only the user can start it again.</summary>
    Failed,
}
