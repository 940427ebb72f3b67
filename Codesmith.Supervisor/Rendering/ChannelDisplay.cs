using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Rendering;

/// <summary>Shows a session in its channel: <see cref="ChannelView"/>, kept up by <see cref="PostSync"/>.</summary>
internal sealed class ChannelDisplay(IChat chat, TimeProvider clock, ILogger<PostSync> logger, SessionDisplayNews news)
    : ISessionDisplay
{
    private readonly List<Task> _left = [];
    private (ChannelId Channel, PostSync Sync, ShownItems Items)? _current;

    public void Show(SessionState state)
    {
        if (_current is not { } current || current.Channel != state.Channel)
            current = Enter(state);
        current.Sync.Show(() =>
        {
            var posts = ChannelView.Of(state, chat.Traits);
            current.Items.Expect(posts);
            return posts;
        });
    }

    public void Forget(PostId post) => _current?.Sync.Forget(post);

    public Task WhenShownAsync(CancellationToken cancellationToken) =>
        _current?.Sync.WhenShownAsync(cancellationToken) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_left);
        if (_current is { } current)
            await current.Sync.DisposeAsync();
    }

    /// <summary>What was said in the channel before stays there; its last view is still shown.</summary>
    private (ChannelId, PostSync, ShownItems) Enter(SessionState state)
    {
        _left.RemoveAll(task => task.IsCompleted);
        if (_current is { } old)
            _left.Add(old.Sync.DisposeAsync().AsTask());
        var items = new ShownItems(news.Settled);
        var known = new Dictionary<PostKey, PostId>();
        if (state.Panel is { } panel)
            known[ChannelView.PanelKey] = panel;
        var sync = new PostSync(
            chat, new PostPlace(state.Channel, state.Profile.User), known,
            new PostSyncNews(items.SettleAsync, id => news.PanelPosted(state.Channel, id)), clock, logger);
        var entered = (state.Channel, sync, items);
        _current = entered;
        return entered;
    }
}
