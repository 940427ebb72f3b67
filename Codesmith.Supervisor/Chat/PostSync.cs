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

    private readonly IChat _chat;
    private readonly ChannelId _channel;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Func<IReadOnlyList<PostKey>, Task> _settled;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource> _waiting = [];
    private Func<IReadOnlyList<DesiredPost>>? _latest;
    private TaskCompletionSource _changed = NewSignal();
    private bool _isOver;

    // Owned by the loop.
    private readonly Dictionary<PostKey, ExistingPost> _existing = [];
    private readonly Dictionary<PostKey, PostSyncRetry> _retries = [];
    private readonly HashSet<PostKey> _reported = [];
    private IReadOnlyList<DesiredPost> _desired = [];

    /// <param name="chat">The chat.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="settled">Is told, once each, which final posts are shown. Awaited before the next call.</param>
    /// <param name="clock">The clock of the retries.</param>
    /// <param name="logger">Takes what the chat did not do.</param>
    public PostSync(
        IChat chat, ChannelId channel, Func<IReadOnlyList<PostKey>, Task> settled, TimeProvider clock, ILogger logger)
    {
        _chat = chat;
        _channel = channel;
        _settled = settled;
        _clock = clock;
        _logger = logger;
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
        try
        {
            await WhenShownAsync(CancellationToken.None).WaitAsync(LastWords, _clock);
        }
        catch (TimeoutException)
        {
            LogUnfinished(_channel);
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
            LogCancelled(_channel);
        }
        catch (Exception exception)
        {
            // A defect, in the view or in the adapter: this channel shows nothing new, all else goes on.
            LogFault(exception, _channel);
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
            lock (_gate)
            {
                if (_changed.Task.IsCompleted)
                    _changed = NewSignal();
                changed = _changed.Task;
                waiting = [.. _waiting];
                view = _latest;
                _latest = null;
            }
            _desired = view?.Invoke() ?? _desired;
            await ReportSettledAsync();
            var (action, wake) = PostSyncPlan.Next(_desired, _existing, _retries, _clock.GetUtcNow());
            if (action is not null)
            {
                await PerformAsync(action);
                continue;
            }
            if (wake is null)
                Release(waiting);
            await WaitAsync(changed, wake);
        }
    }

    private async Task PerformAsync(PostSyncAction action)
    {
        var (key, id, content) = action;
        try
        {
            switch (id, content)
            {
                case (null, not null):
                    var created = await _chat.CreatePostAsync(_channel, content, _stopping.Token);
                    _existing[key] = new ExistingPost(created, content);
                    break;
                case (not null, not null):
                    await _chat.EditPostAsync(_channel, id.Value, content, _stopping.Token);
                    _existing[key] = new ExistingPost(id.Value, content);
                    break;
                case (not null, null):
                    await _chat.DeletePostAsync(_channel, id.Value, _stopping.Token);
                    _existing.Remove(key);
                    break;
            }
            _retries.Remove(key);
        }
        catch (ChatException exception)
        {
            var retry = PostSyncRetry.After(_retries.GetValueOrDefault(key), content, _clock.GetUtcNow());
            _retries[key] = retry;
            LogFailed(exception, _channel, key, retry.Failures, retry.IsGivenUp);
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
        foreach (var key in _retries.Keys.Where(key => !wanted.Contains(key) && !_existing.ContainsKey(key)).ToList())
            _retries.Remove(key);
        foreach (var (key, _) in _retries.Where(retry => !wanted.Contains(retry.Key) && retry.Value.IsGivenUp).ToList())
            _existing.Remove(key);
        var settled = _desired.Where(post => post.IsFinal && IsSettled(post) && _reported.Add(post.Key))
            .Select(post => post.Key).ToList();
        if (settled.Count > 0)
            await _settled(settled);
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

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The chat did not take post {Key} in {Channel}, failure {Failures}, given up: {IsGivenUp}")]
    private partial void LogFailed(
        ChatException exception, ChannelId channel, PostKey key, int failures, bool isGivenUp);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A call about a post in {Channel} was cancelled at the end")]
    private partial void LogCancelled(ChannelId channel);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The posts in {Channel} are not kept up any more")]
    private partial void LogFault(Exception exception, ChannelId channel);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not all posts in {Channel} were shown before the end")]
    private partial void LogUnfinished(ChannelId channel);
}
