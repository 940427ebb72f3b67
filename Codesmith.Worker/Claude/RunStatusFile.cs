namespace Codesmith.Worker.Claude;

/// <summary>Claude Code's status file. One Claude Code at a time uses the home, so the newest file is its.</summary>
internal sealed class RunStatusFile(string folder)
{
    private RunStatus? _last;

    /// <summary>The status, if it is another than at the last call; else null.</summary>
    public RunStatus? ReadChanged()
    {
        try
        {
            var file = new DirectoryInfo(folder).EnumerateFiles("*.json").MaxBy(file => file.LastWriteTimeUtc);
            if (file is null || RunStatus.Parse(File.ReadAllBytes(file.FullName)) is not { } status || status == _last)
                return null;
            return _last = status;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Removed between two looks, as at the end of Claude Code; or the agent removed or closed the whole folder.
            return null;
        }
    }
}
