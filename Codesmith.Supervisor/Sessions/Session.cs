using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>
/// The rules of a session: what follows from what happens. Pure: no clock, no file, no chat, no worker. The parts by
/// subject are in the files beside this one.
/// </summary>
internal static partial class Session
{
    /// <summary>What becomes of the state, and what is to be done, in this order.</summary>
    public static (SessionState State, IReadOnlyList<SessionEffect> Effects) Step(
        SessionState state, SessionInput input, DateTimeOffset now)
    {
        var draft = new SessionDraft(state, now);
        Take(draft, input);
        ReplaceCredential(draft);
        SendNext(draft);
        WatchIdleTime(draft);
        return Finish(draft, state, input);
    }

    private static void Take(SessionDraft draft, SessionInput input)
    {
        switch (input)
        {
            case SessionInput.FromChat(var chatEvent):
                TakeChatEvent(draft, chatEvent);
                break;
            case SessionInput.BudgetsRead(var budgets):
                draft.State = draft.State with { Budgets = budgets };
                break;
            case SessionInput.Restored(var saved):
                TakeRestored(draft, saved.Prompts);
                break;
            case SessionInput.ChannelOpened(var opened):
                TakeChannelOpened(draft, opened);
                break;
            case SessionInput.ChannelNotOpened(var reason):
                TakeChannelNotOpened(draft, reason);
                break;
            case SessionInput.PanelPosted(var channel, var panel) when channel == draft.State.Channel:
                draft.State = draft.State with { Panel = panel };
                break;
            case SessionInput.FilesKept kept:
                TakeFilesKept(draft, kept);
                break;
            case SessionInput.FilesLost lost:
                TakeFilesLost(draft, lost);
                break;
            case SessionInput.PlaceAwaited awaited when IsCurrent(draft, awaited.Generation):
                TakePlace(draft, awaited.Position);
                break;
            case SessionInput.LimitsChanged changed when IsCurrent(draft, changed.Generation):
                TakeLimits(draft, changed.News);
                break;
            case SessionInput.WorkerStarted started when IsCurrent(draft, started.Generation):
                draft.State = draft.State with
                {
                    ConversationId = draft.State.ConversationId ?? started.FreshConversationId,
                    Credential = started.Credential,
                };
                Happen(draft, LifecycleEvent.WorkerUp);
                break;
            case SessionInput.WorkerLost { IsFinal: true } lost when IsCurrent(draft, lost.Generation):
                Happen(draft, LifecycleEvent.StartRefused, SessionTexts.FirstLine(lost.Reason));
                break;
            case SessionInput.WorkerLost lost when IsCurrent(draft, lost.Generation):
                Happen(draft, LifecycleEvent.WorkerLost, SessionTexts.WorkerLost(lost.Reason));
                break;
            case SessionInput.WorkerDisposed disposed when IsCurrent(draft, disposed.Generation):
                Happen(draft, LifecycleEvent.WorkerDisposed);
                break;
            case SessionInput.FromWorker said when IsCurrent(draft, said.Generation) && HasAgent(draft.State):
                TakeWorkerEvent(draft, said.Event);
                break;
            case SessionInput.EventsLost lost when IsCurrent(draft, lost.Generation):
                draft.State = draft.State with { LostTrack = true };
                draft.Hint(SessionTexts.EventsLost);
                break;
            case SessionInput.RequestTaken taken when IsCurrent(draft, taken.Generation):
                draft.Settle(
                    pending => pending.Awaits == PendingKind.Key && pending.Interaction == taken.Interaction,
                    SessionTexts.KeyPressed);
                break;
            case SessionInput.RequestRefused refused when IsCurrent(draft, refused.Generation):
                TakeRefusal(draft, refused);
                break;
            case SessionInput.TimerElapsed(var timer, var stamp)
                when draft.State.Timers.TryGetValue(timer, out long current) && current == stamp:
                draft.State = draft.State with { Timers = draft.State.Timers.Remove(timer) };
                TakeTimer(draft, timer);
                break;
            case SessionInput.HostWanted wanted:
                TakeHostWanted(draft, wanted);
                break;
            case SessionInput.HostGivenUp(var request):
                TakeHostGivenUp(draft, request);
                break;
            case SessionInput.PostsSettled(var items):
                draft.State = draft.State with { Conversation = draft.State.Conversation.Drop(items) };
                break;
            case SessionInput.CredentialChanged(var now):
                TakeCredentialChanged(draft, now);
                break;
            case SessionInput.ShutdownWanted:
                ShutDown(draft);
                break;
        }
    }

