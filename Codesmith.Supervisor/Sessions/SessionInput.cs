using System.Collections.Immutable;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.Sessions;

/// <summary>
/// Something a session reacts to. A closed union. A generation says which of the session's workers it is about: what
/// an older one still says does not count.
/// </summary>
internal abstract record SessionInput
{
    private SessionInput()
    {
    }

    /// <summary>Something happened in the chat that concerns this session.</summary>
    internal sealed record FromChat(ChatEvent Event) : SessionInput;

    /// <summary>What the user has used of the budgets for the model.</summary>
    internal sealed record BudgetsRead(ImmutableList<LimitUse> Budgets) : SessionInput;

    /// <summary>An earlier program stored the session: what it left undone is taken up.</summary>
    internal sealed record Restored(SavedSession Saved) : SessionInput;

    /// <summary>The channel that was wanted is open.</summary>
    internal sealed record ChannelOpened(OpenedChannel Opened) : SessionInput;

    /// <summary>The channel that was wanted could not be had; the reason is one line for the user.</summary>
    internal sealed record ChannelNotOpened(string Reason) : SessionInput;

    /// <summary>The panel was posted.</summary>
    internal sealed record PanelPosted(ChannelId Channel, PostId Panel) : SessionInput;

    /// <summary>The files of a prompt are with us.</summary>
    internal sealed record FilesKept(string PromptId, AttachedFiles Files) : SessionInput;

    /// <summary>The files of a prompt could not be had; the reason is one line for the user.</summary>
    internal sealed record FilesLost(string PromptId, AttachedFiles Files, string Reason) : SessionInput;

    /// <summary>It waits for a place to run; 0 says that it has one now.</summary>
    internal sealed record PlaceAwaited(int Generation, int Position) : SessionInput;

    /// <summary>The sandbox's limits have something to say.</summary>
    internal sealed record LimitsChanged(int Generation, LimitNews News) : SessionInput;

    /// <summary>The worker runs.</summary>
    /// <param name="Generation">Which worker.</param>
    /// <param name="FreshConversationId">A new UUID, for a session without a conversation to resume.</param>
    /// <param name="Credential">What its agent may use the model with.</param>
    internal sealed record WorkerStarted(int Generation, string FreshConversationId, CredentialKind Credential)
        : SessionInput;

    /// <summary>The user signed in or out.</summary>
    /// <param name="Now">What they may use the model with now; null for nothing.</param>
    internal sealed record CredentialChanged(CredentialKind? Now) : SessionInput;

    /// <summary>The worker is gone, or never came up.</summary>
    /// <param name="Generation">Which worker.</param>
    /// <param name="Reason">One line.</param>
    /// <param name="IsFinal">Whether another try would end the same: <see cref="WorkerLostException.IsFinal"/>.</param>
    internal sealed record WorkerLost(int Generation, string Reason, bool IsFinal = false) : SessionInput;

    /// <summary>Nothing is left of the worker: the end of <see cref="SessionEffect.DisposeWorker"/>.</summary>
    internal sealed record WorkerDisposed(int Generation) : SessionInput;

    /// <summary>Something happened in the sandbox.</summary>
    internal sealed record FromWorker(int Generation, WorkerEvent Event) : SessionInput;

    /// <summary>Events of the worker were lost: what is known of the agent may be wrong until it is idle.</summary>
    internal sealed record EventsLost(int Generation) : SessionInput;

    /// <summary>The worker took a request that somebody waits for.</summary>
    internal sealed record RequestTaken(int Generation, WorkerRequest Request, InteractionId Interaction) : SessionInput;

    /// <summary>The worker did not take a request.</summary>
    /// <param name="Generation">Which worker.</param>
    /// <param name="Request">What was asked.</param>
    /// <param name="Interaction">Who waits for it, if anybody.</param>
    /// <param name="Code">One of <see cref="WorkerErrorCode"/>.</param>
    /// <param name="Message">One line.</param>
    internal sealed record RequestRefused(
        int Generation, WorkerRequest Request, InteractionId? Interaction, int Code, string Message) : SessionInput;

    /// <summary>A timer elapsed; one that was set anew or cancelled meanwhile has another stamp.</summary>
    internal sealed record TimerElapsed(SessionTimer Timer, long Stamp) : SessionInput;

    /// <summary>The chat shows these items as they will stay.</summary>
    /// <param name="Items">Numbers of conversation items.</param>
    internal sealed record PostsSettled(IReadOnlyList<long> Items) : SessionInput;

    /// <summary>Something in the sandbox wants to reach a host, and waits for the user's word.</summary>
    internal sealed record HostWanted(long Request, string Host) : SessionInput;

    /// <summary>It does not wait any more.</summary>
    internal sealed record HostGivenUp(long Request) : SessionInput;

    /// <summary>The program ends: stop, but keep the conversation.</summary>
    internal sealed record ShutdownWanted : SessionInput;
}
