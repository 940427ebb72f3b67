using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>
/// The agent's gauges, and who asks for them. It tells what a turn has cost a moment after the turn's end: while the
/// timer for that is set, they are those of before.
/// </summary>
internal static partial class Session
{
    private static void TakeStatusCommand(SessionDraft draft, InteractionId interaction)
    {
        if (draft.State.Timers.ContainsKey(SessionTimer.Status))
            draft.Await(PendingKind.Status, interaction);
        else
            draft.Respond(interaction, StatusText.Of(draft.State, draft.Now));
    }

    private static void TakeStatus(SessionDraft draft, AgentStatus status)
    {
        draft.State = draft.State with { Status = status };
        TellStatus(draft);
    }

    /// <summary>With the gauges as they are: no others are waited for.</summary>
    private static void TellStatus(SessionDraft draft)
    {
        draft.CancelTimer(SessionTimer.Status);
        draft.Settle(pending => pending.Awaits == PendingKind.Status, StatusText.Of(draft.State, draft.Now));
    }
}
