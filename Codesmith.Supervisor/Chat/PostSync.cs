using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat;

/// <summary>
/// Brings a channel's posts to what they should be: one call at a time, always towards the latest view. What the
/// channel looked like in between is skipped, so a slow chat is behind by one view at most.
/// </summary>
internal sealed partial class PostSync : IAsyncDisposable
{
    /// <summary>For the last view to be shown at the end. A chat that fails must not hold up the end of the program.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    /// <summary>Digits that tell one program's nonces from another's; the rest of a nonce is a running number.</summary>
    private const int NoncePrefix = 12;

    private readonly IChat _chat;
    private readonly PostPlace _place;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly PostSyncNews _news;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource> _waiting = [];
    private HashSet<PostId> _removed = [];
    private Func<IReadOnlyList<DesiredPost>>? _latest;
    private TaskCompletionSource _changed = NewSignal();
    private bool _isEnding;
    private bool _isOver;

    // Owned by the loop.
    private readonly Dictionary<PostKey, ExistingPost> _existing = [];
    private readonly Dictionary<PostKey, PostSyncRetry> _retries = [];
    private readonly HashSet<PostKey> _reported = [];
    private readonly Dictionary<PostKey, string> _nonces = [];
    private readonly string _noncePrefix = Guid.NewGuid().ToString("N")[..NoncePrefix];
    private long _lastNonce;
    private IReadOnlyList<DesiredPost> _desired = [];

    /// <param name="chat">The chat.</param>
    /// <param name="place">Where, and for whom.</param>
    /// <param name="known">Posts that an earlier program left there, to be used again.</param>
    /// <param name="news">Is told what became of posts; awaited before the next call.</param>
    /// <param name="clock">The clock of the retries.</param>
    /// <param name="logger">Takes what the chat did not do.</param>
    public PostSync(
        IChat chat, PostPlace place, IReadOnlyDictionary<PostKey, PostId> known, PostSyncNews news, TimeProvider clock,
        ILogger logger)
    {
        _chat = chat;
        _place = place;
        _news = news;
        _clock = clock;
        _logger = logger;
        foreach (var (key, id) in known)
            _existing[key] = new ExistingPost(id, null, DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Shows this view from now on.</summary>
    /// <param name="view">Makes the view; called only when there is time to show it, on another thread.</param>
    public void Show(Func<IReadOnlyList<DesiredPost>> view)
    {
        lock (_gate)
        {
            _latest = view;
            _changed.TrySetResult();
        }
    }

    /// <summary>Somebody removed this: if it was a post that is needed, it is made anew.</summary>
    public void Forget(PostId post)
    {
        lock (_gate)
        {
            _removed.Add(post);
            _changed.TrySetResult();
        }
    }

    /// <summary>Done when the view of this moment, or a later one, is in the chat as far as the chat takes it.</summary>
    public Task WhenShownAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_isOver)
                return Task.CompletedTask;
            var waiting = NewSignal();
            _waiting.Add(waiting);
            _changed.TrySetResult();
            return waiting.Task.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
            _isEnding = true;
        try
        {
            await WhenShownAsync(CancellationToken.None).WaitAsync(LastWords, _clock);
        }
        catch (TimeoutException)
        {
            LogUnfinished(_place.Channel);
        }
        await _stopping.CancelAsync();
        await _loop;
    }

    private async Task RunAsync()
    {
        try
        {
            await KeepUpAsync();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            LogCancelled(_place.Channel);
        }
        catch (Exception exception)
        {
            // A defect, in the view or in the adapter: this channel shows nothing new, all else goes on.
            LogFault(exception, _place.Channel);
        }
        lock (_gate)
        {
            _isOver = true;
            _waiting.ForEach(waiting => waiting.TrySetResult());
        }
    }

    private async Task KeepUpAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Task changed;
            TaskCompletionSource[] waiting;
            Func<IReadOnlyList<DesiredPost>>? view;
            TimeSpan? pinnedPace;
            HashSet<PostId> removed;
            lock (_gate)
            {
                if (_changed.Task.IsCompleted)
                    _changed = NewSignal();
                changed = _changed.Task;
                waiting = [.. _waiting];
                view = _latest;
                _latest = null;
                pinnedPace = _isEnding ? null : _chat.Traits.PinnedPace;
                (removed, _removed) = (_removed, []);
            }
            _desired = view?.Invoke() ?? _desired;
            ForgetNeeded(removed);
            await ReportSettledAsync();
            var next = PostSyncPlan.Next(_desired, _existing, _retries, pinnedPace, _clock.GetUtcNow());
            if (next.Action is not null)
            {
                await PerformAsync(next.Action);
                continue;
            }
            if (!next.IsBehind)
                Release(waiting);
            await WaitAsync(changed, next.Wake);
        }
    }

    private void ForgetNeeded(HashSet<PostId> removed)
    {
        foreach (var post in _desired.Where(post => post.IsNeeded))
        {
            if (!_existing.TryGetValue(post.Key, out var there) || !removed.Contains(there.Id))
                continue;
            _existing.Remove(post.Key);
            _retries.Remove(post.Key);
        }
    }

    /// <summary>Tells of final posts that are shown, or will never be, and forgets those that were told and dropped.</summary>
    private async Task ReportSettledAsync()
    {
        var wanted = _desired.Select(post => post.Key).ToHashSet();
        foreach (var key in _reported.Where(key => !wanted.Contains(key)).ToList())
        {
            _reported.Remove(key);
            _existing.Remove(key);
            _retries.Remove(key);
        }
        foreach (var key in _nonces.Keys.Where(key => !wanted.Contains(key)).ToList())
            _nonces.Remove(key);
        foreach (var key in _retries.Keys.Where(key => !wanted.Contains(key) && !_existing.ContainsKey(key)).ToList())
            _retries.Remove(key);
        foreach (var (key, _) in _retries.Where(retry => !wanted.Contains(retry.Key) && retry.Value.IsGivenUp).ToList())
            _existing.Remove(key);
        var settled = _desired.Where(post => post.IsFinal && IsSettled(post) && _reported.Add(post.Key))
            .Select(post => post.Key).ToList();
        if (settled.Count > 0)
            await _news.Settled(settled);
    }

    private bool IsSettled(DesiredPost post) =>
        (_existing.TryGetValue(post.Key, out var there) && PostSyncComparer.Instance.Equals(there.Content, post.Content))
        || (_retries.TryGetValue(post.Key, out var retry) && retry.IsGivenUp
            && PostSyncComparer.Instance.Equals(retry.Wanted, post.Content));

    private async Task WaitAsync(Task changed, DateTimeOffset? wake)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var retry = wake is { } at
            ? Task.Delay(Later(at - _clock.GetUtcNow()), _clock, waiting.Token)
            : Task.Delay(Timeout.InfiniteTimeSpan, _clock, waiting.Token);
        await Task.WhenAny(changed, retry);
        await waiting.CancelAsync();
    }

    private void Release(TaskCompletionSource[] waiting)
    {
        lock (_gate)
        {
            foreach (var one in waiting)
                _waiting.Remove(one);
        }
        foreach (var one in waiting)
            one.TrySetResult();
    }

    private static TimeSpan Later(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.Zero;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A call about a post in {Channel} was cancelled at the end")]
    private partial void LogCancelled(ChannelId channel);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The posts in {Channel} are not kept up any more")]
    private partial void LogFault(Exception exception, ChannelId channel);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not all posts in {Channel} were shown before the end")]
    private partial void LogUnfinished(ChannelId channel);
}
