using System.Runtime.CompilerServices;
using Codesmith.Protocol;
using Codesmith.Protocol.Wire;
using Codesmith.Supervisor.Sessions;
using StreamJsonRpc;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// The supervisor's side of one connection to one worker. It only calls, asks for the next events when it has handled
/// the last, and believes nothing: so a hostile worker costs one frame of memory and its own link. The first reason
/// for which the link ended is the one that everybody hears. Disposing ends the link, not the worker.
/// </summary>
internal sealed class WorkerLink : IWorkerLink
{
    private const string ConnectionClosed = "Its connection closed.";

    private readonly TimeProvider _clock;
    private readonly JsonRpc _rpc;
    private readonly IWorker _worker;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WorkerLostException? _loss;
    private long _lastRead;
    private int _reading;

    private WorkerLink(Stream stream, long after, TimeProvider clock)
    {
        _lastRead = after;
        _clock = clock;
        _rpc = WorkerWire.OpenSupervisorEnd(stream, out _worker);
        _rpc.Disconnected += (_, end) => Lose(ReasonOf(end), end.Exception);
    }

    /// <summary>What the worker said when it was greeted.</summary>
    public HelloReply Hello { get; private set; } = new(0, 0, false);

    /// <summary>Completes, without an error, when the link has ended for whatever reason.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Dials the worker's socket and shakes hands.</summary>
    /// <param name="socketPath">The socket as the supervisor sees it, in a folder the sandbox can write.</param>
    /// <param name="after">The newest event that is known already; 0 for a new worker.</param>
    /// <param name="clock">For every time limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WorkerLostException">Nobody listens there, or not a worker of this version.</exception>
    public static async Task<WorkerLink> ConnectAsync(
        string socketPath, long after, TimeProvider clock, CancellationToken cancellationToken)
    {
        var stream = await WorkerLinkSocket.ConnectAsync(socketPath, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(stream, after, clock, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Shakes hands over a connection, which belongs to the link from here on.</summary>
    /// <exception cref="WorkerLostException">At the other end is not a worker of this version.</exception>
    public static async Task<WorkerLink> OpenAsync(
        Stream stream, long after, TimeProvider clock, CancellationToken cancellationToken)
    {
        var link = new WorkerLink(stream, after, clock);
        try
        {
            link._rpc.StartListening();
            link.Hello = await link.CallAsync(
                    worker => worker.HelloAsync(new HelloRequest(ProtocolVersion.Current), CancellationToken.None),
                    hello => WorkerLinkCheck.Check(hello, after),
                    WireLimits.Call,
                    cancellationToken)
                .ConfigureAwait(false);
            return link;
        }
        catch (Exception failure)
        {
            await link.DisposeAsync().ConfigureAwait(false);
            if (failure is WorkerRefusedException)
                throw new WorkerLostException(failure.Message, failure) { IsFinal = true };
            throw;
        }
    }

    public async IAsyncEnumerable<NumberedEvent> ReadEventsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _reading, 1) != 0)
            throw new InvalidOperationException("The events of a worker are read once.");

        while (true)
        {
            var asked = _clock.GetTimestamp();
            var batch = await CallAsync(
                    worker => worker.ReadEventsAsync(_lastRead, WireLimits.BatchEvents, CancellationToken.None),
                    batch => Check(batch, asked),
                    WireLimits.Silence,
                    cancellationToken)
                .ConfigureAwait(false);
            foreach (var numbered in batch.Events)
            {
                _lastRead = numbered.Sequence;
                yield return numbered;
            }
        }
    }

    public Task SendAsync(WorkerRequest request, CancellationToken cancellationToken) => CallAsync(
        async worker =>
        {
            await Send(worker, request).ConfigureAwait(false);
            return true;
        },
        _ => { },
        WireLimits.Call,
        cancellationToken);

