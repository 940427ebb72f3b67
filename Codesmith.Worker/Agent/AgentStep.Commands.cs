using System.Text;
using Codesmith.Protocol;
using Codesmith.Worker.Claude;

namespace Codesmith.Worker.Agent;

/// <summary>Claude Code's own commands: typed at rest, believed only from what Claude Code did.</summary>
internal sealed partial class AgentStep
{
    private void OnCommandWanted(CommandInput input)
    {
        if (state.Prompt is not null || state.Command is not null)
            Refuse(WorkerErrorCode.AgentBusy, "Something else is being typed.");
        else if (input.Command == AgentCommand.Model && !IsModelName(input.Argument))
            Refuse(WorkerErrorCode.InvalidArgument, "A model's name has letters, digits and . _ - [ ] only.");
        else
        {
            state = state with { Command = new CommandProgress(input, TypingStage.Waiting) };
            ContinueTyping();
        }
    }

    private static bool IsModelName(string? name) =>
        !string.IsNullOrEmpty(name) && name.All(character => char.IsAsciiLetterOrDigit(character) || "._-[]".Contains(character));

    private void TypeCommand(CommandProgress command)
    {
        state = state with { Command = command with { Stage = TypingStage.Typed } };
        Type(TypingPlan.Keys(CommandText(command.Input), state.BoxLines));
        SetTimer(AgentTimer.CommandConfirm, AgentLimits.CommandConfirm);
    }

    private static string CommandText(CommandInput input) => input.Command switch
    {
        AgentCommand.Clear => "/clear",
        AgentCommand.Compact => string.IsNullOrWhiteSpace(input.Argument)
            ? "/compact"
            : "/compact " + ToolSummary.OneLine(PromptText.Clean(input.Argument)),
        _ => "/model " + input.Argument,
    };

    private void OnCommandEvidence(AgentCommand command, bool succeeded, string message)
    {
        if (state.Command is not { Stage: not TypingStage.Waiting, Evidence: null } progress
            || progress.Input.Command != command)
            return;
        state = state with { Command = progress with { Evidence = (succeeded, message) } };
        CompleteCommandIfOver();
    }

    /// <summary>What a command prints is the evidence where no hook tells of it.</summary>
    private void OnCommandOutput(TranscriptEntry.CommandOutput output)
    {
        if (state.Command is not { Stage: not TypingStage.Waiting, Evidence: null } progress || output.Text.Length == 0)
            return;
        var line = ToolSummary.OneLine(output.Text.Split('\n')[0]);
        switch (progress.Input.Command)
        {
            case AgentCommand.Model:
                OnCommandEvidence(AgentCommand.Model, line.StartsWith("Set model", StringComparison.Ordinal), line);
                break;
            case AgentCommand.Compact:
                OnCommandEvidence(
                    AgentCommand.Compact, line.StartsWith("Compacted", StringComparison.Ordinal), line);
                break;
        }
    }

    /// <summary>Done when the agent is at rest again: what is typed next must not meet a dialog.</summary>
    private void CompleteCommandIfOver()
    {
        if (state.Command is not { Evidence: { } evidence } command || state.Run?.Kind != RunKind.Idle)
            return;
        CancelTimer(AgentTimer.CommandConfirm);
        state = state with { Command = null, BoxLines = 1 };
        Emit(new CommandCompleted(command.Input.CommandId, evidence.Succeeded, evidence.Message));
        ContinueTyping();
    }

    /// <summary>"Switch model?" is asked in a conversation with a warm cache; the user has said yes already.</summary>
    private void ConfirmModelSwitch()
    {
        if (state is { Command: { Stage: TypingStage.Typed, Input.Command: AgentCommand.Model } command, Screen.Menu: { } menu }
            && menu.Heading.Contains("Switch model?", StringComparison.Ordinal) && menu.StepsTo("Yes") is { } steps)
        {
            state = state with { Command = command with { Stage = TypingStage.Nudged } };
            Choose(steps);
        }
    }

    private void OnCommandUnconfirmed()
    {
        if (state.Command is not { Stage: not TypingStage.Waiting } command)
            return;
        if (state.Run?.Kind == RunKind.Busy)
        {
            // A compaction takes as long as the model does.
            SetTimer(AgentTimer.CommandConfirm, AgentLimits.CommandConfirm);
            return;
        }

        if (state.Run?.Kind == RunKind.Waiting)
            Type(KeyBytes.Of(AgentKey.Escape));
        Type(TypingPlan.Clear(1));
        state = state with { Command = null };
        var message = new StringBuilder("Claude Code did not do it");
        if (state.Screen?.Menu is { } menu)
            message.Append(": ").Append(ToolSummary.OneLine(menu.Heading.Split('\n')[^1]));
        Emit(new CommandCompleted(command.Input.CommandId, false, message.Append('.').ToString()));
        ContinueTyping();
    }
}
