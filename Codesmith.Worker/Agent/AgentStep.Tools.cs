using Codesmith.Protocol;
using Codesmith.Worker.Claude;

namespace Codesmith.Worker.Agent;

/// <summary>Tool calls: told by hooks, completed from the transcript where hooks are silent.</summary>
internal sealed partial class AgentStep
{
    /// <summary>What the transcript has as the result of a call that the user's Escape ended.</summary>
    private const string RejectedResult = "The user doesn't want to proceed";

    private void OnToolStarted(HookEvent.PreToolUse use)
    {
        // A subagent may work on in the background when the turn is over; it neither begins one nor keeps it open.
        if (use.AgentId is null)
            EnsureTurn();
        if (_state.Turn is null || _state.Turn.Tools.ContainsKey(use.ToolId))
            return;
        if (QuestionReader.IsQuestion(use.Tool))
        {
            ChangeTurn(turn => turn with { Asking = turn.Asking.Add(use) });
            return;
        }

        var started = new ToolStarted(use.ToolId, use.Tool, ToolSummary.Of(use.Tool, use.Input), use.AgentId);
        ChangeTurn(turn => turn with
        {
            Tools = turn.Tools.Add(use.ToolId, true),
            Held = turn.Held.Add(started),
            LiveTextId = null,
        });
        if (_state.Turn.TextWhole || use.AgentId is not null)
            TellHeld();
        else
            SetTimer(AgentTimer.Held, AgentLimits.Held);
    }

    private void TellHeld()
    {
        if (_state.Turn is null or { Held.IsEmpty: true })
            return;
        foreach (var held in _state.Turn.Held)
            Emit(held);
        ChangeTurn(turn => turn with { Held = [] });
        CancelTimer(AgentTimer.Held);
    }

    private void OnToolEnded(string toolId, string tool, ToolOutcome outcome, string? result, TimeSpan? duration)
    {
        if (QuestionReader.IsQuestion(tool))
            CloseQuestionOf(tool, toolId);
        if (_state.Turn is null || !_state.Turn.Tools.GetValueOrDefault(toolId))
            return;
        TellHeld();
        ChangeTurn(turn => turn with { Tools = turn.Tools.SetItem(toolId, false), TextWhole = false, LiveTextId = null });
        Emit(new ToolEnded(toolId, outcome, Preview(result), duration));
    }

    private void OnRecordedToolUse(TranscriptEntry.ToolUse use)
    {
        if (_state.Turn is null)
            return;
        // The record is in order: a text in front of the call would have come by now.
        if (_state.Turn.Held.Any(held => held is QuestionAsked || held is ToolStarted { ToolId: var id } && id == use.ToolId))
            TellHeld();
        if (_state.Turn.Tools.ContainsKey(use.ToolId) || QuestionReader.IsQuestion(use.Tool))
            return;
        ChangeTurn(turn => turn with { Unannounced = turn.Unannounced.SetItem(use.ToolId, use) });
    }

    private void OnRecordedToolResult(TranscriptEntry.ToolResult result)
    {
        if (_state.Turn is null)
            return;
        if (_state.Turn.Unannounced.TryGetValue(result.ToolId, out var use) && !_state.Turn.Tools.ContainsKey(result.ToolId))
        {
            ChangeTurn(turn => turn with { Tools = turn.Tools.Add(use.ToolId, true) });
            Emit(new ToolStarted(use.ToolId, use.Tool, ToolSummary.Of(use.Tool, use.Input)));
        }

        ChangeTurn(turn => turn with { Unannounced = turn.Unannounced.Remove(result.ToolId) });
        if (!_state.Turn.Tools.GetValueOrDefault(result.ToolId))
            return;
        var outcome = !result.IsError ? ToolOutcome.Succeeded
            : result.Text.StartsWith(RejectedResult, StringComparison.Ordinal) ? ToolOutcome.Interrupted
            : ToolOutcome.Failed;
        TellHeld();
        ChangeTurn(turn => turn with { Tools = turn.Tools.SetItem(result.ToolId, false) });
        Emit(new ToolEnded(result.ToolId, outcome, outcome == ToolOutcome.Failed ? Preview(result.Text) : null, null));
    }

    private static string? Preview(string? text) =>
        text is { Length: > AgentLimits.ResultPreview } ? text[..AgentLimits.ResultPreview] : text;
}
