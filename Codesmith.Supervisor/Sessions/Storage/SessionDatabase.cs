using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Codesmith.Supervisor.Sessions.Storage;

/// <summary>Opens the database of sessions: makes it, checks it, and brings it to the newest schema.</summary>
internal static class SessionDatabase
{
    /// <summary>Seconds that a writer waits for another one, such as a person with a database tool.</summary>
    private const int BusySeconds = 5;

    /// <summary>What a file says that is no database, is damaged, or has not the tables of its version.</summary>
    private static readonly int[] Broken =
        [SQLitePCL.raw.SQLITE_ERROR, SQLitePCL.raw.SQLITE_CORRUPT, SQLitePCL.raw.SQLITE_NOTADB];

    /// <summary>Opens it.</summary>
    /// <exception cref="InvalidDataException">There is a file that cannot be used; the message says why.</exception>
    /// <exception cref="IOException">The file can neither be opened nor made.</exception>
    internal static SqliteConnection Open(string path)
    {
        MakeFile(path);
        var database = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            DefaultTimeout = BusySeconds,
            ForeignKeys = true,
            // Closed means closed: the file may be moved.
            Pooling = false,
        }.ToString());
        try
        {
            database.Open();
            Prepare(database);
            return database;
        }
        catch (Exception exception)
        {
            database.Dispose();
            throw exception is SqliteException failure ? Explain(failure) : exception;
        }
    }

    /// <summary>The exception that <see cref="ISessionStore"/> promises, for one of the database's.</summary>
    internal static Exception Explain(SqliteException exception) => Broken.Contains(exception.SqliteErrorCode)
        ? new InvalidDataException(exception.Message, exception)
        : new IOException($"The database of sessions cannot be used: {exception.Message}", exception);

    /// <summary>Else its mode would be the process's umask's; what SQLite writes beside it has the same mode.</summary>
    private static void MakeFile(string path)
    {
        using FileStream file = File.Open(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    private static void Prepare(SqliteConnection database)
    {
        // A reader never waits for the writer, and a commit is one flush. Full: what the user was told is stored
        // survives a power cut as well.
        Run(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        // Some kilobytes: a complete look costs nothing, and damage is found before anything is built on it.
        if (Ask(database, "PRAGMA integrity_check(1)") is not "ok" and var damage)
            throw new InvalidDataException($"It is damaged: {damage}");
        long version = (long)Ask(database, "PRAGMA user_version")!;
        if (version > SessionSchema.Steps.Count)
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"Its version is {version}, where {SessionSchema.Steps.Count} is known: a newer Codesmith wrote it."));
        for (int step = (int)version; step < SessionSchema.Steps.Count; step++)
        {
            using SqliteTransaction whole = database.BeginTransaction();
            Run(database, SessionSchema.Steps[step]);
            Run(database, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {step + 1}"));
            whole.Commit();
        }
    }

    private static void Run(SqliteConnection database, string sql)
    {
        using SqliteCommand command = database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Ask(SqliteConnection database, string sql)
    {
        using SqliteCommand command = database.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
