using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.Sessions;

/// <summary>What the agent may use the model with, and what happens when that changes while it runs.</summary>
internal static partial class Session
{
    private static AgentCredential CredentialOf(SessionState state) =>
        state.Credential == CredentialKind.Account ? AgentCredential.Account : AgentCredential.Gateway;

    /// <summary>
    /// An agent is started for an account or for the gateway's keys: a change from one key to another does not concern
    /// it. An account that was lost, or the last of all keys, is not waited for; one that was won is taken up at rest.
    /// </summary>
    private static void TakeCredentialChanged(SessionDraft draft, CredentialKind? now)
    {
        var state = draft.State;
        if (state.Lifecycle is not (LifecycleState.Launching or LifecycleState.Ready))
            return; // Whatever starts later asks anew.
        bool isAccount = now == CredentialKind.Account;
        bool isSame = now is not null && isAccount == (state.Credential == CredentialKind.Account);
        draft.State = state with { HasOldCredential = !isSame, Credential = isSame ? now : state.Credential };
        if (!isSame && !isAccount)
            RestartAgent(draft);
    }

    private static void ReplaceCredential(SessionDraft draft)
    {
        if (draft.State is { HasOldCredential: true, Lifecycle: LifecycleState.Ready, IsIdle: true })
            RestartAgent(draft);
    }

    private static void RestartAgent(SessionDraft draft)
    {
        draft.Notice(NoticeLevel.Information, SessionTexts.CredentialChanged);
        draft.State = draft.State with { HasOldCredential = false };
        Happen(draft, LifecycleEvent.StopWanted);
        Happen(draft, LifecycleEvent.StartWanted);
    }
}
