using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>Starting, dying, restarting and stopping: the actions of <see cref="WorkerLifecycle"/>.</summary>
internal static partial class Session
{
    /// <param name="draft">The step.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="reason">For a death: why, a sentence for the user, with the screen where it helps.</param>
    private static void Happen(SessionDraft draft, LifecycleEvent happened, string reason = "")
    {
        var from = draft.State.Lifecycle;
        var (next, action) = WorkerLifecycle.Next(from, happened);
        // Whatever is wanted after the agent's end, the wait for that end is the same.
        if (next != from && !(IsEnding(from) && IsEnding(next)))
            draft.CancelTimer(SessionTimer.Lifecycle);
        draft.State = draft.State with { Lifecycle = next };
        switch (action)
        {
            case LifecycleAction.None:
                break;
            case LifecycleAction.StartWorker:
                StartWorker(draft);
                break;
            case LifecycleAction.LaunchAgent:
                LaunchAgent(draft);
                break;
            case LifecycleAction.WelcomeAgent:
                WelcomeAgent(draft);
                break;
            case LifecycleAction.ScheduleRestart:
                ScheduleRestart(draft, agentGone: happened == LifecycleEvent.AgentGone, reason);
                break;
            case LifecycleAction.GiveUp:
                GiveUp(draft, wasTriedAgain: happened == LifecycleEvent.RestartsSpent, reason);
                break;
            case LifecycleAction.StopAgent:
                draft.Ask(new WorkerRequest.StopAgent());
                draft.SetTimer(SessionTimer.Lifecycle, SessionLimits.StopGrace);
                break;
            case LifecycleAction.DisposeWorker:
                draft.CancelTimer(SessionTimer.Lifecycle);
                draft.Add(new SessionEffect.DisposeWorker(draft.State.Generation));
                break;
            case LifecycleAction.FinishStop:
                FinishStop(draft);
                break;
            case LifecycleAction.FinishStopAndStart:
                FinishStop(draft);
                StartWorker(draft);
                break;
        }
    }

    private static bool IsEnding(LifecycleState state) =>
        state is LifecycleState.Stopping or LifecycleState.Restarting;

    private static void StartWorker(SessionDraft draft)
    {
        draft.State = draft.State with
        {
            Generation = draft.State.Generation + 1,
            Origin = null,
            LostTrack = false,
            HasOldCredential = false,
            QueuePosition = 0,
            SandboxLimits = [],
        };
        draft.Add(new SessionEffect.StartWorker(draft.State.Generation));
        draft.SetTimer(SessionTimer.Lifecycle, SessionLimits.Start);
    }

    private static void LaunchAgent(SessionDraft draft)
    {
        var state = draft.State;
        draft.Ask(new WorkerRequest.StartAgent(
            new AgentLaunch(state.ConversationId!, state.Model, CredentialOf(state))));
        draft.SetTimer(SessionTimer.Lifecycle, SessionLimits.Start);
    }

    private static void WelcomeAgent(SessionDraft draft)
    {
        if (draft.State is { WasReady: true, Outage: not null })
            draft.Notice(NoticeLevel.Information, SessionTexts.Back);
        draft.State = draft.State with { WasReady = true, ReadySince = draft.Now, Outage = null };
        string ready = SessionTexts.Ready(resumed: draft.State.Origin == ConversationOrigin.Resumed);
        if (draft.State.TellsWhenReady)
            draft.Notice(NoticeLevel.Information, ready);
        draft.State = draft.State with { TellsWhenReady = false };
        draft.Settle(pending => pending.Awaits == PendingKind.Start, ready, channel: draft.State.Channel);
    }

    private static void ScheduleRestart(SessionDraft draft, bool agentGone, string reason)
    {
        bool isFirstOfOutage = draft.State.Outage is null;
        var (history, delay) =
            draft.State.Restarts.Died(draft.Now, draft.State.ReadySince, draft.State.WasReady);
        draft.State = draft.State with { Outage = reason, Restarts = history };
        if (isFirstOfOutage && draft.State.WasReady && delay is not null)
            draft.Notice(NoticeLevel.Warning, SessionTexts.Died(reason));
        CutOff(draft, SessionTexts.CutOff, resend: agentGone);
        draft.Add(new SessionEffect.DisposeWorker(draft.State.Generation));
        if (delay is { } wait)
            draft.SetTimer(SessionTimer.Lifecycle, wait);
        else
            Happen(draft, LifecycleEvent.RestartsSpent, reason);
    }

