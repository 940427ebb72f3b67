using System.Collections.Immutable;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>Prompts and commands, one at a time, and what the agent says about them.</summary>
internal static partial class Session
{
    /// <summary>
    /// Hands the next input to the worker if the agent can take it. Nothing is typed while it works or asks: what the
    /// user still wants to change stays with us.
    /// </summary>
    private static void SendNext(SessionDraft draft)
    {
        var state = draft.State;
        if (state.Lifecycle != LifecycleState.Ready || !state.IsIdle || state.Queue.IsEmpty
            || state.Timers.ContainsKey(SessionTimer.Resend) || state.AgentQuestions.Any()
            || state.Queue[0] is QueuedPrompt { Attachments.AreKept: false })
            return;
        var next = state.Queue[0];
        draft.State = state with { Queue = state.Queue.RemoveAt(0), InFlight = next };
        draft.Ask(next switch
        {
            QueuedPrompt prompt => new WorkerRequest.SubmitPrompt(
                new PromptInput(prompt.Id, prompt.Attachments.Mention(prompt.Text)), prompt.Attachments),
            QueuedCommand command => new WorkerRequest.RunCommand(
                new CommandInput(command.Id, command.Command, command.Argument)),
            _ => throw new InvalidOperationException($"No such input: {next}"),
        });
    }

    private static void TakeWorkerEvent(SessionDraft draft, WorkerEvent happened)
    {
        var conversation = draft.State.Conversation;
        switch (happened)
        {
            case AgentReady:
                Happen(draft, LifecycleEvent.AgentReady);
                break;
            case AgentExited exited:
                Happen(draft, LifecycleEvent.AgentGone, SessionTexts.AgentExited(exited));
                break;
            case ConversationChanged changed when Guid.TryParseExact(changed.ConversationId, "D", out _):
                draft.State = draft.State with { ConversationId = changed.ConversationId, Origin = changed.Origin };
                break;
            case PromptAccepted accepted:
                TakeAccepted(draft, accepted.PromptId);
                break;
            case PromptFailed failed:
                TakePromptFailed(draft, failed);
                break;
            case TurnEnded ended:
                TakeTurnEnded(draft, ended);
                break;
            case CommandCompleted completed:
                TakeCommandCompleted(draft, completed);
                break;
            case TextStreamed text:
                draft.State = draft.State with { Conversation = conversation.Stream(text.BlockId, text.Delta) };
                break;
            case TextCompleted text:
                draft.State = draft.State with { Conversation = conversation.Complete(text.BlockId, text.Text) };
                break;
            case ToolStarted tool:
                draft.State = draft.State with
                {
                    Conversation = conversation.StartTool(tool.ToolId, tool.Name, tool.Summary),
                };
                break;
            case ToolEnded tool:
                draft.State = draft.State with
                {
                    Conversation = conversation.EndTool(tool.ToolId, tool.Outcome, tool.Result, tool.Duration),
                };
                break;
            case QuestionAsked question when !HostQuestion.Is(question.QuestionId):
                TakeQuestion(draft, question);
                break;
            case QuestionClosed closed when !HostQuestion.Is(closed.QuestionId):
                TakeQuestionClosed(draft, closed);
                break;
            case StatusReported reported:
                TakeStatus(draft, reported.Status);
                break;
            case RetryReported retry when draft.State.Turn is { RetryTold: false } turn:
                draft.State = draft.State with { Turn = turn with { RetryTold = true } };
                draft.Notice(NoticeLevel.Warning, SessionTexts.Retrying(retry.Text));
                break;
            case ActivityChanged { Activity: AgentActivity.Idle } when draft.State.LostTrack:
                FindTrack(draft);
                break;
        }
    }

    private static void TakeAccepted(SessionDraft draft, string? promptId)
    {
        var turn = draft.State.Turn ?? Turn.Unprompted;
        if (promptId is null || draft.State.InFlight is not QueuedPrompt prompt || prompt.Id != promptId)
        {
            draft.State = draft.State with { Turn = turn };
            return;
        }
        draft.State = draft.State with { Turn = turn with { Prompts = turn.Prompts.Add(prompt) }, InFlight = null };
        if (draft.State.Place.IsShared)
            draft.State = draft.State with { Conversation = draft.State.Conversation.Answer(prompt.Message) };
        draft.ShowReceipt(prompt.Message, Receipt.Accepted);
        draft.DropFiles(prompt);
        // An interrupt that came while the prompt was being typed found no turn to end.
        if (draft.State.Lifecycle == LifecycleState.Ready
            && draft.State.Pending.Any(pending => pending.Awaits == PendingKind.Interrupt))
            draft.Ask(new WorkerRequest.Interrupt());
    }

    private static void TakePromptFailed(SessionDraft draft, PromptFailed failed)
    {
        if (draft.State.InFlight is not QueuedPrompt prompt || prompt.Id != failed.PromptId)
            return;
        draft.State = draft.State with { InFlight = null };
        bool wasInterrupted = draft.State.Pending.Any(pending => pending.Awaits == PendingKind.Interrupt);
        if (prompt.Failures == 0 && !wasInterrupted)
            PutBack(draft, prompt with { Failures = 1 });
        else
            draft.FailPrompt(prompt, SessionTexts.PromptFailed(failed.Message));
        EndInterrupts(draft);
    }

