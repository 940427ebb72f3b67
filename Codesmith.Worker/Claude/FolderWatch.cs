namespace Codesmith.Worker.Claude;

/// <summary>
/// Tells, by inotify, that a file of a given ending in a folder was written. Says nothing of what changed, and may
/// speak once for several writes: the listener reads what is there now.
/// </summary>
internal sealed class FolderWatch : IDisposable
{
    private readonly FileSystemWatcher watcher;

    /// <param name="folder">Must exist.</param>
    /// <param name="filter">Such as <c>*.jsonl</c>.</param>
    /// <param name="changed">Called on a thread of the watcher's; must not block.</param>
    public FolderWatch(string folder, string filter, Action changed)
    {
        watcher = new FileSystemWatcher(folder, filter)
        {
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        watcher.Changed += (_, _) => changed();
        watcher.Created += (_, _) => changed();
        watcher.Renamed += (_, _) => changed();
        // An overflow of the kernel's queue loses names, and names are not used.
        watcher.Error += (_, _) => changed();
        watcher.EnableRaisingEvents = true;
    }

    public void Dispose() => watcher.Dispose();
}
