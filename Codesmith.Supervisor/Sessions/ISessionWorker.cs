using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>Starts workers. Implemented by <c>Workers</c>, which knows sandboxes and sockets.</summary>
internal interface ISessionWorkers
{
    /// <summary>Starts the user's worker in its sandbox and shakes hands with it. One a user at one time.</summary>
    /// <exception cref="WorkerLostException">It did not come up; the message says why and what to do.</exception>
    Task<ISessionWorker> StartAsync(UserId user, CancellationToken cancellationToken);
}

/// <summary>A session's hold on its running worker. Disposing ends the worker and everything in its sandbox.</summary>
internal interface ISessionWorker : IWorkerLink
{
    /// <summary>
    /// What its sandbox's limits have to say, when they have. Ends with the sandbox, by
    /// <see cref="WorkerLostException"/> where a limit is the reason. Read once.
    /// </summary>
    IAsyncEnumerable<LimitNews> ReadLimitsAsync(CancellationToken cancellationToken);
}

/// <summary>How a worker is spoken to. Disposing ends the talk.</summary>
internal interface IWorkerLink : IAsyncDisposable
{
    /// <summary>The worker's events, validated, in order. Ends only by <see cref="WorkerLostException"/>. Read once.</summary>
    IAsyncEnumerable<NumberedEvent> ReadEventsAsync(CancellationToken cancellationToken);

    /// <summary>Asks the worker for something; how it went is told by events.</summary>
    /// <exception cref="WorkerLostException">The worker is gone or broke the protocol.</exception>
    /// <exception cref="WorkerRefusedException">It cannot do this now.</exception>
    Task SendAsync(WorkerRequest request, CancellationToken cancellationToken);

    /// <summary>The picture on the agent's terminal. Throws like <see cref="SendAsync"/>.</summary>
    Task<ScreenCapture> CaptureScreenAsync(CancellationToken cancellationToken);
}

/// <summary>What a session asks of its worker. A closed union over the calls of <see cref="IWorker"/>.</summary>
internal abstract record WorkerRequest
{
    private WorkerRequest()
    {
    }

    internal sealed record StartAgent(AgentLaunch Launch) : WorkerRequest;

    /// <summary>The files are to be in the workspace first.</summary>
    internal sealed record SubmitPrompt(PromptInput Prompt, AttachedFiles Files) : WorkerRequest;

    internal sealed record RunCommand(CommandInput Command) : WorkerRequest;

    internal sealed record AnswerQuestion(QuestionAnswer Answer) : WorkerRequest;

    internal sealed record PressKey(AgentKey Key) : WorkerRequest;

    /// <summary>Puts a piece of a file into the user's workspace.</summary>
    internal sealed record WriteFile(FileChunk Chunk) : WorkerRequest;

    internal sealed record Interrupt : WorkerRequest;

    internal sealed record StopAgent : WorkerRequest;
}

/// <summary>The worker is gone, silent, or broke the protocol. The message is one line for the operator's log.</summary>
internal sealed class WorkerLostException : Exception
{
    public WorkerLostException(string message)
        : base(message)
    {
    }

    public WorkerLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether another try would end the same, until somebody changes something.</summary>
    public bool IsFinal { get; init; }
}

/// <summary>The worker is well but did not take the request.</summary>
/// <param name="code">One of <see cref="WorkerErrorCode"/>.</param>
/// <param name="message">One line.</param>
internal sealed class WorkerRefusedException(int code, string message) : Exception(message)
{
    /// <summary>One of <see cref="WorkerErrorCode"/>.</summary>
    public int Code { get; } = code;
}
