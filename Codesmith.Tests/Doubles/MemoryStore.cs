using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Tests.Doubles;

/// <summary>A store in memory, which can be made slow or failing.</summary>
internal sealed class MemoryStore : ISessionStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UserId, SavedSession> _sessions = [];

    /// <summary>Runs before each session is stored; may wait or throw.</summary>
    public Func<SavedSession, Task>? BeforeSave { get; set; }

    public IReadOnlyList<SavedSession> Sessions
    {
        get
        {
            lock (_gate)
                return [.. _sessions.Values];
        }
    }

    public Task<IReadOnlyList<SavedSession>> LoadAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Sessions);

    public async Task SaveAsync(SavedSession session, CancellationToken cancellationToken)
    {
        if (BeforeSave is { } before)
            await before(session);
        lock (_gate)
            _sessions[session.User] = session;
    }
}
