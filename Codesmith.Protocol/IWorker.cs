using PolyType;
using StreamJsonRpc;

namespace Codesmith.Protocol;

/// <summary>
/// What the supervisor may ask of a worker. The worker never calls back: everything it has to say is an event,
/// fetched with <see cref="ReadEventsAsync"/>. Calls that start something return when it was taken on; how it went
/// is told by events. Failures carry a code of <see cref="WorkerErrorCode"/>.
/// </summary>
[JsonRpcContract]
[GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]
public partial interface IWorker
{
    /// <summary>The first call on a connection: both ends must speak the same <see cref="ProtocolVersion"/>.</summary>
    Task<HelloReply> HelloAsync(HelloRequest hello, CancellationToken cancellationToken);

    /// <summary>Starts the agent on a fresh terminal. One agent a worker, at one time.</summary>
    Task StartAgentAsync(AgentLaunch launch, CancellationToken cancellationToken);

    /// <summary>
    /// Events with a sequence number above <paramref name="after"/>, oldest first, at most <paramref name="max"/>.
    /// Waits up to <see cref="WireLimits.LongPoll"/> for the first; an empty batch is a sign of life.
    /// Reading acknowledges: the worker may forget what lies at or below <paramref name="after"/>.
    /// </summary>
    Task<EventBatch> ReadEventsAsync(long after, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Types a prompt. Told by <see cref="PromptAccepted"/>, <see cref="PromptFailed"/> or <see cref="AgentExited"/>.
    /// </summary>
    Task SubmitPromptAsync(PromptInput prompt, CancellationToken cancellationToken);

    /// <summary>Runs one of the agent's own commands. Told by <see cref="CommandCompleted"/>.</summary>
    Task RunCommandAsync(CommandInput command, CancellationToken cancellationToken);

    /// <summary>Answers an open question. Told by <see cref="QuestionClosed"/>.</summary>
    Task AnswerQuestionAsync(QuestionAnswer answer, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a piece of a file into the workspace; needs no agent. A piece out of order is refused and changes nothing.
    /// </summary>
    Task WriteFileAsync(FileChunk chunk, CancellationToken cancellationToken);

    /// <summary>Interrupts the running turn. Told by <see cref="TurnEnded"/>; nothing happens between turns.</summary>
    Task InterruptAsync(CancellationToken cancellationToken);

    /// <summary>Presses one key: the way out of a screen that nobody foresaw.</summary>
    Task PressKeyAsync(AgentKey key, CancellationToken cancellationToken);

    /// <summary>The picture on the agent's terminal, as text.</summary>
    Task<ScreenCapture> CaptureScreenAsync(CancellationToken cancellationToken);

    /// <summary>Ends the agent politely, within a bounded grace. Told by <see cref="AgentExited"/>.</summary>
    Task StopAgentAsync(CancellationToken cancellationToken);
}
