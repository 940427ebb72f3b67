namespace Codesmith.Supervisor.Demo;

/// <summary>One request as the scripted model saw it.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query as sent.</param>
/// <param name="Headers">All headers, by name without regard to case.</param>
/// <param name="Kind">What it was taken for; <c>other</c> outside of <c>/v1/messages</c>.</param>
/// <param name="Model">The model asked for; null outside of messages.</param>
/// <param name="Prompt">The last prompt a person typed; empty where there is none.</param>
/// <param name="Streams">Whether a stream was asked for.</param>
/// <param name="Body">The JSON of a message, if bodies are kept.</param>
internal sealed record ModelRequest(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    ModelRequestKind Kind,
    string? Model,
    string Prompt,
    bool Streams,
    string? Body)
{
    private readonly TaskCompletionSource<ModelRequestEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the reply is over, however it ended.</summary>
    public Task<ModelRequestEnd> End => _end.Task;

    internal void Finish(ModelRequestEnd end) => _end.TrySetResult(end);
}

internal enum ModelRequestKind
{
    /// <summary>Not a message: a probe, a list of models, a count.</summary>
    Other,

    /// <summary>A step of a conversation, answered by a scenario.</summary>
    Turn,

    /// <summary>The CLI asks by itself to go on, after a reply that ended early or said nothing.</summary>
    Continuation,

    /// <summary>The CLI wants a title for the session.</summary>
    Title,

    /// <summary>The CLI wants the conversation summed up, because of /compact or a full context.</summary>
    Compaction,

    /// <summary>The CLI wants some other JSON that fits a schema.</summary>
    Structured,

    /// <summary>The CLI only looks whether it may ask at all.</summary>
    Quota,
}

internal enum ModelRequestEnd
{
    Answered,

    /// <summary>The client went away first.</summary>
    ClientLeft,

    /// <summary>Cut off by the scenario.</summary>
    Cut,
}