    /// <summary>
    /// The way out of a step that threw, which is a defect of ours: settles all that anybody waits for, the input that
    /// it threw at included, and stops. The conversation can be taken up again.
    /// </summary>
    public static (SessionState State, IReadOnlyList<SessionEffect> Effects) Abandon(
        SessionState state, SessionInput input, DateTimeOffset now)
    {
        var draft = new SessionDraft(state, now);
        draft.Notice(NoticeLevel.Error, SessionTexts.Fault(state.Profile));
        switch (input)
        {
            case SessionInput.FromChat(MessageReceived message):
                draft.RefuseMessage(message, SessionTexts.FaultReason);
                break;
            case SessionInput.FromChat(InteractionEvent { Interaction: var interaction }):
                draft.RespondFailure(interaction, SessionTexts.FaultReason);
                break;
            case SessionInput.Restored(var saved):
                foreach (var prompt in saved.Prompts)
                    draft.FailPrompt(Restored(draft, prompt), SessionTexts.FaultReason);
                break;
            case SessionInput.HostWanted(var request, _):
                draft.Add(new SessionEffect.AnswerHost(request, HostVerdict.NoSession));
                break;
            case SessionInput.ShutdownWanted:
                draft.State = draft.State with { ShuttingDown = true };
                break;
        }
        CutOff(draft, SessionTexts.FaultReason, resend: false);
        DropQueue(draft, SessionTexts.FaultReason);
        draft.Settle(pending => pending.Awaits != PendingKind.Stop, SessionTexts.FaultReason, isError: true);
        foreach (var timer in Enum.GetValues<SessionTimer>())
            draft.CancelTimer(timer);
        draft.State = draft.State with { Lifecycle = LifecycleState.Stopping, Opening = null };
        draft.Add(new SessionEffect.DisposeWorker(state.Generation));
        return Finish(draft, state, input);
    }

    /// <summary>The effects that follow from what the state has become, whatever led there.</summary>
    private static (SessionState, IReadOnlyList<SessionEffect>) Finish(
        SessionDraft draft, SessionState before, SessionInput input)
    {
        var stored = input is SessionInput.Restored restored ? restored.Saved : before.ToSaved();
        if (draft.State.IsWorking != before.IsWorking)
            draft.Add(new SessionEffect.ShowWorking(draft.State.Channel, draft.State.IsWorking));
        var saved = draft.State.ToSaved();
        // First, as receipts promise that it is done.
        return saved is null || saved == stored
            ? (draft.State, draft.Effects)
            : (draft.State, [new SessionEffect.Save(saved), .. draft.Effects]);
    }

    private static bool IsCurrent(SessionDraft draft, int generation) => generation == draft.State.Generation;

    private static bool HasAgent(SessionState state) =>
        state.Lifecycle is LifecycleState.Launching or LifecycleState.Ready or LifecycleState.Stopping
            or LifecycleState.Restarting;

    private static void TakeTimer(SessionDraft draft, SessionTimer timer)
    {
        switch (timer)
        {
            case SessionTimer.Lifecycle:
                Happen(draft, LifecycleEvent.TimerElapsed, SessionTexts.StartTimedOut);
                break;
            case SessionTimer.Resend:
                break; // Sent by SendNext, which waited for this timer.
            case SessionTimer.Interrupt:
                draft.Settle(
                    pending => pending.Awaits == PendingKind.Interrupt,
                    SessionTexts.InterruptTimedOut(draft.State.Profile), isError: true);
                break;
            case SessionTimer.Status:
                TellStatus(draft);
                break;
            case SessionTimer.Idle:
                FallAsleep(draft);
                break;
        }
    }
}
