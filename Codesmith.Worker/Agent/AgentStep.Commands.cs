using Codesmith.Protocol;
using Codesmith.Worker.Claude;

namespace Codesmith.Worker.Agent;

/// <summary>Claude Code's own commands: typed at rest, believed only from what Claude Code did.</summary>
internal sealed partial class AgentStep
{
    private void OnCommandWanted(CommandInput input)
    {
        if (_state.Prompt is not null || _state.Command is not null)
            Refuse(WorkerErrorCode.AgentBusy, "Something else is being typed.");
        else if (input.Command == AgentCommand.Model && !IsModelName(input.Argument))
            Refuse(WorkerErrorCode.InvalidArgument, "A model's name has letters, digits and . _ - [ ] only.");
        else
        {
            _state = _state with { Command = new CommandProgress(input, TypingStage.Waiting) };
            SetTimer(AgentTimer.CommandDeadline, AgentLimits.CommandDeadline);
            ContinueTyping();
        }
    }

    private static bool IsModelName(string? name) =>
        !string.IsNullOrEmpty(name) && name.All(character => char.IsAsciiLetterOrDigit(character) || "._-[]".Contains(character));

    private void TypeCommand(CommandProgress command)
    {
        _state = _state with { Command = command with { Stage = TypingStage.Typed } };
        Type(TypingPlan.Keys(CommandText(command.Input), _state.BoxRows));
        SetTimer(AgentTimer.CommandConfirm, AgentLimits.CommandConfirm);
    }

    private static string CommandText(CommandInput input) => input.Command switch
    {
        AgentCommand.Clear => "/clear",
        AgentCommand.Compact => string.IsNullOrWhiteSpace(input.Argument)
            ? "/compact"
            : "/compact " + PromptText.Clean(input.Argument).Replace('\n', ' '),
        _ => "/model " + input.Argument,
    };

    private void OnCommandEvidence(AgentCommand command, bool succeeded, string message)
    {
        if (_state.Command is not { Stage: not TypingStage.Waiting, Evidence: null } progress
            || progress.Input.Command != command)
            return;
        _state = _state with { Command = progress with { Evidence = (succeeded, message) } };
        SetTimer(AgentTimer.CommandConfirm, AgentLimits.CommandRecord);
        CompleteCommandIfOver();
    }

    /// <summary>What a command prints ends its record, and is the evidence where no hook tells of it.</summary>
    private void OnCommandOutput(TranscriptEntry.CommandOutput output)
    {
        if (_state.Command is not { Stage: not TypingStage.Waiting } progress)
            return;
        _state = _state with { Command = progress with { Recorded = true } };
        var line = ToolSummary.OneLine(output.Text.Split('\n')[0]);
        var done = progress.Input.Command switch
        {
            AgentCommand.Model => line.StartsWith("Set model", StringComparison.Ordinal),
            AgentCommand.Compact => line.StartsWith("Compacted", StringComparison.Ordinal),
            _ => !output.IsError,
        };
        if (line.Length > 0)
            OnCommandEvidence(progress.Input.Command, done, line);
        CompleteCommandIfOver();
    }

    /// <summary>Done when the agent is at rest again: what is typed next must not meet a dialog.</summary>
    private void CompleteCommandIfOver()
    {
        if (_state is { Command: { Evidence: not null, Recorded: true }, Run.Kind: RunKind.Idle })
            CompleteCommand(_state.Command);
    }

    private void CompleteCommand(CommandProgress command)
    {
        var (succeeded, message) = command.Evidence ?? (false, command.Stage == TypingStage.Waiting
            ? "Claude Code did not come to rest, so it was not typed."
            : "Claude Code gave no sign that it was done.");
        CancelTimer(AgentTimer.CommandConfirm);
        CancelTimer(AgentTimer.CommandDeadline);
        _state = _state with { Command = null, BoxRows = 1 };
        Emit(new CommandCompleted(command.Input.CommandId, succeeded, message));
        // A dialog that is still there is the command's no more.
        if (_state.Run?.Kind == RunKind.Waiting)
            WatchForUnknownDialog();
        ContinueTyping();
    }

    /// <summary>"Switch model?" is asked in a conversation with a warm cache; the user has said yes already.</summary>
    private void ConfirmModelSwitch()
    {
        if (_state is { Command: { Stage: TypingStage.Typed, Input.Command: AgentCommand.Model } command, Screen.Menu: { } menu }
            && menu.Heading.Contains("Switch model?", StringComparison.Ordinal) && menu.StepsTo("Yes") is { } steps)
        {
            _state = _state with { Command = command with { Stage = TypingStage.Nudged } };
            Choose(steps);
        }
    }

    private void OnCommandUnconfirmed()
    {
        if (_state.Command is not { Stage: not TypingStage.Waiting } command)
            return;
        if (_state.Run?.Kind == RunKind.Busy)
        {
            // A compaction takes as long as the model does.
            SetTimer(AgentTimer.CommandConfirm, AgentLimits.CommandConfirm);
            return;
        }

        GiveUp(command);
    }

    private void OnCommandLate()
    {
        if (_state.Command is { } command)
            GiveUp(command);
    }

    /// <summary>Takes back what was typed, unless that would answer a question of the user's.</summary>
    private void GiveUp(CommandProgress command)
    {
        if (command is { Stage: not TypingStage.Waiting, Evidence: null } && _state.Questions.IsEmpty)
        {
            if (_state.Run?.Kind == RunKind.Waiting)
                Type(KeyBytes.Of(AgentKey.Escape));
            Type(TypingPlan.Clear(TypingPlan.Rows(CommandText(command.Input))));
        }

        CompleteCommand(command);
    }
}
