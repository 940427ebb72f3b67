using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>
/// Shows a session in its channel. Disposing shows what is left, for a bounded time.
/// </summary>
internal interface ISessionDisplay : IAsyncDisposable
{
    /// <summary>Shows this state from now on. Returns at once; states in between may never be seen.</summary>
    void Show(SessionState state);

    /// <summary>Somebody removed this post: if it is to be seen all the same, it is made anew.</summary>
    void Forget(PostId post);

    /// <summary>Done when the state shown last is in the chat, or has been replaced and the newer one is.</summary>
    Task WhenShownAsync(CancellationToken cancellationToken);
}

/// <summary>Who is told what became of what a display was to show.</summary>
/// <param name="Settled">Told the numbers of the items that the chat shows for good.</param>
/// <param name="PanelPosted">Told the panel's post, and where it is.</param>
internal sealed record SessionDisplayNews(
    Func<IReadOnlyList<long>, Task> Settled, Func<ChannelId, PostId, Task> PanelPosted);

/// <summary>Makes the display of a session.</summary>
internal delegate ISessionDisplay SessionDisplayFactory(SessionDisplayNews news);