    private static void TakeTurnEnded(SessionDraft draft, TurnEnded ended)
    {
        var prompts = draft.State.Turn?.Prompts ?? [];
        draft.State = draft.State with { Turn = null, Conversation = draft.State.Conversation.EndTurn() };
        string failure = TurnFailureText.Of(ended.ErrorKind, ended.Message, draft.State.Credential);
        bool canSignIn = TurnFailureText.EndsSignIn(ended.ErrorKind, ended.Message, draft.State.Credential);
        if (ended.Outcome == TurnOutcome.Failed && prompts.IsEmpty)
            draft.Notice(NoticeLevel.Error, failure, canSignIn);
        else if (ended.Outcome == TurnOutcome.Interrupted)
            draft.Notice(NoticeLevel.Information, SessionTexts.Interrupted);
        foreach (var prompt in prompts)
        {
            if (ended.Outcome == TurnOutcome.Failed)
                draft.FailPrompt(prompt, failure, canSignIn);
            else
                draft.ShowReceipt(prompt.Message, Receipt.Done);
        }
        draft.SetTimer(SessionTimer.Status, SessionLimits.StatusDelay);
        EndInterrupts(draft);
    }

    private static void TakeCommandCompleted(SessionDraft draft, CommandCompleted completed)
    {
        if (draft.State.InFlight is not QueuedCommand command || command.Id != completed.CommandId)
            return;
        draft.State = draft.State with { InFlight = null };
        if (!completed.Succeeded)
        {
            draft.RespondFailure(command.Interaction, completed.Message);
        }
        else
        {
            if (command.Command == AgentCommand.Model)
                draft.State = draft.State with { Model = command.Argument };
            draft.Respond(command.Interaction, completed.Message);
        }
        EndInterrupts(draft);
    }

    private static void TakeRefusal(SessionDraft draft, SessionInput.RequestRefused refused)
    {
        switch (refused.Request)
        {
            case WorkerRequest.StartAgent:
                Happen(draft, LifecycleEvent.WorkerLost, SessionTexts.WorkerLost(refused.Message));
                break;
            case WorkerRequest.StopAgent:
                Happen(draft, LifecycleEvent.AgentGone);
                break;
            case WorkerRequest.SubmitPrompt when draft.State.InFlight is QueuedPrompt prompt:
                draft.State = draft.State with { InFlight = null };
                OfferAgain(draft, prompt, refused);
                break;
            case WorkerRequest.RunCommand when draft.State.InFlight is QueuedCommand command:
                draft.State = draft.State with { InFlight = null };
                draft.RespondFailure(command.Interaction, SessionTexts.Refused(refused.Message));
                break;
            case WorkerRequest.AnswerQuestion(var answer):
                draft.Settle(
                    pending => pending.Awaits == PendingKind.Answer && pending.Interaction == refused.Interaction,
                    SessionTexts.Refused(refused.Message), isError: true);
                if (refused.Code == WorkerErrorCode.NoSuchQuestion)
                    TakeQuestionClosed(draft, new QuestionClosed(answer.QuestionId, QuestionClosing.Dismissed));
                break;
            case WorkerRequest.PressKey:
                draft.Settle(
                    pending => pending.Awaits == PendingKind.Key && pending.Interaction == refused.Interaction,
                    SessionTexts.Refused(refused.Message), isError: true);
                break;
        }
    }

    /// <summary>A worker that is busy for a moment, or whose agent's death is not known here yet, gets it later.</summary>
    private static void OfferAgain(SessionDraft draft, QueuedPrompt prompt, SessionInput.RequestRefused refused)
    {
        bool passes = refused.Code is WorkerErrorCode.AgentBusy or WorkerErrorCode.NoAgent;
        if (!passes || prompt.Refusals + 1 >= SessionLimits.Refusals)
        {
            draft.FailPrompt(prompt, SessionTexts.PromptFailed(refused.Message));
            return;
        }
        PutBack(draft, prompt with { Refusals = prompt.Refusals + 1 });
        draft.SetTimer(SessionTimer.Resend, SessionLimits.ResendDelay);
    }

    /// <summary>After lost events the agent is idle: whatever was running is over, and how it ended is not known.</summary>
    private static void FindTrack(SessionDraft draft)
    {
        var readySince = draft.State.ReadySince;
        CutOff(draft, SessionTexts.EventsLost, resend: false);
        draft.State = draft.State with { ReadySince = readySince };
    }

    private static void EndInterrupts(SessionDraft draft)
    {
        if (!draft.State.IsIdle)
            return;
        draft.CancelTimer(SessionTimer.Interrupt);
        draft.Settle(pending => pending.Awaits == PendingKind.Interrupt, SessionTexts.InterruptDone);
    }

    /// <summary>The next to be sent is this prompt again, unless the user has stopped what it was written for.</summary>
    private static void PutBack(SessionDraft draft, QueuedPrompt prompt)
    {
        if (draft.State.Lifecycle is LifecycleState.Stopping or LifecycleState.Restarting)
            draft.FailPrompt(prompt, SessionTexts.NotSent);
        else
            draft.State = draft.State with { Queue = draft.State.Queue.Insert(0, prompt) };
    }

    /// <param name="draft">The step.</param>
    /// <param name="reason">Why; one line.</param>
    /// <param name="left">What stays in the queue.</param>
    private static void DropQueue(SessionDraft draft, string reason, ImmutableList<QueuedInput>? left = null)
    {
        var dropped = draft.State.Queue.RemoveRange(left ?? []);
        draft.State = draft.State with { Queue = left ?? [] };
        foreach (var input in dropped)
        {
            if (input is QueuedPrompt prompt)
                draft.FailPrompt(prompt, reason);
            else if (input is QueuedCommand command)
                draft.RespondFailure(command.Interaction, reason);
        }
    }
}
