using Codesmith.Supervisor.Chat;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Sessions.Storage;

/// <summary>
/// Sessions in a SQLite database: one connection, used by one caller at a time. A database that cannot be read is set
/// aside and a new one begun, for a program that does not start helps nobody.
/// </summary>
/// <param name="path">The database's file, in a folder that is there; made at the first use.</param>
/// <param name="logger">Is told of what is broken.</param>
internal sealed partial class SqliteSessionStore(string path, ILogger<SqliteSessionStore> logger)
    : ISessionStore, IDisposable
{
    private const string Broken = ".broken";

    private readonly SemaphoreSlim _turn = new(1);
    private SqliteConnection? _database;

    /// <inheritdoc/>
    public Task<IReadOnlyList<SavedSession>> LoadAsync(CancellationToken cancellationToken) => InTurnAsync(
        database => (IReadOnlyList<SavedSession>)[.. SessionRows.Read(database).Where(IsUsable)], cancellationToken);

    /// <inheritdoc/>
    public Task SaveAsync(SavedSession session, CancellationToken cancellationToken) => InTurnAsync(
        database =>
        {
            using SqliteTransaction whole = database.BeginTransaction();
            SessionRows.Write(database, session);
            whole.Commit();
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _database?.Dispose();
        _turn.Dispose();
    }

    /// <summary>A conversation's id becomes an argument of a program.</summary>
    private bool IsUsable(SavedSession session)
    {
        if (session.ConversationId is null || Guid.TryParseExact(session.ConversationId, "D", out _))
            return true;
        LogUnusable(session.User);
        return false;
    }

    private async Task<T> InTurnAsync<T>(Func<SqliteConnection, T> use, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return use(_database ??= Open());
        }
        catch (SqliteException exception)
        {
            throw new IOException($"The database of sessions failed: {exception.Message}", exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    private SqliteConnection Open()
    {
        try
        {
            return SessionDatabase.Open(path);
        }
        catch (InvalidDataException exception)
        {
            SetAside();
            LogBroken(exception, path + Broken);
            return SessionDatabase.Open(path);
        }
    }

    /// <summary>Together with what was not yet moved into it: the two are read as one.</summary>
    private void SetAside()
    {
        foreach (string part in (string[])["", "-wal", "-shm"])
        {
            if (File.Exists(path + part))
                File.Move(path + part, path + Broken + part, overwrite: true);
            else
                File.Delete(path + Broken + part);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The database of sessions cannot be read. It is set aside as {Path}, and all sessions begin afresh")]
    private partial void LogBroken(Exception exception, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "The stored session of {User} is none of ours and is left out")]
    private partial void LogUnusable(UserId user);
}
