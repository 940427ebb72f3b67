using System.Threading.Channels;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Sessions.Running;

/// <summary>The rules of a session: <see cref="Session.Step"/>.</summary>
internal delegate (SessionState State, IReadOnlyList<SessionEffect> Effects) SessionStep(
    SessionState state, SessionInput input, DateTimeOffset now);

/// <summary>
/// Runs one session: takes what happens from one mailbox, one at a time, and performs what follows. Its loop waits for
/// the mailbox and for nothing else, so whoever posts may wait for room in it.
/// </summary>
internal sealed partial class SessionRunner : IAsyncDisposable
{
    /// <summary>Inputs that wait: beyond it the sender does, most of all a worker that talks too much.</summary>
    private const int MailboxSize = 256;

    /// <summary>Steps that may throw one after the other: the way out takes a few, and must not go round forever.</summary>
    private const int MostFaults = 3;

    /// <summary>For what is still on its way to the chat at the end.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly SessionServices _services;
    private readonly SessionStep _step;
    private readonly Channel<SessionInput> _mailbox = System.Threading.Channels.Channel.CreateBounded<SessionInput>(
        new BoundedChannelOptions(MailboxSize) { SingleReader = true });
    private readonly CancellationTokenSource _ending = new();
    private readonly BackgroundTasks _tasks = new();
    private readonly Dictionary<SessionTimer, CancellationTokenSource> _timers = [];
    private readonly ISessionDisplay _display;
    private readonly ChatOutbox _chat;
    private readonly ChatErrands _errands;
    private readonly StoreOutbox _store;
    private readonly HostRequests _hosts;
    private SessionState _state;
    private WorkerHold? _worker;
    private SessionPlace? _place;
    private int _faults;

    /// <param name="initial">From <see cref="SessionState.Begin"/>.</param>
    /// <param name="services">What it runs with.</param>
    /// <param name="step">The rules; other ones in tests.</param>
    public SessionRunner(SessionState initial, SessionServices services, SessionStep? step = null)
    {
        _state = initial;
        _services = services;
        _step = step ?? Session.Step;
        _display = services.OpenDisplay(new SessionDisplayNews(
            items => PostAsync(new SessionInput.PostsSettled(items)),
            (channel, panel) => PostAsync(new SessionInput.PanelPosted(channel, panel))));
        _chat = new ChatOutbox(services, _display, _ending.Token);
        _errands = new ChatErrands(services, initial.Profile.User, PostAsync, _ending.Token);
        _store = new StoreOutbox(services);
        _hosts = new HostRequests(PostAsync);
        Completion = Task.Run(RunAsync);
    }

    /// <summary>Done when the session has been shut down and nothing of it is left. Never faults.</summary>
    public Task Completion { get; }

    /// <summary>What to go on with after <see cref="Completion"/>; null for nothing.</summary>
    public SavedSession? Saved => _state.ToSaved();

    /// <summary>Whether anything of it runs or is about to. May be read at any time.</summary>
    public bool IsActive => _state.Lifecycle is not (LifecycleState.Stopped or LifecycleState.Failed);

    /// <summary>Where the session takes place. May be read at any time.</summary>
    public ChannelId Channel => _state.Channel;

    /// <summary>Takes up what an earlier program left.</summary>
    public Task RestoreAsync(SavedSession saved) => PostAsync(new SessionInput.Restored(saved));

    /// <summary>Something happened in the chat. False if the session has ended and will not take it.</summary>
    public async Task<bool> TakeAsync(ChatEvent chatEvent)
    {
        // They change outside of the session, and only commands ask for them.
        if (chatEvent is CommandInvoked)
            await PostAsync(new SessionInput.BudgetsRead(_services.Budgets(_state.Profile.User)));
        return await PostAsync(new SessionInput.FromChat(chatEvent));
    }

    /// <summary>Asks the user about a host that their sandbox wants to reach. Cancelled, it is unanswered.</summary>
    public Task<HostVerdict> AskAboutHostAsync(string host, CancellationToken cancellationToken) =>
        _hosts.AskAsync(host, cancellationToken);

    /// <summary>The user signed in or out.</summary>
    public Task ChangeCredentialAsync(CredentialKind? now) => PostAsync(new SessionInput.CredentialChanged(now));

