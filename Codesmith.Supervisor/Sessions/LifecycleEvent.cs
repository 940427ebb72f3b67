namespace Codesmith.Supervisor.Sessions;

/// <summary>What moves a session's worker and its agent through their life.</summary>
internal enum LifecycleEvent
{
    /// <summary>The user wants it to run.</summary>
    StartWanted,

    /// <summary>The user, or the end of the program, wants it gone.</summary>
    StopWanted,

    /// <summary>The worker runs.</summary>
    WorkerUp,

    /// <summary>The agent is at its prompt.</summary>
    AgentReady,

    /// <summary>The agent is gone, the worker still there.</summary>
    AgentGone,

    /// <summary>The worker is gone, never came up or broke the protocol.</summary>
    WorkerLost,

    /// <summary>The worker cannot come up, however often it is tried.</summary>
    StartRefused,

    /// <summary>What <see cref="LifecycleAction.DisposeWorker"/> began is done: nothing is left of the worker.</summary>
    WorkerDisposed,

    /// <summary>The timer of the state elapsed.</summary>
    TimerElapsed,

    /// <summary>It died too often to be started again.</summary>
    RestartsSpent,
}
