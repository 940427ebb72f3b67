namespace Codesmith.Worker.Claude;

/// <summary>
/// Tells, by inotify, that a file of a given ending in a folder was written. Says nothing of what changed, and may
/// speak once for several writes: the listener reads what is there now.
/// </summary>
internal sealed class FolderWatch : IDisposable
{
    private readonly FileSystemWatcher _watcher;

    /// <param name="folder">Must exist.</param>
    /// <param name="filter">Such as <c>*.jsonl</c>.</param>
    /// <param name="changed">Called on a thread of the watcher's; must not block.</param>
    public FolderWatch(string folder, string filter, Action changed)
    {
        _watcher = new FileSystemWatcher(folder, filter)
        {
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        _watcher.Changed += (_, _) => changed();
        _watcher.Created += (_, _) => changed();
        _watcher.Renamed += (_, _) => changed();
        // An overflow of the kernel's queue loses names, and names are not used.
        _watcher.Error += (_, _) => changed();
        _watcher.EnableRaisingEvents = true;
    }

    public void Dispose() => _watcher.Dispose();
}
