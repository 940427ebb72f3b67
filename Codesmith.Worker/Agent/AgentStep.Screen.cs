using Codesmith.Protocol;
using Codesmith.Worker.Claude;

namespace Codesmith.Worker.Agent;

/// <summary>What the picture adds: start dialogs, retries, a last word when the other sources are silent.</summary>
internal sealed partial class AgentStep
{
    private void OnScreen(ScreenReading reading, string text)
    {
        _state = _state with { Screen = reading, ScreenText = text };
        if (!_state.IsReady)
            AnswerStartDialog();
        ConfirmModelSwitch();
        RefreshScreenQuestion();
        TellRetry(reading.Retry);
        WatchForRest();
    }

    private void TellRetry(RetryNotice? retry)
    {
        if (retry is null || _state.Turn is null || _state.Turn.LastRetry == retry.Attempt)
            return;
        ChangeTurn(turn => turn with { LastRetry = retry.Attempt });
        Emit(new RetryReported(retry.Text));
    }

    private void WatchForRest()
    {
        if (IsStatusDoubtful)
            SetTimer(AgentTimer.ScreenAtRest, AgentLimits.ScreenAtRest);
        else
            CancelTimer(AgentTimer.ScreenAtRest);
    }

    /// <summary>Whether something depends on a status that the screen contradicts.</summary>
    private bool IsStatusDoubtful => _state is { Run.Kind: RunKind.Busy, Screen.ShowsRest: true }
        and ({ Turn: not null } or { Command: not null } or { Prompt.Stage: TypingStage.Waiting });

    /// <summary>The status is not written any more once the agent has removed its own file.</summary>
    private void OnScreenAtRest()
    {
        if (!IsStatusDoubtful || _state.Turn is { Stopped: true } or { Failure: not null })
            return;
        Diagnose("screen-at-rest", "the screen shows rest, the status says busy, and no hook came");
        if (_state.Turn is not null)
            CloseTurn(new TurnEnded(TurnOutcome.Completed));
        OnRunStatus(_state.Run! with { Kind = RunKind.Idle });
    }
}
