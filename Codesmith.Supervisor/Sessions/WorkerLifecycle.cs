using static Codesmith.Supervisor.Sessions.LifecycleAction;
using static Codesmith.Supervisor.Sessions.LifecycleState;

namespace Codesmith.Supervisor.Sessions;

/// <summary>
/// The life of a session's worker and its agent: one cell for each state and event, so that every question about
/// starting, dying and stopping is answered by one line of this table. A worker is never used for a second agent:
/// whatever dies, the whole sandbox is thrown away and made anew.
/// </summary>
internal static class WorkerLifecycle
{
    /// <summary>Rows as in <see cref="LifecycleState"/>, columns as in <see cref="LifecycleEvent"/>.</summary>
    private static readonly (LifecycleState Next, LifecycleAction Action)[][] Table =
    [
        [ // Stopped
            /* StartWanted    */ (Starting, StartWorker),
            /* StopWanted     */ (Stopped, FinishStop),
            /* WorkerUp       */ (Stopped, None),
            /* AgentReady     */ (Stopped, None),
            /* AgentGone      */ (Stopped, None),
            /* WorkerLost     */ (Stopped, None),
            /* StartRefused   */ (Stopped, None),
            /* WorkerDisposed */ (Stopped, None),
            /* TimerElapsed   */ (Stopped, None),
            /* RestartsSpent  */ (Stopped, None),
        ],
        [ // Starting
            /* StartWanted    */ (Starting, None),
            /* StopWanted     */ (Stopping, DisposeWorker),
            /* WorkerUp       */ (Launching, LaunchAgent),
            /* AgentReady     */ (Starting, None),
            /* AgentGone      */ (Starting, None),
            /* WorkerLost     */ (BackingOff, ScheduleRestart),
            /* StartRefused   */ (Failed, GiveUp),
            /* WorkerDisposed */ (Starting, None),
            /* TimerElapsed   */ (BackingOff, ScheduleRestart),
            /* RestartsSpent  */ (Starting, None),
        ],
        [ // Launching
            /* StartWanted    */ (Launching, None),
            /* StopWanted     */ (Stopping, StopAgent),
            /* WorkerUp       */ (Launching, None),
            /* AgentReady     */ (Ready, WelcomeAgent),
            /* AgentGone      */ (BackingOff, ScheduleRestart),
            /* WorkerLost     */ (BackingOff, ScheduleRestart),
            /* StartRefused   */ (Launching, None),
            /* WorkerDisposed */ (Launching, None),
            /* TimerElapsed   */ (BackingOff, ScheduleRestart),
            /* RestartsSpent  */ (Launching, None),
        ],
        [ // Ready
            /* StartWanted    */ (Ready, None),
            /* StopWanted     */ (Stopping, StopAgent),
            /* WorkerUp       */ (Ready, None),
            /* AgentReady     */ (Ready, None),
            /* AgentGone      */ (BackingOff, ScheduleRestart),
            /* WorkerLost     */ (BackingOff, ScheduleRestart),
            /* StartRefused   */ (Ready, None),
            /* WorkerDisposed */ (Ready, None),
            /* TimerElapsed   */ (Ready, None),
            /* RestartsSpent  */ (Ready, None),
        ],
        [ // BackingOff
            /* StartWanted    */ (Starting, StartWorker),
            /* StopWanted     */ (Stopping, DisposeWorker),
            /* WorkerUp       */ (BackingOff, None),
            /* AgentReady     */ (BackingOff, None),
            /* AgentGone      */ (BackingOff, None),
            /* WorkerLost     */ (BackingOff, None),
            /* StartRefused   */ (BackingOff, None),
            /* WorkerDisposed */ (BackingOff, None),
            /* TimerElapsed   */ (Starting, StartWorker),
            /* RestartsSpent  */ (Failed, GiveUp),
        ],
        [ // Stopping
            /* StartWanted    */ (Restarting, None),
            /* StopWanted     */ (Stopping, None),
            /* WorkerUp       */ (Stopping, None),
            /* AgentReady     */ (Stopping, None),
            /* AgentGone      */ (Stopping, DisposeWorker),
            /* WorkerLost     */ (Stopping, DisposeWorker),
            /* StartRefused   */ (Stopping, DisposeWorker),
            /* WorkerDisposed */ (Stopped, FinishStop),
            /* TimerElapsed   */ (Stopping, DisposeWorker),
            /* RestartsSpent  */ (Stopping, None),
        ],
        [ // Restarting
            /* StartWanted    */ (Restarting, None),
            /* StopWanted     */ (Stopping, None),
            /* WorkerUp       */ (Restarting, None),
            /* AgentReady     */ (Restarting, None),
            /* AgentGone      */ (Restarting, DisposeWorker),
            /* WorkerLost     */ (Restarting, DisposeWorker),
            /* StartRefused   */ (Restarting, DisposeWorker),
            /* WorkerDisposed */ (Starting, FinishStopAndStart),
            /* TimerElapsed   */ (Restarting, DisposeWorker),
            /* RestartsSpent  */ (Restarting, None),
        ],
        [ // Failed
            /* StartWanted    */ (Starting, StartWorker),
            /* StopWanted     */ (Stopped, FinishStop),
            /* WorkerUp       */ (Failed, None),
            /* AgentReady     */ (Failed, None),
            /* AgentGone      */ (Failed, None),
            /* WorkerLost     */ (Failed, None),
            /* StartRefused   */ (Failed, None),
            /* WorkerDisposed */ (Failed, None),
            /* TimerElapsed   */ (Failed, None),
            /* RestartsSpent  */ (Failed, None),
        ],
    ];

    /// <summary>What becomes of a state when something happens.</summary>
    public static (LifecycleState Next, LifecycleAction Action) Next(LifecycleState state, LifecycleEvent happened) =>
        Table[(int)state][(int)happened];
}
