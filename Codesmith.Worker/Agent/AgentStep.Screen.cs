using Codesmith.Protocol;
using Codesmith.Worker.Claude;

namespace Codesmith.Worker.Agent;

/// <summary>What the picture adds: start dialogs, retries, a last word when the other sources are silent.</summary>
internal sealed partial class AgentStep
{
    private void OnScreen(ScreenReading reading, string text)
    {
        state = state with { Screen = reading, ScreenText = text };
        if (state.Activity == AgentActivity.Starting)
            AnswerStartDialog();
        ConfirmModelSwitch();
        RefreshScreenQuestion();
        TellRetry(reading.Retry);
        WatchForRest(reading);
    }

    private void TellRetry(string? retry)
    {
        if (retry is null || state.Turn is null || state.Turn.LastRetry == retry)
            return;
        ChangeTurn(turn => turn with { LastRetry = retry });
        Emit(new RetryReported(retry));
    }

    private void WatchForRest(ScreenReading reading)
    {
        if (reading.IsIdle && state is { Turn: not null, Run.Kind: RunKind.Busy })
            SetTimer(AgentTimer.ScreenAtRest, AgentLimits.ScreenAtRest);
        else
            CancelTimer(AgentTimer.ScreenAtRest);
    }
}
