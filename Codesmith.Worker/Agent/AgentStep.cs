using Codesmith.Protocol;
using Codesmith.Worker.Claude;

namespace Codesmith.Worker.Agent;

/// <summary>
/// One step of the agent's life: a pure function from what is known and what happened to what is known now and what
/// is to be done. No clock, no file, no terminal: those are the loop's. Split by topic into the files beside this one.
/// </summary>
internal sealed partial class AgentStep
{
    private readonly List<AgentEffect> _effects = [];
    private AgentState _state;

    private AgentStep(AgentState state) => _state = state;

    public static (AgentState State, IReadOnlyList<AgentEffect> Effects) Take(AgentState state, AgentSignal signal)
    {
        var step = new AgentStep(state);
        step.Handle(signal);
        step.TellActivity();
        return (step._state, step._effects);
    }

    private void Handle(AgentSignal signal)
    {
        switch (signal)
        {
            case AgentSignal.Launched launched:
                OnLaunched(launched);
                break;
            case AgentSignal.ProcessEnded ended:
                OnProcessEnded(ended);
                break;
            case AgentSignal.StopWanted:
                OnStopWanted();
                break;
            case var _ when _state.Phase == AgentPhase.Absent:
                RefuseWish(signal, WorkerErrorCode.NoAgent, "No agent is running.");
                break;
            case AgentSignal.PromptWanted wanted:
                OnPromptWanted(wanted.Prompt);
                break;
            case AgentSignal.CommandWanted wanted:
                OnCommandWanted(wanted.Command);
                break;
            case AgentSignal.AnswerGiven given:
                OnAnswerGiven(given.Answer);
                break;
            case AgentSignal.InterruptWanted:
                OnInterruptWanted();
                break;
            case AgentSignal.KeyWanted wanted:
                Type(KeyBytes.Of(wanted.Key));
                break;
            case AgentSignal.HookFired fired when !IsOurs(fired.Hook):
                ReplyWithout(fired);
                break;
            case AgentSignal.HookFired fired:
                OnHook(fired.Hook, fired.ReplyId);
                break;
            case AgentSignal.TranscriptRead read:
                OnTranscript(read.Entries);
                break;
            case AgentSignal.RunStatusRead read:
                OnRunStatus(read.Status);
                break;
            case AgentSignal.StatusLineRead read when IsOurs(read.Conversation):
                Emit(new StatusReported(read.Status));
                break;
            case AgentSignal.ScreenSettled settled:
                OnScreen(settled.Reading, settled.Text);
                break;
            case AgentSignal.TimerElapsed elapsed:
                OnTimer(elapsed.Timer);
                break;
        }
    }

    /// <summary>What comes of Claude Code's when it is gone already is stale and means nothing; a wish is refused.</summary>
    private void RefuseWish(AgentSignal signal, int code, string message)
    {
        if (signal is AgentSignal.PromptWanted or AgentSignal.CommandWanted or AgentSignal.AnswerGiven
            or AgentSignal.InterruptWanted or AgentSignal.KeyWanted)
            Refuse(code, message);
        else if (signal is AgentSignal.HookFired fired)
            ReplyWithout(fired);
    }

    private void ReplyWithout(AgentSignal.HookFired fired)
    {
        if (fired.ReplyId > 0)
            Do(new AgentEffect.ReplyToHook(fired.ReplyId, HookReply.None));
    }

    /// <summary>
    /// The agent may start another Claude Code, as a tool of its own: that one has the same hooks. A conversation
    /// begins by a command, whose caller is known; the other hooks name the conversation.
    /// </summary>
    private bool IsOurs(HookEvent hook) =>
        hook.ProcessId is { } caller ? caller == _state.ProcessId : IsOurs(hook.Conversation);

    private bool IsOurs(string? conversation) =>
        conversation is null || conversation == _state.ConversationId || conversation == _state.Run?.Conversation;

    private void OnHook(HookEvent hook, long replyId)
    {
        switch (hook)
        {
            case HookEvent.SessionStart start:
                OnSessionStart(start);
                break;
            case HookEvent.UserPromptSubmit submit:
                OnPromptAccepted(submit.Prompt);
                break;
            case HookEvent.MessageDisplay display:
                OnMessageDisplay(display);
                break;
            case HookEvent.PreToolUse use:
                OnToolStarted(use);
                break;
            case HookEvent.PostToolUse use:
                OnToolEnded(use.ToolId, use.Tool, ToolOutcome.Succeeded, null, use.Duration);
                break;
            case HookEvent.PostToolUseFailure failure:
                OnToolEnded(
                    failure.ToolId, failure.Tool, failure.Interrupted ? ToolOutcome.Interrupted : ToolOutcome.Failed,
                    failure.Error, failure.Duration);
                break;
            case HookEvent.PermissionRequest request:
                OnPermissionRequest(request, replyId);
                break;
            case HookEvent.Stop stop:
                OnStop(stop);
                break;
            case HookEvent.StopFailure failure:
                OnStopFailure(failure);
                break;
            case HookEvent.PostCompact { IsManual: true }:
                OnCommandEvidence(AgentCommand.Compact, true, "The conversation was compacted.");
                break;
            case HookEvent.PostModelSwitch { Model: var model }:
                OnCommandEvidence(AgentCommand.Model, true, $"The model is {model} now.");
                break;
        }
    }

