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
        else if (state.Prompt is not null || state.Command is not null)
            Refuse(WorkerErrorCode.AgentBusy, "Something else is being typed.");
        else
        {
            state = state with { Prompt = new PromptProgress(input, text, TypingStage.Waiting) };
            ContinueTyping();
        }
    }

    /// <summary>Types what waits, once the agent is at rest: never into a dialog, never into a running turn.</summary>
    private void ContinueTyping()
    {
        if (!state.IsAtRest || !state.Questions.IsEmpty)
            return;
        if (state.Prompt is { Stage: TypingStage.Waiting } prompt)
        {
            state = state with { Prompt = prompt with { Stage = TypingStage.Typed } };
            Type(TypingPlan.Keys(prompt.Text, state.BoxLines));
            SetTimer(AgentTimer.PromptConfirm, ConfirmTime(prompt.Text));
        }
        else if (state.Command is { Stage: TypingStage.Waiting } command)
        {
            TypeCommand(command);
        }
    }

    private static TimeSpan ConfirmTime(string text) =>
        AgentLimits.PromptConfirm + (AgentLimits.PromptConfirmPerThousand * (text.Length / 1000.0));

    private void OnPromptAccepted(string acceptedText)
    {
        if (state.Prompt is { Stage: not TypingStage.Waiting } prompt)
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
        state = state with { Prompt = null, BoxLines = prompt.Text.Count(character => character == '\n') + 1 };
        BeginTurn(prompt.Input.PromptId);
    }

    private void OnPromptUnconfirmed()
    {
        if (state.Prompt is not { Stage: not TypingStage.Waiting } prompt)
            return;
        if (state.Run?.Kind == RunKind.Busy)
        {
            Diagnose("no-prompt-hook", "the agent works although no hook said that it took the prompt");
            AcceptPrompt(prompt);
        }
        else if (prompt.Stage == TypingStage.Typed)
        {
            state = state with { Prompt = prompt with { Stage = TypingStage.Nudged } };
            Diagnose("prompt-nudged", $"box {(state.Screen?.PromptBox is { Length: > 0 } ? "holds text" : "is empty")}");
            Type(KeyBytes.Of(AgentKey.Enter));
            SetTimer(AgentTimer.PromptConfirm, ConfirmTime(prompt.Text));
        }
        else
        {
            state = state with { Prompt = null };
            Type(TypingPlan.Clear(prompt.Text.Count(character => character == '\n') + 1));
            Emit(new PromptFailed(prompt.Input.PromptId, "Claude Code did not take the message."));
        }
    }

    private void OnInterruptWanted()
    {
        if (state.Prompt is { Stage: TypingStage.Waiting } prompt)
        {
            state = state with { Prompt = null };
            Emit(new PromptFailed(prompt.Input.PromptId, "Interrupted before it was sent."));
        }

        if (state.Turn is null && state.Run?.Kind is null or RunKind.Idle && state.Prompt is null)
            return;
        state = state with { InterruptTries = 1 };
        PressEscape();
    }

    private void OnInterruptUnconfirmed()
    {
        if (state.InterruptTries == 0)
            return;
        if (state.Run?.Kind == RunKind.Idle)
        {
            // So short a turn that the status never said busy.
            state = state with { InterruptTries = 0 };
            OnRestWithoutStop();
            return;
        }

        if (state.InterruptTries >= AgentLimits.InterruptTries)
        {
            state = state with { InterruptTries = 0 };
            Diagnose("interrupt-unconfirmed", $"still {state.Run?.Kind} after {AgentLimits.InterruptTries} tries");
            return;
        }

        state = state with { InterruptTries = state.InterruptTries + 1 };
        PressEscape();
    }

    private void PressEscape()
    {
        Type(KeyBytes.Of(AgentKey.Escape));
        SetTimer(AgentTimer.InterruptConfirm, AgentLimits.InterruptConfirm);
    }
}
