using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Sessions.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Codesmith.Tests.Chat.Discord.Whole;

/// <summary>What one program stores, in a file that others read after it. It can be made slow, failing, or dead.</summary>
internal sealed class ProgramStore(string path) : ISessionStore, IDisposable
{
    private readonly SqliteSessionStore _file = new(path, NullLogger<SqliteSessionStore>.Instance);
    private volatile bool _isDead;

    /// <summary>Runs before each session is stored; may wait or throw.</summary>
    public Func<SavedSession, Task>? BeforeSave { get; set; }

    /// <summary>The program is no more: what it would store now is not.</summary>
    public void Kill() => _isDead = true;

    public Task<IReadOnlyList<SavedSession>> LoadAsync(CancellationToken cancellationToken) =>
        _file.LoadAsync(cancellationToken);

    public async Task SaveAsync(SavedSession session, CancellationToken cancellationToken)
    {
        if (BeforeSave is { } before)
            await before(session);
        if (!_isDead)
            await _file.SaveAsync(session, cancellationToken);
    }

    public void Dispose() => _file.Dispose();
}
