using System.Collections.Immutable;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.Sessions;

/// <summary>All that a session knows. Changed by <see cref="Session.Step"/> alone.</summary>
internal sealed record SessionState
{
    public required SessionProfile Profile { get; init; }

    /// <summary>Where its prompts are written and its posts appear. Fixed while it runs.</summary>
    public ChannelId Channel => Place.Id;

    /// <summary>The same, and whether others write there too.</summary>
    public required SessionChannel Place { get; init; }

    /// <summary>Whether <see cref="Place"/> was opened for this session, and is not only where its user spoke last.</summary>
    public bool HasPlace { get; init; }

    /// <summary>Whether somebody deleted the channel that was opened: until the next start it is as if there was none.</summary>
    public bool IsPlaceGone { get; init; }

    /// <summary>Whether there is a channel of the session's own to go on in.</summary>
    public bool IsAtHome => HasPlace && !IsPlaceGone;

    /// <summary>
    /// The channel that a start wants, until it is open; null for none. It is asked for when nothing runs any more: what
    /// ends in a channel that is gone is not told in the new one.
    /// </summary>
    public SessionEffect.OpenChannel? Opening { get; init; }

    public bool IsOpening => Opening is not null;

    /// <summary>The panel in the channel; null for none.</summary>
    public PostId? Panel { get; init; }

    /// <summary>The last message that was taken.</summary>
    public MessageId? LastMessage { get; init; }

    /// <summary>Whether it ran until the program ended: the next prompt starts it again.</summary>
    public bool ResumesOnPrompt { get; init; }

    public LifecycleState Lifecycle { get; init; }

    /// <summary>Which worker this is: one more for each that was started.</summary>
    public int Generation { get; init; }

    public RestartHistory Restarts { get; init; } = RestartHistory.Clean;

    /// <summary>Whether the start that the user asked for has succeeded: from then on it is kept running.</summary>
    public bool WasReady { get; init; }

    /// <summary>Since when the agent takes input; null while it does not.</summary>
    public DateTimeOffset? ReadySince { get; init; }

    /// <summary>Why worker or agent died last; null from the time it is back.</summary>
    public string? Outage { get; init; }

    /// <summary>What to resume; null before the first start and after the user ended the conversation.</summary>
    public string? ConversationId { get; init; }

    /// <summary>How the conversation became the current one; null before the agent said so.</summary>
    public ConversationOrigin? Origin { get; init; }

    /// <summary>The model the user chose; null for the agent's own choice.</summary>
    public string? Model { get; init; }

    /// <summary>What the agent may use the model with; null before its worker is there.</summary>
    public CredentialKind? Credential { get; init; }

    /// <summary>Whether the agent was started with what does not count any more.</summary>
    public bool HasOldCredential { get; init; }

    /// <summary>Whether the stop under way ends the conversation for good.</summary>
    public bool EndsConversation { get; init; }

    /// <summary>Whether the program ends: nothing new is begun.</summary>
    public bool ShuttingDown { get; init; }

    /// <summary>What waits for the agent, first to be sent first.</summary>
    public ImmutableList<QueuedInput> Queue { get; init; } = [];

    /// <summary>What was handed to the worker and is neither accepted nor done nor failed yet.</summary>
    public QueuedInput? InFlight { get; init; }

    /// <summary>The running turn; null between turns.</summary>
    public Turn? Turn { get; init; }

    public ImmutableList<PendingResponse> Pending { get; init; } = [];

    public Conversation Conversation { get; init; } = Conversation.Empty;

    /// <summary>What the user said about hosts, until the session is stopped.</summary>
    public HostAccess Hosts { get; init; } = HostAccess.Unasked;

    /// <summary>The agent's gauges; null before it told any.</summary>
    public AgentStatus? Status { get; init; }

    /// <summary>Which it is of those that wait for a place, from 1; 0 while it does not.</summary>
    public int QueuePosition { get; init; }

    /// <summary>Whether the next time that the agent is ready is news to the user.</summary>
    public bool TellsWhenReady { get; init; }

    /// <summary>The limits of the sandbox that are near.</summary>
    public ImmutableList<LimitUse> SandboxLimits { get; init; } = [];

    /// <summary>The user's budgets, as of the last command.</summary>
    public ImmutableList<LimitUse> Budgets { get; init; } = [];

    /// <summary>Whether events were lost, so that the end of what runs may have been among them.</summary>
    public bool LostTrack { get; init; }

    /// <summary>The stamps of the timers that are set.</summary>
    public ImmutableDictionary<SessionTimer, long> Timers { get; init; } =
        ImmutableDictionary<SessionTimer, long>.Empty;

