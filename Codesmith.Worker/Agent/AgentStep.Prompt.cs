using Codesmith.Protocol;
using Codesmith.Worker.Claude;

namespace Codesmith.Worker.Agent;

/// <summary>From a wanted prompt to an accepted one.</summary>
internal sealed partial class AgentStep
{
    private void OnPromptWanted(PromptInput input)
    {
        var text = PromptText.Clean(input.Text);
        if (text.Length == 0)
            Refuse(WorkerErrorCode.InvalidArgument, "The message has no text that can be typed.");
        else if (_state.Prompt is not null || _state.Command is not null)
            Refuse(WorkerErrorCode.AgentBusy, "Something else is being typed.");
        else
        {
            _state = _state with { Prompt = new PromptProgress(input, text, TypingStage.Waiting) };
            SetTimer(AgentTimer.PromptDeadline, AgentLimits.PromptDeadline);
            ContinueTyping();
        }
    }

    /// <summary>Types what waits, once the agent is at rest: never into a dialog, never into a running turn.</summary>
    private void ContinueTyping()
    {
        if (!_state.IsAtRest || !_state.Questions.IsEmpty)
        {
            WatchForRest();
        }
        else if (_state.Prompt is { Stage: TypingStage.Waiting } prompt)
        {
            CancelTimer(AgentTimer.PromptDeadline);
            _state = _state with { Prompt = prompt with { Stage = TypingStage.Typed } };
            Type(TypingPlan.Keys(prompt.Text, _state.BoxRows));
            SetTimer(AgentTimer.PromptConfirm, ConfirmTime(prompt.Text));
        }
        else if (_state.Command is { Stage: TypingStage.Waiting } command)
        {
            TypeCommand(command);
        }
    }

    private static TimeSpan ConfirmTime(string text) =>
        AgentLimits.PromptConfirm + (AgentLimits.PromptConfirmPerThousand * (text.Length / 1000.0));

    private void OnPromptAccepted(string acceptedText)
    {
        if (_state.Prompt is { Stage: not TypingStage.Waiting } prompt)
        {
            if (!PromptText.AreSame(prompt.Text, acceptedText))
                Diagnose("prompt-differs", $"typed {prompt.Text.Length} characters, accepted {acceptedText.Length}");
            AcceptPrompt(prompt);
        }
        else
        {
            BeginTurn(null);
        }
    }

    private void AcceptPrompt(PromptProgress prompt)
    {
        CancelTimer(AgentTimer.PromptConfirm);
        // An interrupt before any output puts the text back into the box.
        _state = _state with { Prompt = null, BoxRows = TypingPlan.Rows(prompt.Text) };
        BeginTurn(prompt.Input.PromptId);
    }

    /// <summary>A turn and a question take as long as they take; nothing else may keep a prompt waiting.</summary>
    private void OnPromptLate()
    {
        if (_state.Prompt is not { Stage: TypingStage.Waiting } prompt)
            return;
        if (_state.Turn is not null || !_state.Questions.IsEmpty)
            SetTimer(AgentTimer.PromptDeadline, AgentLimits.PromptDeadline);
        else
            FailPrompt(prompt, "Claude Code did not come to rest.");
    }

    private void FailPrompt(PromptProgress prompt, string message)
    {
        CancelTimer(AgentTimer.PromptDeadline);
        _state = _state with { Prompt = null };
        Emit(new PromptFailed(prompt.Input.PromptId, message));
    }

    private void OnPromptUnconfirmed()
    {
        if (_state.Prompt is not { Stage: not TypingStage.Waiting } prompt)
            return;
        if (_state.Run?.Kind == RunKind.Busy)
        {
            Diagnose("no-prompt-hook", "the agent works although no hook said that it took the prompt");
            AcceptPrompt(prompt);
        }
        else if (_state.Run?.Kind == RunKind.Waiting || !_state.Questions.IsEmpty)
        {
            // A key would answer what is asked. What became of the prompt shows when that is over.
            SetTimer(AgentTimer.PromptConfirm, ConfirmTime(prompt.Text));
        }
        else if (prompt.Stage == TypingStage.Typed)
        {
            _state = _state with { Prompt = prompt with { Stage = TypingStage.Nudged } };
            Diagnose("prompt-nudged", $"box {(_state.Screen?.PromptBox is { Length: > 0 } ? "holds text" : "is empty")}");
            Type(KeyBytes.Of(AgentKey.Enter));
            SetTimer(AgentTimer.PromptConfirm, ConfirmTime(prompt.Text));
        }
        else
        {
            Type(TypingPlan.Clear(TypingPlan.Rows(prompt.Text)));
            FailPrompt(prompt, "Claude Code did not take the message.");
        }
    }

    private void OnInterruptWanted()
    {
        if (_state.Prompt is { Stage: TypingStage.Waiting } prompt)
            FailPrompt(prompt, "Interrupted before it was sent.");

        if (_state.Command is { Stage: TypingStage.Waiting } command)
            CompleteCommand(command with { Evidence = (false, "Interrupted before it was typed.") });

        if (_state.Turn is null && _state.Run?.Kind is null or RunKind.Idle && _state.Prompt is null)
            return;
        _state = _state with { InterruptTries = 1 };
        PressEscape();
    }

    private void OnInterruptUnconfirmed()
    {
        if (_state.InterruptTries == 0)
            return;
        if (_state.Run?.Kind == RunKind.Idle)
        {
            // So short a turn that the status never said busy.
            _state = _state with { InterruptTries = 0 };
            OnRestWithoutStop();
            return;
        }

        if (_state.InterruptTries >= AgentLimits.InterruptTries)
        {
            _state = _state with { InterruptTries = 0 };
            Diagnose("interrupt-unconfirmed", $"still {_state.Run?.Kind} after {AgentLimits.InterruptTries} tries");
            return;
        }

        _state = _state with { InterruptTries = _state.InterruptTries + 1 };
        PressEscape();
    }

    private void PressEscape()
    {
        Type(KeyBytes.Of(AgentKey.Escape));
        SetTimer(AgentTimer.InterruptConfirm, AgentLimits.InterruptConfirm);
    }
}
