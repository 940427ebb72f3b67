namespace Codesmith.Worker.Claude;

/// <summary>
/// Makes what the user and the agent may have spoilt usable again, one path at a time, the folder before what is in
/// it: gives the owner's rights back, and renames what is not what it should be.
/// </summary>
internal sealed class HomeMending
{
    private const UnixFileMode FileRights = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderRights = FileRights | UnixFileMode.UserExecute;

    private readonly List<string> _findings = [];

    /// <summary>What had to be set aside, a line each.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>Afterwards it is a folder.</summary>
    public void MakeFolder(string path)
    {
        if (!Directory.Exists(path) && Stands(path) || Directory.Exists(path) && !Grant(path, FolderRights))
            SetAside(path);
        Directory.CreateDirectory(path);
    }

    /// <summary>Afterwards it is a folder with nothing in it.</summary>
    public void MakeEmptyFolder(string path)
    {
        MakeFolder(path);
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Something in it is closed, or lies too deep to be named.
            SetAside(path);
        }

        Directory.CreateDirectory(path);
    }

    /// <summary>Afterwards it is a file that can be read, or not there.</summary>
    public void MakeFile(string path)
    {
        if (Stands(path) && !(File.Exists(path) && Grant(path, FileRights) && IsFile(path)))
            SetAside(path);
    }

    /// <summary>Gives it another name, so that nothing of it is lost.</summary>
    public void SetAside(string path)
    {
        var aside = path + ".broken";
        for (var number = 2; Directory.Exists(aside); number++)
            aside = $"{path}.broken{number}";
        File.Delete(aside);
        if (new FileInfo(path).LinkTarget is { } target)
        {
            File.Delete(path);
            File.CreateSymbolicLink(aside, target);
        }
        else
        {
            Directory.Move(path, aside);
        }

        _findings.Add($"{Path.GetFileName(path)} was not usable and was renamed to {Path.GetFileName(aside)}");
    }

    private static bool Stands(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static bool Grant(string path, UnixFileMode rights)
    {
        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & rights) != rights)
                File.SetUnixFileMode(path, mode | rights);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A link to what belongs to somebody else.
            return false;
        }
    }

    private static bool IsFile(string path)
    {
        try
        {
            using var file = RealFile.Open(path);
            return file is not null;
        }
        catch (IOException)
        {
            // Such as a socket.
            return false;
        }
    }
}
