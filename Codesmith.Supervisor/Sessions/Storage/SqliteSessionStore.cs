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
        database =>
        {
            var sessions = new List<SavedSession>();
            using SqliteCommand select = Command(
                database, "SELECT user, channel, conversation, model FROM session ORDER BY user");
            using SqliteDataReader row = select.ExecuteReader();
            while (row.Read())
            {
                var user = new UserId(row.GetString(0));
                // It becomes an argument of a program.
                if (Text(row, 2) is { } conversation && Guid.TryParseExact(conversation, "D", out _))
                    sessions.Add(new SavedSession(user, new ChannelId(row.GetString(1)), conversation, Text(row, 3)));
                else
                    LogUnusable(user);
            }

            return (IReadOnlyList<SavedSession>)sessions;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task SaveAsync(SavedSession session, CancellationToken cancellationToken) => InTurnAsync(
        database =>
        {
            using SqliteTransaction whole = database.BeginTransaction();
            using SqliteCommand upsert = Command(
                database,
                """
                INSERT INTO session (user, channel, conversation, model) VALUES ($user, $channel, $conversation, $model)
                ON CONFLICT (user) DO UPDATE SET
                    channel = excluded.channel, conversation = excluded.conversation, model = excluded.model
                """,
                ("$user", session.User.Value), ("$channel", session.Channel.Value),
                ("$conversation", session.ConversationId), ("$model", session.Model));
            upsert.ExecuteNonQuery();
            whole.Commit();
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task ForgetAsync(UserId user, CancellationToken cancellationToken) => InTurnAsync(
        database =>
        {
            using SqliteCommand delete = Command(
                database, "DELETE FROM session WHERE user = $user", ("$user", user.Value));
            return delete.ExecuteNonQuery();
        },
        cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _database?.Dispose();
        _turn.Dispose();
    }

    private static string? Text(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    private static SqliteCommand Command(
        SqliteConnection database, string sql, params IEnumerable<(string Name, string? Value)> parameters)
    {
        SqliteCommand command = database.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, string? value) in parameters)
            command.Parameters.AddWithValue(name, (object?)value ?? DBNull.Value);
        return command;
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

    [LoggerMessage(
        Level = LogLevel.Error, Message = "The stored session of {User} names no conversation and is left out")]
    private partial void LogUnusable(UserId user);
}
