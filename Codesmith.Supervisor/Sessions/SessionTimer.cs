namespace Codesmith.Supervisor.Sessions;

/// <summary>The timers of a session; each can be set once at a time.</summary>
internal enum SessionTimer
{
    /// <summary>Ends a <see cref="LifecycleState"/> that lasts too long.</summary>
    Lifecycle,

    /// <summary>Offers a refused prompt again.</summary>
    Resend,

    /// <summary>Ends the wait for an interrupted turn.</summary>
    Interrupt,

    /// <summary>Ends the wait for what a turn has cost.</summary>
    Status,

    /// <summary>Puts an idle session to sleep.</summary>
    Idle,
}
