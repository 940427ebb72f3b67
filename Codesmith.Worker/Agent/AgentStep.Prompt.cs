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
            ContinueTyping();
        }
    }

    /// <summary>Types what waits, once the agent is at rest: never into a dialog, never into a running turn.</summary>
    private void ContinueTyping()
    {
        if (!_state.IsAtRest || !_state.Questions.IsEmpty)
            return;
        if (_state.Prompt is { Stage: TypingStage.Waiting } prompt)
        {
            _state = _state with { Prompt = prompt with { Stage = TypingStage.Typed } };
            Type(TypingPlan.Keys(prompt.Text, _state.BoxLines));
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
        _state = _state with { Prompt = null, BoxLines = prompt.Text.Count(character => character == '\n') + 1 };
        BeginTurn(prompt.Input.PromptId);
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
        else if (prompt.Stage == TypingStage.Typed)
        {
            _state = _state with { Prompt = prompt with { Stage = TypingStage.Nudged } };
            Diagnose("prompt-nudged", $"box {(_state.Screen?.PromptBox is { Length: > 0 } ? "holds text" : "is empty")}");
            Type(KeyBytes.Of(AgentKey.Enter));
            SetTimer(AgentTimer.PromptConfirm, ConfirmTime(prompt.Text));
        }
        else
        {
            _state = _state with { Prompt = null };
            Type(TypingPlan.Clear(prompt.Text.Count(character => character == '\n') + 1));
            Emit(new PromptFailed(prompt.Input.PromptId, "Claude Code did not take the message."));
        }
    }

    private void OnInterruptWanted()
    {
        if (_state.Prompt is { Stage: TypingStage.Waiting } prompt)
        {
            _state = _state with { Prompt = null };
            Emit(new PromptFailed(prompt.Input.PromptId, "Interrupted before it was sent."));
        }

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
