using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Codesmith.Supervisor.Chat;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Credentials;

/// <summary>
/// Keeps what users signed in with: a file for each, encrypted, and the keys for that beside them; no sandbox is shown
/// any of it. Safe for use by several threads.
/// </summary>
internal sealed partial class CredentialStore
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _gate = new();
    private readonly Dictionary<UserId, StoredCredentials> _known = [];
    private readonly IDataProtectionProvider _protection;
    private readonly string _users;
    private readonly ILogger _log;

    /// <param name="folder">Made if it is missing, and closed to others if it is not.</param>
    /// <param name="log">For files that cannot be read.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It belongs to somebody else.</exception>
    public CredentialStore(string folder, ILogger log)
    {
        _log = log;
        string keys = Own(Path.Combine(Own(folder), "keys"));
        _users = Own(Path.Combine(folder, "users"));
        _protection = DataProtectionProvider.Create(
            new DirectoryInfo(keys), options => options.SetApplicationName("codesmith"));
    }

    /// <summary>What the user has.</summary>
    /// <exception cref="NoCredentialException">It cannot be read any more.</exception>
    public StoredCredentials Find(UserId user)
    {
        lock (_gate)
        {
            if (!_known.TryGetValue(user, out var stored))
                _known[user] = stored = Read(user);
            return stored;
        }
    }

    /// <summary>Changes what the user has; what cannot be read counts as nothing.</summary>
    /// <returns>What they had.</returns>
    /// <exception cref="IOException">It cannot be stored; nothing has changed.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be stored; nothing has changed.</exception>
    public StoredCredentials Change(UserId user, Func<StoredCredentials, StoredCredentials> change)
    {
        lock (_gate)
        {
            var before = ReadableOrNone(user);
            var after = change(before);
            if (after == StoredCredentials.None)
                File.Delete(PathOf(user));
            else
                Write(user, after);
            _known[user] = after;
            return before;
        }
    }

    private static string Own(string path)
    {
        const UnixFileMode folderMode = OwnerOnly | UnixFileMode.UserExecute;
        Directory.CreateDirectory(path, folderMode);
        // Also one that exists: somebody may have opened it.
        File.SetUnixFileMode(path, folderMode);
        return path;
    }

    private StoredCredentials ReadableOrNone(UserId user)
    {
        try
        {
            return Find(user);
        }
        catch (NoCredentialException)
        {
            return StoredCredentials.None;
        }
    }

    private StoredCredentials Read(UserId user)
    {
        string path = PathOf(user);
        try
        {
            if (!File.Exists(path))
                return StoredCredentials.None;
            var content = JsonSerializer.Deserialize(
                Protector(user).Unprotect(File.ReadAllBytes(path)), ContentJson.Default.Content);
            return new StoredCredentials(content!.Account, content.Key is { } key ? new Secret(key) : null);
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException or IOException
            or UnauthorizedAccessException)
        {
            LogUnreadable(exception, user, path);
            // Not as if there were nothing: the next in the line is not theirs to pay.
            throw new NoCredentialException(
                "What you signed in with cannot be read any more: `/cc login` stores it anew, `/cc logout` forgets it.");
        }
    }

    private void Write(UserId user, StoredCredentials credentials)
    {
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(
            new Content(credentials.HasAccount, credentials.Key?.Reveal()), ContentJson.Default.Content);
        string path = PathOf(user);
        string fresh = path + ".new";
        File.Delete(fresh);
        using (var file = new FileStream(fresh, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        }))
        {
            file.Write(Protector(user).Protect(content));
            file.Flush(flushToDisk: true);
        }
        File.Move(fresh, path, overwrite: true);
    }

    // For each user another: a file that is put in another one's place is not understood.
    private IDataProtector Protector(UserId user) => _protection.CreateProtector("Codesmith.Credentials", user.Value);

    private string PathOf(UserId user) =>
        Path.Combine(_users, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user.Value))));

    private sealed record Content(bool Account, string? Key);

    [JsonSerializable(typeof(Content))]
    private sealed partial class ContentJson : JsonSerializerContext;

    [LoggerMessage(
        LogLevel.Error,
        "What {User} signed in with cannot be read ({Path}). If the folder keys beside it was lost, bring it back; "
        + "else the user signs in again")]
    private partial void LogUnreadable(Exception exception, UserId user, string path);
}
