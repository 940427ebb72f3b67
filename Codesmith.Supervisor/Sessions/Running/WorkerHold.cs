using System.Threading.Channels;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Logs;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Sessions.Running;

/// <summary>
/// One worker of a session from its start to its end: hands on its events, brings it requests one after the other, and
/// reports its loss once.
/// </summary>
internal sealed partial class WorkerHold : IAsyncDisposable
{
    /// <summary>For a worker to be disposed of. Beyond it something of it may be left, which is logged.</summary>
    private static readonly TimeSpan DisposeBound = TimeSpan.FromSeconds(30);

    /// <summary>Findings of a worker in a minute that are logged: what a sandbox writes can make any number of them.</summary>
    private const int LoggedFindings = 30;

    private static readonly TimeSpan FindingsSpan = TimeSpan.FromMinutes(1);

    private readonly int _generation;
    private readonly UserId _user;
    private readonly SessionServices _services;
    private readonly SessionPlace _place;
    private readonly Func<SessionInput, Task> _post;
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Channel<(SessionEffect.AskWorker Request, Task Stored)> _requests =
        Channel.CreateUnbounded<(SessionEffect.AskWorker, Task)>();
    private readonly LogWindow _findings;
    private int _isLost;

    /// <param name="generation">Which of the session's workers this is.</param>
    /// <param name="user">Whose.</param>
    /// <param name="services">What it runs with.</param>
    /// <param name="post">Takes what happens.</param>
    /// <param name="place">The session's, which it may still have to wait for.</param>
    /// <param name="before">Done when nothing is left of the worker before: a user has one at a time.</param>
    public WorkerHold(
        int generation,
        UserId user,
        SessionServices services,
        Func<SessionInput, Task> post,
        SessionPlace place,
        Task before)
    {
        (_generation, _user, _services, _post, _place) = (generation, user, services, post, place);
        _findings = new LogWindow(
            LoggedFindings, FindingsSpan, services.Clock, () => LogFindingsLeftOut(services.Logger, user));
        Gone = Task.Run(() => RunAsync(before));
    }

    /// <summary>Done when nothing is left of the worker. Never faults.</summary>
    public Task Gone { get; }

    /// <param name="request">What to ask.</param>
    /// <param name="stored">
    /// Done when it is stored that a prompt was sent: an agent that works on it while nobody knows would get it again.
    /// </param>
    public void Ask(SessionEffect.AskWorker request, Task stored) => _requests.Writer.TryWrite((request, stored));