    /// <summary>
    /// Ends the agent politely, within bounds, disposes of the worker and shows what is left to show. The conversation
    /// is kept.
    /// </summary>
    public async Task StopAsync()
    {
        await PostAsync(new SessionInput.ShutdownWanted());
        await Completion;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private bool IsOver => _state is { ShuttingDown: true, Lifecycle: LifecycleState.Stopped or LifecycleState.Failed };

    private async Task<bool> PostAsync(SessionInput input)
    {
        while (await _mailbox.Writer.WaitToWriteAsync())
        {
            if (_mailbox.Writer.TryWrite(input))
                return true;
        }
        return false;
    }

    private async Task RunAsync()
    {
        try
        {
            while (!IsOver)
                Take(await _mailbox.Reader.ReadAsync());
            // Nobody who got something into the mailbox is left without an answer.
            _mailbox.Writer.TryComplete();
            while (_mailbox.Reader.TryRead(out var input))
                Take(input);
        }
        catch (Exception exception)
        {
            // Even its way out failed. The others go on; the directory makes a new one when the user comes back.
            LogBroken(_services.Logger, exception, _state.Profile.User);
            _services.Failures.Add(SessionTexts.FaultReason);
        }
        _mailbox.Writer.TryComplete();
        foreach (var timer in _timers.Values)
            await timer.CancelAsync();
        if (_worker is not null)
            await _worker.DisposeAsync();
        _place?.Dispose();
        await FinishAsync();
    }

    private void Take(SessionInput input)
    {
        IReadOnlyList<SessionEffect> effects;
        try
        {
            (_state, effects) = _step(_state, input, _services.Clock.GetUtcNow());
            _faults = 0;
        }
        catch (Exception exception) when (++_faults <= MostFaults)
        {
            // A defect of ours, in this session: it ends, the others do not notice.
            LogFault(_services.Logger, exception, _state.Profile.User);
            _services.Failures.Add(SessionTexts.FaultReason);
            (_state, effects) = Session.Abandon(_state, input, _services.Clock.GetUtcNow());
        }
        _display.Show(_state);
        foreach (var effect in effects)
            Perform(effect);
        if (!IsActive && _place is { } left)
        {
            _place = null;
            _tasks.Add(LeaveAsync(left, _worker?.Gone ?? Task.CompletedTask));
        }
    }

    private void Perform(SessionEffect effect)
    {
        switch (effect)
        {
            case SessionEffect.StartWorker(var generation):
                // Kept from one worker to the next: who was running does not queue again.
                _place ??= _services.Places.Enter();
                _worker = new WorkerHold(
                    generation, _state.Profile.User, _services, PostAsync, _place, _worker?.Gone ?? Task.CompletedTask);
                break;
            case SessionEffect.DisposeWorker(var generation):
                _tasks.Add(DisposeWorkerAsync(generation));
                break;
            case SessionEffect.AskWorker request:
                _worker?.Ask(request, _store.WhenEmptyAsync());
                break;
            case SessionEffect.OpenChannel open:
                _tasks.Add(_errands.OpenChannelAsync(open));
                break;
            case SessionEffect.FetchFiles fetch:
                _tasks.Add(_errands.FetchFilesAsync(fetch));
                break;
            case SessionEffect.DropFiles(var files):
                _errands.DropFiles(files);
                break;
            case SessionEffect.ForgetPost(var post):
                _display.Forget(post);
                break;
            case SessionEffect.TellDirectly(var markdown):
                _chat.TellDirectly(_state.Profile.User, _state.Channel, markdown);
                break;
            case SessionEffect.TellElsewhere(var channel, var message, var markdown):
                _chat.TellElsewhere(new PostPlace(channel, _state.Profile.User), message, markdown);
                break;
            case SessionEffect.Respond(var interaction, var response):
                _chat.Respond(interaction, response);
                break;
            case SessionEffect.ShowReceipt(var channel, var message, var receipt):
                _chat.ShowReceipt(channel, message, receipt, _store.WhenEmptyAsync());
                break;
            case SessionEffect.ShowWorking(var channel, var working):
                _chat.ShowWorking(channel, working);
                break;
            case SessionEffect.SetTimer(var timer, var stamp, var due):
                Cancel(timer);
                var cancelling = new CancellationTokenSource();
                _timers[timer] = cancelling;
                _tasks.Add(ElapseAsync(timer, stamp, due, cancelling.Token));
                break;
            case SessionEffect.CancelTimer(var timer):
                Cancel(timer);
                break;
            case SessionEffect.AnswerHost(var request, var verdict):
                _hosts.Answer(request, verdict);
                break;
            case SessionEffect.Save(var session):
                _store.Save(session);
                break;
            case SessionEffect.ReportFailure(var reason):
                _services.Failures.Add(reason);
                break;
        }
    }

    private static async Task LeaveAsync(SessionPlace place, Task gone)
    {
        await gone.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        place.Dispose();
    }

    private async Task DisposeWorkerAsync(int generation)
    {
        var disposed = _worker?.DisposeAsync().AsTask() ?? Task.CompletedTask;
        await disposed.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await PostAsync(new SessionInput.WorkerDisposed(generation));
    }

    private async Task ElapseAsync(SessionTimer timer, long stamp, TimeSpan due, CancellationToken cancelled)
    {
        try
        {
            await Task.Delay(due, _services.Clock, cancelled).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        catch (OperationCanceledException)
        {
            return; // Cancelled is what it was to be.
        }
        await PostAsync(new SessionInput.TimerElapsed(timer, stamp));
    }

    private void Cancel(SessionTimer timer)
    {
        if (!_timers.Remove(timer, out var cancelling))
            return;
        cancelling.Cancel();
        cancelling.Dispose();
    }

    private async Task FinishAsync()
    {
        try
        {
            await _chat.WhenEmptyAsync().WaitAsync(LastWords, _services.Clock);
        }
        catch (TimeoutException)
        {
            LogUnfinished(_services.Logger, _state.Profile.User);
        }
        await _ending.CancelAsync();
        await _display.DisposeAsync();
        await _store.WhenEmptyAsync();
        await _tasks.WhenAllAsync();
        _ending.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The session of {User} met a defect and is ended")]
    private static partial void LogFault(ILogger logger, Exception exception, UserId user);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The session of {User} could not even be ended in order")]
    private static partial void LogBroken(ILogger logger, Exception exception, UserId user);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not all receipts and responses of {User} were taken by the chat")]
    private static partial void LogUnfinished(ILogger logger, UserId user);
}
