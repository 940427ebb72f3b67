namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>One request, which may be sent several times until it has an answer.</summary>
internal sealed class RestRequest(Route route, RequestPriority priority)
{
    public Route Route { get; } = route;

    public RequestPriority Priority { get; } = priority;

    /// <summary>Makes the body at the moment it is sent, anew each time; null for none.</summary>
    public Func<HttpContent>? Body { get; init; }

    public RepeatRule Repeat { get; init; } = RepeatRule.Always;

    /// <summary>From the first byte sent to the last one received.</summary>
    public TimeSpan Timeout { get; init; } = RestLimits.Request;

    /// <summary>
    /// Callbacks and followups carry the interaction's token instead of the bot's, and have limits of their own.
    /// </summary>
    public bool IsByInteraction => Route.Template.StartsWith("interactions/", StringComparison.Ordinal)
        || Route.Template.StartsWith("webhooks/", StringComparison.Ordinal);
}

/// <summary>Whether a request may be sent again when its answer was lost.</summary>
internal enum RepeatRule
{
    /// <summary>Twice is the same as once: by its nature, or by an enforced nonce.</summary>
    Always,

    /// <summary>Twice would be two things: only if it surely did not arrive.</summary>
    OnlyIfNotArrived,

    /// <summary>
    /// The answer to an interaction: while its clock runs; "answered already" says that the lost one arrived.
    /// </summary>
    Callback,
}