    /// <summary>Ends the worker, or the attempt to start it. Done when it is <see cref="Gone"/>; may be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Gone;
    }

    private async Task RunAsync(Task before)
    {
        ISessionWorker? worker = null;
        try
        {
            await before;
            await foreach (int position in _place.WaitAsync(_ending.Token))
                await _post(new SessionInput.PlaceAwaited(_generation, position));
            worker = await _services.Workers.StartAsync(_user, _ending.Token);
            // Not before: what changes from here on comes as an input of its own.
            var credential = _services.Credentials.Of(_user).Kind;
            await _post(new SessionInput.WorkerStarted(_generation, _services.NewConversationId(), credential));
            await Task.WhenAll(ReadAsync(worker), SendAsync(worker), WatchAsync(worker));
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // Asked for.
        }
        catch (Exception exception)
        {
            await LoseAsync(exception);
        }
        if (worker is not null)
            await DisposeAsync(worker);
    }

    private async Task ReadAsync(ISessionWorker worker)
    {
        try
        {
            long last = 0;
            await foreach (var (sequence, _, happened) in worker.ReadEventsAsync(_ending.Token))
            {
                if (last != 0 && sequence != last + 1)
                    await _post(new SessionInput.EventsLost(_generation));
                last = sequence;
                if (happened is not Diagnosed finding)
                    await _post(new SessionInput.FromWorker(_generation, happened));
                else if (_findings.MayWrite())
                    LogDiagnosed(_services.Logger, _user, finding.Code, finding.Detail);
            }
            throw new WorkerLostException("Its events ended.");
        }
        finally
        {
            _requests.Writer.TryComplete();
            await _lost.CancelAsync();
        }
    }

    private async Task WatchAsync(ISessionWorker worker)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token, _lost.Token);
        try
        {
            await foreach (var news in worker.ReadLimitsAsync(either.Token))
            {
                if (news.Warning is { } warning)
                    LogLimit(_services.Logger, _user, warning);
                await _post(new SessionInput.LimitsChanged(_generation, news));
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // There is nothing left to watch.
        }
        catch (Exception exception)
        {
            await LoseAsync(exception);
        }
    }

    private async Task SendAsync(ISessionWorker worker)
    {
        await foreach (var ((_, request, interaction), stored) in _requests.Reader.ReadAllAsync(_ending.Token))
        {
            try
            {
                if (request is WorkerRequest.SubmitPrompt(_, var files))
                {
                    await stored.WaitAsync(_ending.Token);
                    await PlaceAsync(worker, files);
                }
                await worker.SendAsync(request, _ending.Token);
                if (interaction is { } waiting)
                    await _post(new SessionInput.RequestTaken(_generation, request, waiting));
            }
            catch (WorkerRefusedException refused)
            {
                await _post(new SessionInput.RequestRefused(
                    _generation, request, interaction, refused.Code, refused.Message));
            }
            catch (Exception exception) when (!_ending.IsCancellationRequested)
            {
                // Reported here, as the events may go on as if nothing had happened.
                await LoseAsync(exception);
                return;
            }
        }
    }

    /// <summary>By the worker's hand: what is in the user's folders may be anything, a link too.</summary>
    private async Task PlaceAsync(ISessionWorker worker, AttachedFiles files)
    {
        try
        {
            await foreach (var chunk in _services.Spool.ReadAsync(files))
                await worker.SendAsync(new WorkerRequest.WriteFile(chunk), _ending.Token);
        }
        catch (IOException exception)
        {
            throw new WorkerRefusedException(WorkerErrorCode.FileNotWritten, exception.Message);
        }
    }

    /// <summary>Whatever goes wrong with a worker costs that worker, and nothing else.</summary>
    private async Task LoseAsync(Exception exception)
    {
        if (Interlocked.Exchange(ref _isLost, 1) != 0 || _ending.IsCancellationRequested)
            return;
        LogLost(_services.Logger, exception, _user);
        await _post(exception switch
        {
            WorkerLostException lost => new SessionInput.WorkerLost(_generation, lost.Message, lost.IsFinal),
            NoCredentialException nothing => new SessionInput.WorkerLost(_generation, nothing.Message, IsFinal: true),
            _ => new SessionInput.WorkerLost(_generation, "It failed in a way nobody foresaw."),
        });
    }

    private async Task DisposeAsync(ISessionWorker worker)
    {
        try
        {
            await worker.DisposeAsync().AsTask().WaitAsync(DisposeBound, _services.Clock);
        }
        catch (Exception exception)
        {
            // Nothing more can be done, and the session must hear that it is over.
            LogNotDisposed(_services.Logger, exception, _user);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The worker of {User} is lost")]
    private static partial void LogLost(ILogger logger, Exception exception, UserId user);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The session of {User} is at a limit: {Limit}")]
    private static partial void LogLimit(ILogger logger, UserId user, string limit);

    [LoggerMessage(Level = LogLevel.Error, Message = "The worker of {User} was not disposed of; something of it may be left")]
    private static partial void LogNotDisposed(ILogger logger, Exception exception, UserId user);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The worker of {User} found {Code}: {Detail}")]
    private static partial void LogDiagnosed(ILogger logger, UserId user, string code, string detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The worker of {User} finds more than is logged")]
    private static partial void LogFindingsLeftOut(ILogger logger, UserId user);
}
