using System.Text;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// The folders of users below the data root, for nobody but the supervisor's own user:
/// <c>users/KEY/workspace</c> and <c>users/KEY/home</c> stay, <c>run/KEY/link</c> and <c>run/KEY/doors</c> live as
/// long as a sandbox, and so do those in <c>run/KEY/errand</c>. <c>identity</c> has the files of
/// <see cref="IdentityFiles"/>.
/// </summary>
internal sealed class UserFolders(string dataRoot)
{
    /// <summary>EWOULDBLOCK, the HResult of a file that somebody else has locked.</summary>
    private const int WouldBlock = 11;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes what is missing of a user's folders, empties those of the last run, and takes the user's lock.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="isErrand">
    /// Whether they are for an errand, which may run beside the user's session: run folders and lock are its own.
    /// </param>
    /// <exception cref="WorkerLostException">Another Codesmith uses the same data root for this user now.</exception>
    /// <exception cref="IOException">A folder is not what it should be.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder belongs to somebody else.</exception>
    public UserFolderSet Prepare(UserId user, bool isErrand = false)
    {
        var key = UserKey.For(user);
        var root = Own(dataRoot, mayBeLink: true);
        var files = Own(Path.Combine(Own(Path.Combine(root, "users")), key));
        var run = Own(Path.Combine(Own(Path.Combine(root, "run")), key));
        if (isErrand)
            run = Own(Path.Combine(run, "errand"));
        var running = Lock(Path.Combine(run, "lock"), user);
        try
        {
            var folders = new UserFolderSet(key, running)
            {
                Workspace = Own(Path.Combine(files, "workspace")),
                Home = Own(Path.Combine(files, "home")),
                RunFolder = run,
                LinkFolder = OwnEmpty(Path.Combine(run, "link")),
                DoorFolder = OwnEmpty(Path.Combine(run, "doors")),
                IdentityFolder = Own(Path.Combine(root, "identity")),
            };
            RequireShort(folders.LinkSocket);
            RequireShort(folders.ModelSocket);
            RequireShort(folders.EgressSocket);
            IdentityFiles.Write(folders.IdentityFolder);
            return folders;
        }
        catch
        {
            running.Dispose();
            throw;
        }
    }

    private static string Own(string path, bool mayBeLink = false)
    {
        var folder = new DirectoryInfo(path);
        if (folder.LinkTarget is not null && !mayBeLink)
            throw new IOException($"{path} is a link. Codesmith only uses folders that it made itself: remove it.");
        if (!folder.Exists)
            Directory.CreateDirectory(path, OwnerOnly);
        // Also for folders that exist: somebody may have opened them.
        File.SetUnixFileMode(path, OwnerOnly);
        return path;
    }

    // Sockets of a run that did not end well, and whatever a sandbox left where it may write.
    private static string OwnEmpty(string path)
    {
        if (new DirectoryInfo(path) is { LinkTarget: null, Exists: true } used)
            Remove(used);
        return Own(path);
    }

    // What lies too deep, is closed, or has a name that is no text must not keep the user from a next run: it is set
    // aside, see UserFolderSet.SetAside.
    private static void Remove(DirectoryInfo used)
    {
        var name = used.FullName;
        try
        {
            used.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            used.MoveTo($"{name}{UserFolderSet.AsideMark}{Path.GetRandomFileName()}");
        }
    }

    private static FileStream Lock(string path, UserId user)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            throw new WorkerLostException(
                $"User {user} has a running session already, perhaps of another Codesmith with the same data folder "
                + $"({path} is locked).", exception)
            {
                IsFinal = true,
            };
        }
    }

    private static void RequireShort(string socketPath)
    {
        if (Encoding.UTF8.GetByteCount(socketPath) > SandboxLimits.SocketPathBytes)
            throw new IOException(
                $"The data folder's path is too long for sockets in it ({socketPath}): choose a shorter one.");
    }
}