    public Task<ScreenCapture> CaptureScreenAsync(CancellationToken cancellationToken) => CallAsync(
        worker => worker.CaptureScreenAsync(CancellationToken.None),
        WorkerLinkCheck.Check,
        WireLimits.Call,
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Lose("The supervisor closed the link.", null);
        // The reason is kept already; here only the end of all reading and writing counts.
        await _rpc.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static Task Send(IWorker worker, WorkerRequest request) => request switch
    {
        WorkerRequest.StartAgent start => worker.StartAgentAsync(start.Launch, CancellationToken.None),
        WorkerRequest.SubmitPrompt submit => worker.SubmitPromptAsync(submit.Prompt, CancellationToken.None),
        WorkerRequest.RunCommand run => worker.RunCommandAsync(run.Command, CancellationToken.None),
        WorkerRequest.AnswerQuestion answer => worker.AnswerQuestionAsync(answer.Answer, CancellationToken.None),
        WorkerRequest.PressKey press => worker.PressKeyAsync(press.Key, CancellationToken.None),
        WorkerRequest.WriteFile write => worker.WriteFileAsync(write.Chunk, CancellationToken.None),
        WorkerRequest.Interrupt => worker.InterruptAsync(CancellationToken.None),
        WorkerRequest.StopAgent => worker.StopAgentAsync(CancellationToken.None),
        _ => throw new ArgumentOutOfRangeException(nameof(request), request.GetType(), "Not a case of the union."),
    };

    private void Check(EventBatch batch, long asked)
    {
        // Nothing, at once and again and again, is no event and no sign of life: it only keeps the supervisor busy.
        if (batch.Events.Count == 0 && _clock.GetElapsedTime(asked) < WireLimits.LongPoll / 2)
            throw new WireViolationException("An empty batch long before its time.");
        WorkerLinkCheck.Check(batch, _lastRead);
    }

    /// <summary>
    /// A call that was made goes on when its caller gives up, because it may have been heard; whether it is ever
    /// answered decides about the link, not about the caller.
    /// </summary>
    private async Task<T> CallAsync<T>(
        Func<IWorker, Task<T>> call, Action<T> check, TimeSpan limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await AnswerAsync(call, check, limit).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> AnswerAsync<T>(Func<IWorker, Task<T>> call, Action<T> check, TimeSpan limit)
    {
        try
        {
            var answer = await call(_worker).WaitAsync(limit, _clock).ConfigureAwait(false);
            check(answer ?? throw new WireViolationException("An answer of nothing."));
            return answer;
        }
        catch (RemoteInvocationException refusal) when (IsRefusal(refusal.ErrorCode))
        {
            throw new WorkerRefusedException(refusal.ErrorCode, OneLine(refusal.Message));
        }
        catch (OversizeFrameException oversize)
        {
            throw new WorkerRefusedException(WorkerErrorCode.InvalidArgument, oversize.Message);
        }
        catch (TimeoutException)
        {
            throw Lose($"The worker did not answer within {limit.TotalSeconds:0} s.", null);
        }
        catch (Exception failure)
        {
            // Whatever else the wire, the decoder or the check came upon: for a session it is one thing, a lost worker.
            throw Lose(failure is ConnectionLostException or IOException ? ConnectionClosed : failure.Message, failure);
        }
    }

    private static string ReasonOf(JsonRpcDisconnectedEventArgs end) => end switch
    {
        { Exception: WireViolationException violation } => violation.Message,
        { Exception: IOException } or { Reason: DisconnectedReason.RemotePartyTerminated } => ConnectionClosed,
        _ => end.Description,
    };

    private static bool IsRefusal(int code) => code is
        WorkerErrorCode.VersionMismatch or
        WorkerErrorCode.HelloExpected or
        WorkerErrorCode.NoAgent or
        WorkerErrorCode.AgentRunning or
        WorkerErrorCode.InvalidArgument or
        WorkerErrorCode.NoSuchQuestion or
        WorkerErrorCode.AgentBusy or
        WorkerErrorCode.FileNotWritten;

    /// <summary>Ends the link for this reason, unless it has ended already.</summary>
    /// <returns>What to tell the caller: the first reason.</returns>
    private WorkerLostException Lose(string reason, Exception? cause)
    {
        var loss = cause is null
            ? new WorkerLostException(OneLine(reason))
            : new WorkerLostException(OneLine(reason), cause);
        var first = Interlocked.CompareExchange(ref _loss, loss, null);
        if (first is not null)
            return new WorkerLostException(first.Message, first);

        _rpc.Dispose();
        _ended.TrySetResult();
        return loss;
    }

    /// <summary>For a log: a worker may have written any of it.</summary>
    private static string OneLine(string text)
    {
        var line = text.Length > WireLimits.ShortText ? text[..WireLimits.ShortText] : text;
        return string.Concat(line.Select(letter => char.IsControl(letter) ? ' ' : letter));
    }
}
