namespace Codesmith.Supervisor.Sessions;

/// <summary>
/// Shows a session in its channel. Disposing shows what is left, for a bounded time.
/// </summary>
internal interface ISessionDisplay : IAsyncDisposable
{
    /// <summary>Shows this state from now on. Returns at once; states in between may never be seen.</summary>
    void Show(SessionState state);

    /// <summary>Done when the state shown last is in the chat, or has been replaced and the newer one is.</summary>
    Task WhenShownAsync(CancellationToken cancellationToken);
}

/// <summary>Makes the display of a session.</summary>
/// <param name="settled">Is told the numbers of the items that the chat shows for good.</param>
internal delegate ISessionDisplay SessionDisplayFactory(Func<IReadOnlyList<long>, Task> settled);
