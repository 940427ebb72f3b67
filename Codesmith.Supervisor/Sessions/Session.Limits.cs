using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>About limits: a session waits for a place, sleeps when nobody needs it, tells of what is near.</summary>
internal static partial class Session
{
    /// <summary>All places for sessions are taken, or it is its turn: then the position is 0.</summary>
    private static void TakePlace(SessionDraft draft, int position)
    {
        if (draft.State.Lifecycle != LifecycleState.Starting)
            return;
        bool isFirst = draft.State.QueuePosition == 0 && position > 0;
        draft.State = draft.State with { QueuePosition = position };
        if (position == 0)
        {
            draft.SetTimer(SessionTimer.Lifecycle, SessionLimits.Start);
            return;
        }
        // A place is free when somebody else says so.
        draft.CancelTimer(SessionTimer.Lifecycle);
        if (!isFirst)
            return;
        draft.State = draft.State with { TellsWhenReady = true };
        string text = SessionTexts.WaitsForPlace(position);
        // A response to a command cannot wait as long as a place may take.
        if (draft.State.Pending.Any(pending => pending.Awaits == PendingKind.Start))
            draft.Settle(pending => pending.Awaits == PendingKind.Start, text, channel: draft.State.Channel);
        else
            draft.Notice(NoticeLevel.Information, text);
    }

    /// <summary>Something about the sandbox's limits has changed.</summary>
    private static void TakeLimits(SessionDraft draft, LimitNews news)
    {
        draft.State = draft.State with { SandboxLimits = news.Near };
        if (news.Warning is { } warning)
            draft.Notice(NoticeLevel.Warning, warning);
        if (news.Interrupts && draft.State.Lifecycle == LifecycleState.Ready && !draft.State.IsIdle)
            draft.Ask(new WorkerRequest.Interrupt());
    }

    /// <summary>Keeps the time since the agent has nothing to do. Waiting for its user is nothing, too.</summary>
    private static void WatchIdleTime(SessionDraft draft)
    {
        bool isIdle = draft.State is { Lifecycle: LifecycleState.Ready, IsWorking: false };
        if (!isIdle)
            draft.CancelTimer(SessionTimer.Idle);
        else if (draft.State.Profile.IdleTime is { } time && !draft.State.Timers.ContainsKey(SessionTimer.Idle))
            draft.SetTimer(SessionTimer.Idle, time);
    }

    /// <summary>Frees what the session takes of the machine. The next message goes on with the conversation.</summary>
    private static void FallAsleep(SessionDraft draft)
    {
        draft.Notice(NoticeLevel.Information, SessionTexts.Asleep(draft.State.Profile.IdleTime!.Value));
        // What waits behind a question that nobody answered is no reason to wake up again.
        Stop(draft);
        draft.State = draft.State with { ResumesOnPrompt = true };
    }
}
