using System.Text;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

internal sealed class WorkerLifecycleTests
{
    /// <summary>The cells in which something changes or is done; all others leave the state and do nothing.</summary>
    private const string Approved = """
        Stopped + StartWanted -> Starting: StartWorker
        Stopped + StopWanted -> Stopped: FinishStop
        Starting + StopWanted -> Stopping: DisposeWorker
        Starting + WorkerUp -> Launching: LaunchAgent
        Starting + WorkerLost -> BackingOff: ScheduleRestart
        Starting + StartRefused -> Failed: GiveUp
        Starting + TimerElapsed -> BackingOff: ScheduleRestart
        Launching + StopWanted -> Stopping: StopAgent
        Launching + AgentReady -> Ready: WelcomeAgent
        Launching + AgentGone -> BackingOff: ScheduleRestart
        Launching + WorkerLost -> BackingOff: ScheduleRestart
        Launching + TimerElapsed -> BackingOff: ScheduleRestart
        Ready + StopWanted -> Stopping: StopAgent
        Ready + AgentGone -> BackingOff: ScheduleRestart
        Ready + WorkerLost -> BackingOff: ScheduleRestart
        BackingOff + StartWanted -> Starting: StartWorker
        BackingOff + StopWanted -> Stopping: DisposeWorker
        BackingOff + TimerElapsed -> Starting: StartWorker
        BackingOff + RestartsSpent -> Failed: GiveUp
        Stopping + StartWanted -> Restarting: None
        Stopping + AgentGone -> Stopping: DisposeWorker
        Stopping + WorkerLost -> Stopping: DisposeWorker
        Stopping + StartRefused -> Stopping: DisposeWorker
        Stopping + WorkerDisposed -> Stopped: FinishStop
        Stopping + TimerElapsed -> Stopping: DisposeWorker
        Restarting + StopWanted -> Stopping: None
        Restarting + AgentGone -> Restarting: DisposeWorker
        Restarting + WorkerLost -> Restarting: DisposeWorker
        Restarting + StartRefused -> Restarting: DisposeWorker
        Restarting + WorkerDisposed -> Starting: FinishStopAndStart
        Restarting + TimerElapsed -> Restarting: DisposeWorker
        Failed + StartWanted -> Starting: StartWorker
        Failed + StopWanted -> Stopped: FinishStop

        """;

    [Test]
    public void Table_EveryCellIsAsApproved()
    {
        var actual = new StringBuilder();
        foreach (var state in Enum.GetValues<LifecycleState>())
        {
            foreach (var happened in Enum.GetValues<LifecycleEvent>())
            {
                var (next, action) = WorkerLifecycle.Next(state, happened);
                if (next != state || action != LifecycleAction.None)
                    actual.Append(null, $"{state} + {happened} -> {next}: {action}\n");
            }
        }
        Assert.That(actual.ToString(), Is.EqualTo(Approved));
    }

    [Test]
    public void Table_EveryStateCanBeStopped()
    {
        foreach (var state in Enum.GetValues<LifecycleState>())
        {
            Assert.That(
                WorkerLifecycle.Next(state, LifecycleEvent.StopWanted).Next,
                Is.EqualTo(LifecycleState.Stopping).Or.EqualTo(LifecycleState.Stopped), $"{state}");
        }
    }
}
