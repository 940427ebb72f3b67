using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Codesmith.Supervisor.Chat;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Sessions.Storage;

/// <summary>
/// A file for each user in a folder of ours. A file is written beside its place, flushed to the disk and then moved:
/// whoever reads it, and whenever the machine stops, finds the old one or the new one, whole.
/// </summary>
/// <param name="folder">Made if it is not there; nobody else writes in it.</param>
/// <param name="logger">Is told of files that are broken.</param>
internal sealed partial class FileSessionStore(string folder, ILogger<FileSessionStore> logger) : ISessionStore, IDisposable
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Extension = ".session.json";
    private const string Unfinished = ".new";
    private const string Broken = ".broken";

    /// <summary>Bytes of a file that is read at all: ours have a few hundred.</summary>
    private const int MostBytes = 64 * 1024;

    private readonly SemaphoreSlim _turn = new(1);

    public async Task<IReadOnlyList<SavedSession>> LoadAsync(CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        Directory.CreateDirectory(folder, FolderMode);
        foreach (string left in Directory.EnumerateFiles(folder, "*" + Unfinished))
            File.Delete(left);
        var sessions = new List<SavedSession>();
        foreach (string path in Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal))
        {
            try
            {
                sessions.Add(await ReadAsync(path, cancellationToken));
            }
            catch (Exception exception) when (exception is JsonException or InvalidDataException)
            {
                LogBroken(exception, path + Broken);
                File.Move(path, path + Broken, overwrite: true);
            }
        }
        return sessions;
    }

    public async Task SaveAsync(SavedSession session, CancellationToken cancellationToken)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(
            StoredSession.From(session), StoredSessionJson.Default.StoredSession);
        using var turn = await TakeTurnAsync(cancellationToken);
        Directory.CreateDirectory(folder, FolderMode);
        string path = PathOf(session.User);
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        };
        await using (var file = new FileStream(path + Unfinished, options))
        {
            await file.WriteAsync(json, cancellationToken);
            file.Flush(flushToDisk: true);
        }
        File.Move(path + Unfinished, path, overwrite: true);
    }

    public async Task ForgetAsync(UserId user, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        if (Directory.Exists(folder))
            File.Delete(PathOf(user));
    }

    public void Dispose() => _turn.Dispose();

    private static async Task<SavedSession> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        if (file.Length > MostBytes)
            throw new InvalidDataException($"{file.Length} bytes are too many.");
        var stored = await JsonSerializer.DeserializeAsync(
            file, StoredSessionJson.Default.StoredSession, cancellationToken);
        return stored?.ToSaved() ?? throw new InvalidDataException("It holds no session.");
    }

    /// <summary>A user's id is whatever the chat service says: only its hash is a safe name.</summary>
    private string PathOf(UserId user) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user.Value)))[..32] + Extension);

    private async Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A stored session could not be read and is set aside as {Path}")]
    private partial void LogBroken(Exception exception, string path);

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
