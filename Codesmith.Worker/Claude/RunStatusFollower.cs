namespace Codesmith.Worker.Claude;

/// <summary>Reads Claude Code's status file whenever it changes. One Claude Code at a time uses the home.</summary>
internal sealed class RunStatusFollower : IDisposable
{
    private readonly Lock gate = new();
    private readonly string folder;
    private readonly Action<RunStatus> changed;
    private readonly FolderWatch watch;
    private RunStatus? last;

    /// <param name="folder">Must exist.</param>
    /// <param name="changed">Takes each status that differs from the one before; must not block.</param>
    public RunStatusFollower(string folder, Action<RunStatus> changed)
    {
        this.folder = folder;
        this.changed = changed;
        watch = new FolderWatch(folder, "*.json", ReadNow);
    }

    public void Dispose() => watch.Dispose();

    private void ReadNow()
    {
        lock (gate)
        {
            if (Newest() is not { } status || status == last)
                return;
            last = status;
            changed(status);
        }
    }

    private RunStatus? Newest()
    {
        try
        {
            var file = new DirectoryInfo(folder).EnumerateFiles("*.json").MaxBy(file => file.LastWriteTimeUtc);
            return file is null ? null : RunStatus.Parse(File.ReadAllBytes(file.FullName));
        }
        catch (IOException)
        {
            // Removed between two looks, as at the end of Claude Code.
            return null;
        }
    }
}
