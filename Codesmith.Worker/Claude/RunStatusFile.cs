namespace Codesmith.Worker.Claude;

/// <summary>The status file of one Claude Code; another one that uses the same home has its own.</summary>
internal sealed class RunStatusFile(string path)
{
    /// <summary>Far more than it ever says.</summary>
    private const int Bytes = 1024 * 1024;

    private RunStatus? _last;

    /// <summary>The status, if it is another than at the last call; else null.</summary>
    public RunStatus? ReadChanged()
    {
        try
        {
            if (RealFile.Read(path, Bytes) is not { } json || RunStatus.Parse(json) is not { } status || status == _last)
                return null;
            return _last = status;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Removed between two looks, as at the end of Claude Code; or the agent closed the folder to us.
            return null;
        }
    }
}