    /// <summary>The last hint and when it was given.</summary>
    public (string Text, DateTimeOffset At)? LastHint { get; init; }

    /// <summary>The last number given to an input or a timer.</summary>
    public long LastNumber { get; init; }

    /// <summary>A session as it is before its first start in this program.</summary>
    /// <param name="profile">Whose.</param>
    /// <param name="place">Where.</param>
    /// <param name="saved">What an earlier program, or an earlier run of the session, stored; null for a new one.</param>
    public static SessionState Begin(SessionProfile profile, SessionChannel place, SavedSession? saved) =>
        saved is null
            ? new() { Profile = profile, Place = place }
            : new()
            {
                Profile = profile,
                Place = saved.Channel,
                HasPlace = true,
                ConversationId = saved.ConversationId,
                Model = saved.Model,
                // Elsewhere what was posted is gone with the program.
                Panel = profile.OutlivesProgram ? saved.Panel : null,
                LastMessage = saved.LastMessage,
                ResumesOnPrompt = saved.IsRunning && profile.OutlivesProgram,
            };

    /// <summary>What a restart of the program needs; null if there is nothing to go on with.</summary>
    public SavedSession? ToSaved() => !HasPlace ? null : new SavedSession(Profile.User, Place)
    {
        ConversationId = ConversationId,
        Model = Model,
        IsRunning = ResumesOnPrompt || IsWanted,
        Panel = Panel,
        LastMessage = LastMessage,
        Prompts =
        [
            .. (Turn?.Prompts ?? []).Select(prompt => Saved(prompt, wasSent: true)),
            .. InFlight is QueuedPrompt sent ? [Saved(sent, wasSent: true)] : Array.Empty<SavedPrompt>(),
            .. Queue.OfType<QueuedPrompt>().Select(prompt => Saved(prompt, wasSent: false)),
        ],
    };

    private static SavedPrompt Saved(QueuedPrompt prompt, bool wasSent) =>
        new(prompt.Message, prompt.Text, prompt.Attachments, wasSent);

    /// <summary>Whether nothing is on its way to the agent or in work there.</summary>
    public bool IsIdle => Turn is null && InFlight is null;

    /// <summary>Those that have not ended.</summary>
    public IEnumerable<QueuedPrompt> Prompts =>
        Queue.Append(InFlight).Concat(Turn?.Prompts ?? []).OfType<QueuedPrompt>();

    /// <summary>Whether a message is a prompt that has not ended.</summary>
    public bool Holds(MessageId message) => Prompts.Any(prompt => prompt.Message == message);

    /// <summary>Whether it runs or is to run.</summary>
    public bool IsWanted => !ShuttingDown
        && Lifecycle is not (LifecycleState.Stopped or LifecycleState.Stopping or LifecycleState.Failed);

    /// <summary>Open questions of the agent's: while there is one it takes no input.</summary>
    public IEnumerable<AskedItem> AgentQuestions =>
        Conversation.OpenQuestions.Where(item => !HostQuestion.Is(item.Question.QuestionId));

    /// <summary>Whether the agent works, and does not wait for the user.</summary>
    public bool IsWorking =>
        Lifecycle == LifecycleState.Ready && !IsIdle && !Conversation.OpenQuestions.Any();

    /// <summary>Whether plain messages in its channel are prompts: also while the channel is looked for once more.</summary>
    public bool TakesPrompts => IsWanted || (!ShuttingDown && (ResumesOnPrompt || (IsOpening && IsAtHome)));

    /// <summary>What it does.</summary>
    public SessionActivity Activity => Lifecycle switch
    {
        LifecycleState.Stopped => SessionActivity.Stopped,
        LifecycleState.Failed => SessionActivity.Failed,
        LifecycleState.Ready when Conversation.OpenQuestions.Any() => SessionActivity.Waiting,
        LifecycleState.Ready => IsIdle ? SessionActivity.Ready : SessionActivity.Working,
        _ => SessionActivity.Changing,
    };

    /// <summary>The same in a word or two for the user.</summary>
    public string Describe() => Lifecycle switch
    {
        LifecycleState.Stopped => ResumesOnPrompt ? "asleep" : "stopped",
        LifecycleState.Starting when QueuePosition > 0 => $"waiting for a place: number {QueuePosition}",
        LifecycleState.Starting or LifecycleState.Launching => Outage is null ? "starting" : "restarting",
        LifecycleState.Ready when Conversation.OpenQuestions.Any() => "waiting for you",
        LifecycleState.Ready => IsIdle ? "ready" : "working",
        LifecycleState.BackingOff or LifecycleState.Restarting => "restarting",
        LifecycleState.Stopping => "stopping",
        _ => "failed",
    };
}
