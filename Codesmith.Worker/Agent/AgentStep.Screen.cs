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
        WatchForRest(reading);
    }

    private void TellRetry(RetryNotice? retry)
    {
        if (retry is null || _state.Turn is null || _state.Turn.LastRetry == retry.Attempt)
            return;
        ChangeTurn(turn => turn with { LastRetry = retry.Attempt });
        Emit(new RetryReported(retry.Text));
    }

    private void WatchForRest(ScreenReading reading)
    {
        if (reading.IsIdle && _state is { Turn: not null, Run.Kind: RunKind.Busy })
            SetTimer(AgentTimer.ScreenAtRest, AgentLimits.ScreenAtRest);
        else
            CancelTimer(AgentTimer.ScreenAtRest);
    }
}