    private void OnTranscript(IReadOnlyList<TranscriptEntry> entries)
    {
        foreach (var entry in entries)
        {
            switch (entry)
            {
                case TranscriptEntry.AssistantText text:
                    OnRecordedText(text.Text);
                    break;
                case TranscriptEntry.ToolUse use:
                    OnRecordedToolUse(use);
                    break;
                case TranscriptEntry.ToolResult result:
                    OnRecordedToolResult(result);
                    break;
                case TranscriptEntry.Interrupted when _state.Turn is not null:
                    ChangeTurn(turn => turn with { Interrupted = true });
                    break;
                // Without a Stop before it, it ends what was done before: a subagent's news go on with a turn that had
                // stopped, and then there is one for each part.
                case TranscriptEntry.TurnDuration when _state.Turn is { Stopped: true }:
                    ChangeTurn(turn => turn with { Recorded = true });
                    break;
                case TranscriptEntry.Unreadable:
                    Diagnose("transcript-unreadable", "a line of the transcript was passed over");
                    break;
                case TranscriptEntry.CommandOutput output:
                    OnCommandOutput(output);
                    break;
            }
        }

        CloseTurnIfOver();
    }

    private void OnRunStatus(RunStatus status)
    {
        var before = _state.Run?.Kind;
        _state = _state with { Run = status };
        OnWaitingChanged(before, status.Kind);
        if (status.Kind == RunKind.Idle)
        {
            BecomeReadyAtRest();
            OnRest();
        }

        ContinueTyping();
    }

    private void OnTimer(AgentTimer timer)
    {
        switch (timer)
        {
            case AgentTimer.StartDeadline:
                OnStartDeadline();
                break;
            case AgentTimer.PromptDeadline:
                OnPromptLate();
                break;
            case AgentTimer.PromptConfirm:
                OnPromptUnconfirmed();
                break;
            case AgentTimer.TurnRecord:
                OnTurnRecordLate();
                break;
            case AgentTimer.RestWithoutStop:
                OnRestWithoutStop();
                break;
            case AgentTimer.ScreenAtRest:
                OnScreenAtRest();
                break;
            case AgentTimer.InterruptConfirm:
                OnInterruptUnconfirmed();
                break;
            case AgentTimer.CommandConfirm:
                OnCommandUnconfirmed();
                break;
            case AgentTimer.CommandDeadline:
                OnCommandLate();
                break;
            case AgentTimer.Held:
                TellHeld();
                break;
            case AgentTimer.Doubt:
                WithdrawDoubtful();
                break;
            case AgentTimer.UnknownDialog:
                OnUnknownDialog();
                break;
        }
    }

    private void TellActivity()
    {
        var activity = _state switch
        {
            { IsReady: false } => AgentActivity.Starting,
            { Run.Kind: RunKind.Waiting } or { Questions.IsEmpty: false } => AgentActivity.Waiting,
            { Run.Kind: RunKind.Busy } or { Turn: not null } => AgentActivity.Busy,
            _ => AgentActivity.Idle,
        };
        if (activity == _state.Activity)
            return;
        _state = _state with { Activity = activity };
        if (_state.Phase != AgentPhase.Absent)
            Emit(new ActivityChanged(activity));
    }

    private string NewId(string kind)
    {
        var id = $"{_state.Worker}-{kind}{_state.NextId}";
        _state = _state with { NextId = _state.NextId + 1 };
        return id;
    }

    private void Do(AgentEffect effect) => _effects.Add(effect);

    private void Emit(WorkerEvent workerEvent) => Do(new AgentEffect.Emit(workerEvent));

    private void Type(ReadOnlyMemory<byte> keys) => Do(new AgentEffect.Type(keys));

    private void SetTimer(AgentTimer timer, TimeSpan due) => Do(new AgentEffect.SetTimer(timer, due));

    private void CancelTimer(AgentTimer timer) => Do(new AgentEffect.CancelTimer(timer));

    private void Refuse(int code, string message) => Do(new AgentEffect.Refuse(code, message));

    private void Diagnose(string code, string detail) => Emit(new Diagnosed(code, detail));
}