    private static void GiveUp(SessionDraft draft, bool wasTriedAgain, string reason)
    {
        if (wasTriedAgain)
        {
            draft.Notice(
                NoticeLevel.Error, SessionTexts.GaveUp(reason, draft.State.Restarts.InARow, draft.State.Profile));
        }
        else if (!draft.State.Pending.Any(pending => pending.Awaits == PendingKind.Start))
        {
            draft.Notice(NoticeLevel.Error, SessionTexts.NotStarted(reason));
        }
        draft.Add(new SessionEffect.ReportFailure(SessionTexts.FirstLine(reason)));
        DropQueue(draft, SessionTexts.NotSent);
        draft.Settle(
            pending => pending.Awaits == PendingKind.Start, SessionTexts.NotStarted(reason), isError: true);
        draft.State = draft.State with { Outage = null };
    }

    /// <summary>The end of the program. Where the session outlives it, what waits is kept, and the next one goes on.</summary>
    private static void ShutDown(SessionDraft draft)
    {
        if (draft.State.Profile.OutlivesProgram && draft.State.IsWanted)
        {
            draft.Notice(NoticeLevel.Information, SessionTexts.GoingDown);
            draft.State = draft.State with { ResumesOnPrompt = true };
        }
        draft.State = draft.State with { ShuttingDown = true };
        Stop(draft);
    }

    /// <summary>The end that somebody wants, for which nothing new is begun.</summary>
    private static void Stop(SessionDraft draft)
    {
        draft.State = draft.State with { Opening = null };
        var left = draft.State.ResumesOnPrompt ? draft.State.Queue.RemoveAll(input => input is QueuedCommand) : [];
        DropQueue(draft, SessionTexts.NotSent, left);
        draft.Settle(pending => pending.Awaits == PendingKind.Start, SessionTexts.StoppedBeforeReady, isError: true);
        Happen(draft, LifecycleEvent.StopWanted);
    }

    private static void FinishStop(SessionDraft draft)
    {
        CutOff(draft, SessionTexts.StoppedInTurn, resend: false);
        bool ends = draft.State.EndsConversation;
        draft.Settle(pending => pending.Awaits == PendingKind.Stop, SessionTexts.Stopped(ends));
        draft.State = draft.State with
        {
            EndsConversation = false,
            ConversationId = ends ? null : draft.State.ConversationId,
            Model = ends ? null : draft.State.Model,
            Status = null,
            Hosts = HostAccess.Unasked,
            QueuePosition = 0,
            TellsWhenReady = false,
            SandboxLimits = [],
            Restarts = RestartHistory.Clean,
            WasReady = false,
            Outage = null,
        };
        // A start that waited until nothing is said any more in the channel before.
        if (draft.State.Opening is { } opening)
            draft.Add(opening);
    }

    /// <summary>Settles what the agent had in hand: it is gone.</summary>
    /// <param name="draft">The step.</param>
    /// <param name="reason">One line.</param>
    /// <param name="resend">
    /// Whether a prompt that was typed and not accepted surely never reached the agent, so that the next one may have
    /// it. A prompt whose turn had begun is never sent again by itself: its work may be half done.
    /// </param>
    private static void CutOff(SessionDraft draft, string reason, bool resend)
    {
        foreach (var prompt in draft.State.Turn?.Prompts ?? [])
            draft.FailPrompt(prompt, reason);
        switch (draft.State.InFlight)
        {
            case QueuedPrompt { Failures: 0 } prompt when resend:
                PutBack(draft, prompt with { Failures = 1 });
                break;
            case QueuedPrompt prompt:
                draft.FailPrompt(prompt, SessionTexts.PerhapsNotSent);
                break;
            case QueuedCommand command:
                draft.RespondFailure(command.Interaction, reason);
                break;
        }
        draft.Settle(
            pending => pending.Awaits is PendingKind.Answer or PendingKind.Key or PendingKind.Interrupt,
            reason, isError: true);
        RefuseHosts(draft);
        TellStatus(draft);
        draft.CancelTimer(SessionTimer.Interrupt);
        draft.CancelTimer(SessionTimer.Resend);
        draft.State = draft.State with
        {
            Turn = null,
            InFlight = null,
            ReadySince = null,
            LostTrack = false,
            Conversation = draft.State.Conversation.EndAgent(),
        };
    }
}
