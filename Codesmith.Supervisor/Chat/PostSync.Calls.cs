using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat;

/// <summary>The calls that change one post, and what is known of it afterwards.</summary>
internal sealed partial class PostSync
{
    private async Task PerformAsync(PostSyncAction action)
    {
        var (key, id, wanted) = action;
        try
        {
            switch (id, wanted)
            {
                case (null, not null):
                    await CreateAsync(key, wanted);
                    break;
                case (not null, not null):
                    await EditAsync(key, id.Value, wanted);
                    break;
                case (not null, null):
                    await _chat.DeletePostAsync(_place.Channel, id.Value, _stopping.Token);
                    _existing.Remove(key);
                    break;
            }
            _retries.Remove(key);
        }
        catch (ChatException exception)
        {
            var retry = PostSyncRetry.After(
                _retries.GetValueOrDefault(key), wanted?.Content, exception, _clock.GetUtcNow());
            _retries[key] = retry;
            if (exception.NotBefore is null)
                LogFailed(exception, _place.Channel, key, retry.Failures, retry.IsGivenUp);
        }
    }

    private async Task CreateAsync(PostKey key, DesiredPost wanted)
    {
        bool isRepeated = !_nonces.TryAdd(key, $"{_noncePrefix}-{_lastNonce + 1:x}");
        if (!isRepeated)
            _lastNonce++;
        var id = await _chat.CreatePostAsync(_place, _nonces[key], wanted.Content, _stopping.Token);
        _nonces.Remove(key);
        var now = _clock.GetUtcNow();
        // An earlier try may have been the one that was taken, and may have said something else.
        _existing[key] = new ExistingPost(id, isRepeated ? null : wanted.Content, now, now);
        if (wanted.IsPinned)
            await PinAsync(id);
    }

    private async Task PinAsync(PostId id)
    {
        await _news.Pinned(id);
        try
        {
            await _chat.PinPostAsync(_place.Channel, id, _stopping.Token);
        }
        catch (ChatException exception)
        {
            // It is there all the same, only not at hand.
            LogNotPinned(exception, _place.Channel);
        }
    }

    private async Task EditAsync(PostKey key, PostId id, DesiredPost wanted)
    {
        var existing = _existing[key];
        var sent = wanted.Content;
        try
        {
            await _chat.EditPostAsync(_place, id, () => sent = LatestOf(wanted), _stopping.Token);
        }
        catch (ChatException exception) when (exception.Failure == ChatFailure.PostGone)
        {
            LogRemoved(exception, _place.Channel, key);
            if ((wanted with { Content = sent }).IsNeeded)
            {
                _existing.Remove(key);
                return;
            }
        }
        _existing[key] = existing with { Content = sent, ChangedAt = _clock.GetUtcNow() };
    }

    /// <summary>What the post should say by now. Called while the loop waits for the call that asks for it.</summary>
    private Post LatestOf(DesiredPost post)
    {
        Func<IReadOnlyList<DesiredPost>>? view;
        lock (_gate)
        {
            view = _latest;
            _latest = null;
        }
        _desired = view?.Invoke() ?? _desired;
        return _desired.FirstOrDefault(latest => latest.Key == post.Key)?.Content ?? post.Content;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The chat did not take post {Key} in {Channel}, failure {Failures}, given up: {IsGivenUp}")]
    private partial void LogFailed(
        ChatException exception, ChannelId channel, PostKey key, int failures, bool isGivenUp);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The panel in {Channel} could not be pinned")]
    private partial void LogNotPinned(ChatException exception, ChannelId channel);

    [LoggerMessage(Level = LogLevel.Information, Message = "Somebody removed post {Key} in {Channel}")]
    private partial void LogRemoved(ChatException exception, ChannelId channel, PostKey key);
}
