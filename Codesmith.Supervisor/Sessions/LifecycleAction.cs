namespace Codesmith.Supervisor.Sessions;

/// <summary>What is done on the way from one <see cref="LifecycleState"/> to the next.</summary>
internal enum LifecycleAction
{
    /// <summary>Nothing: the event says nothing new here, or came too late.</summary>
    None,

    /// <summary>Start a worker, within a time.</summary>
    StartWorker,

    /// <summary>Start the agent on the worker, within a time.</summary>
    LaunchAgent,

    /// <summary>Tell who waits for the agent, and give it the queue.</summary>
    WelcomeAgent,

    /// <summary>Settle what the death cut off, dispose of the worker and plan the next try.</summary>
    ScheduleRestart,

    /// <summary>Tell the user that it is over, and how to go on.</summary>
    GiveUp,

    /// <summary>Ask the agent to end, within a time.</summary>
    StopAgent,

    /// <summary>Dispose of the worker, whatever state it is in.</summary>
    DisposeWorker,

    /// <summary>Tell who waits for the end.</summary>
    FinishStop,

    /// <summary><see cref="FinishStop"/>, then <see cref="StartWorker"/>.</summary>
    FinishStopAndStart,
}
