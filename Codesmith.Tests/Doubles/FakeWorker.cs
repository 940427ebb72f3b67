using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Tests.Doubles;

/// <summary>Workers in memory. The newest one can be waited for.</summary>
internal sealed class FakeWorkers : ISessionWorkers
{
    private readonly Channel<FakeWorker> _started = Channel.CreateUnbounded<FakeWorker>();
    private readonly Dictionary<UserId, int> _running = [];
    private readonly Lock _gate = new();

    /// <summary>Runs at each start; may wait or throw.</summary>
    public Func<CancellationToken, Task>? BeforeStart { get; set; }

    /// <summary>What each new worker does with a request; null for <see cref="FakeWorker.Obey"/>.</summary>
    public Action<FakeWorker, WorkerRequest>? OnRequest { get; set; }

    /// <summary>The most workers that one user had at one time.</summary>
    public int MostForOneUser { get; private set; }

    public int Running
    {
        get
        {
            lock (_gate)
                return _running.Values.Sum();
        }
    }

    public async Task<ISessionWorker> StartAsync(UserId user, CancellationToken cancellationToken)
    {
        if (BeforeStart is { } before)
            await before(cancellationToken);
        lock (_gate)
        {
            _running[user] = _running.GetValueOrDefault(user) + 1;
            MostForOneUser = Math.Max(MostForOneUser, _running[user]);
        }
        var worker = new FakeWorker(user, OnRequest ?? FakeWorker.Obey, () =>
        {
            lock (_gate)
                _running[user]--;
        });
        _started.Writer.TryWrite(worker);
        return worker;
    }

    /// <summary>The next worker that is started, or was and has not been asked for.</summary>
    public Task<FakeWorker> NextAsync() => _started.Reader.ReadAsync().AsTask().WaitAsync(Timeouts.MustNotHang);
}

/// <summary>A worker in memory, with an agent that by default does at once what it is asked.</summary>
internal sealed class FakeWorker(UserId user, Action<FakeWorker, WorkerRequest> onRequest, Action onDisposed)
    : ISessionWorker
{
    private readonly Channel<NumberedEvent> _events = Channel.CreateUnbounded<NumberedEvent>();
    private readonly Channel<WorkerRequest> _requests = Channel.CreateUnbounded<WorkerRequest>();
    private readonly Channel<LimitNews> _limits = Channel.CreateUnbounded<LimitNews>();
    private long _sequence;
    private int _isDisposed;

    public UserId User => user;

    public bool IsDisposed => _isDisposed != 0;

    /// <summary>Requests are answered by exceptions that this returns.</summary>
    public Func<WorkerRequest, Exception?>? Refuse { get; set; }

    public void Emit(params WorkerEvent[] events)
    {
        foreach (var happened in events)
            _events.Writer.TryWrite(new NumberedEvent(++_sequence, DateTimeOffset.UnixEpoch, happened));
    }

    public void Skip(int events) => _sequence += events;

    /// <summary>The sandbox's limits have something to say.</summary>
    public void Tell(LimitNews news) => _limits.Writer.TryWrite(news);

    /// <summary>A limit ends the sandbox.</summary>
    public void EndAtLimit(string reason) => _limits.Writer.TryComplete(new WorkerLostException(reason));

    public void Lose(string reason) => _events.Writer.TryComplete(new WorkerLostException(reason));

    /// <summary>The next request that has not been asked for.</summary>
    public Task<WorkerRequest> NextRequestAsync() =>
        _requests.Reader.ReadAsync().AsTask().WaitAsync(Timeouts.MustNotHang);

    /// <summary>The next request of this kind; those before it are skipped.</summary>
    public async Task<T> NextAsync<T>()
        where T : WorkerRequest
    {
        while (true)
        {
            if (await NextRequestAsync() is T request)
                return request;
        }
    }

    /// <summary>An agent that answers every prompt with its text, in upper case.</summary>
    public static void Obey(FakeWorker worker, WorkerRequest request)
    {
        switch (request)
        {
            case WorkerRequest.StartAgent(var launch):
                worker.Emit(
                    new ConversationChanged(launch.ConversationId, ConversationOrigin.Started), new AgentReady("1"));
                break;
            case WorkerRequest.SubmitPrompt(var prompt, _):
                worker.Emit(
                    new PromptAccepted(prompt.PromptId),
                    new TextCompleted("b-" + prompt.PromptId, prompt.Text.ToUpperInvariant()),
                    new TurnEnded(TurnOutcome.Completed));
                break;
            case WorkerRequest.RunCommand(var command):
                worker.Emit(new CommandCompleted(command.CommandId, true, $"{command.Command} done."));
                break;
            case WorkerRequest.StopAgent:
                worker.Emit(new AgentExited(AgentExitCause.Stopped, 0, ""));
                break;
        }
    }

    public async IAsyncEnumerable<NumberedEvent> ReadEventsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var happened in _events.Reader.ReadAllAsync(cancellationToken))
            yield return happened;
    }

    public IAsyncEnumerable<LimitNews> ReadLimitsAsync(CancellationToken cancellationToken) =>
        _limits.Reader.ReadAllAsync(cancellationToken);

    public Task SendAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        if (Refuse?.Invoke(request) is { } exception)
            return Task.FromException(exception);
        _requests.Writer.TryWrite(request);
        onRequest(this, request);
        return Task.CompletedTask;
    }

    public Task<ScreenCapture> CaptureScreenAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new ScreenCapture(80, 24, ""));

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            onDisposed();
        return ValueTask.CompletedTask;
    }
}
