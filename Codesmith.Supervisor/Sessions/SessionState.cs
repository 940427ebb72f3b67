using System.Collections.Immutable;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>All that a session knows. Changed by <see cref="Session.Step"/> alone.</summary>
internal sealed record SessionState
{
    public required SessionProfile Profile { get; init; }

    /// <summary>Where its prompts are written and its posts appear. Fixed while it runs.</summary>
    public required ChannelId Channel { get; init; }

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

    /// <summary>The agent's gauges; null before it told any.</summary>
    public AgentStatus? Status { get; init; }

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
    /// <param name="channel">Where.</param>
    /// <param name="saved">What an earlier program stored; null for a new one.</param>
    public static SessionState Begin(SessionProfile profile, ChannelId channel, SavedSession? saved) => new()
    {
        Profile = profile,
        Channel = channel,
        ConversationId = saved?.ConversationId,
        Model = saved?.Model,
    };

    /// <summary>What a restart of the program needs; null if there is nothing to go on with.</summary>
    public SavedSession? ToSaved() =>
        ConversationId is { } id ? new SavedSession(Profile.User, Channel, id, Model) : null;

    /// <summary>Whether nothing is on its way to the agent or in work there.</summary>
    public bool IsIdle => Turn is null && InFlight is null;

    /// <summary>Whether prompts are taken, be it into the queue.</summary>
    public bool IsWanted => !ShuttingDown
        && Lifecycle is not (LifecycleState.Stopped or LifecycleState.Stopping or LifecycleState.Failed);

    /// <summary>Whether the agent works, and does not wait for the user.</summary>
    public bool IsWorking =>
        Lifecycle == LifecycleState.Ready && !IsIdle && !Conversation.OpenQuestions.Any();

    /// <summary>What it does, in a word or two for the user.</summary>
    public string Describe() => Lifecycle switch
    {
        LifecycleState.Stopped => "stopped",
        LifecycleState.Starting or LifecycleState.Launching => Outage is null ? "starting" : "restarting",
        LifecycleState.Ready when Conversation.OpenQuestions.Any() => "waiting for you",
        LifecycleState.Ready => IsIdle ? "ready" : "working",
        LifecycleState.BackingOff or LifecycleState.Restarting => "restarting",
        LifecycleState.Stopping => "stopping",
        _ => "failed",
    };
}
