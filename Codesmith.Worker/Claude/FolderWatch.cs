namespace Codesmith.Worker.Claude;

/// <summary>
/// Tells, by inotify, that a file of a given ending in a folder was written. Says nothing of what changed, and may
/// speak once for several writes: the listener reads what is there now.
/// </summary>
internal sealed class FolderWatch : IDisposable
{
    private readonly string _folder;
    private readonly string _filter;
    private readonly Action _changed;
    private FileSystemWatcher _watcher;
    private volatile bool _isDoubtful;

    /// <param name="folder">Must exist.</param>
    /// <param name="filter">Such as <c>*.jsonl</c>.</param>
    /// <param name="changed">Called on a thread of the watcher's; must not block.</param>
    public FolderWatch(string folder, string filter, Action changed)
    {
        (_folder, _filter, _changed) = (folder, filter, changed);
        _watcher = Watch();
    }

    /// <summary>
    /// The kernel watches a folder, not its name: where a file was removed, the folder may have been, and another may
    /// have taken its place. Watches that one; true if so, and then what is there now has to be looked at.
    /// </summary>
    public bool Renew()
    {
        if (!_isDoubtful)
            return false;
        try
        {
            // An empty folder may be on its way out, and it is looked at again at the next occasion.
            if (!Directory.EnumerateFiles(_folder, _filter).Any())
                return false;
            _isDoubtful = false;
            var next = Watch();
            _watcher.Dispose();
            _watcher = next;
            return true;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // Not there, removed between two looks, or closed to us.
            _isDoubtful = true;
            return false;
        }
    }

    public void Dispose() => _watcher.Dispose();

    private FileSystemWatcher Watch()
    {
        var watcher = new FileSystemWatcher(_folder, _filter)
        {
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        watcher.Changed += (_, _) => _changed();
        watcher.Created += (_, _) => _changed();
        watcher.Renamed += (_, _) => _changed();
        // An overflow of the kernel's queue loses names, and names are not used.
        watcher.Error += (_, _) => _changed();
        watcher.Deleted += (_, _) =>
        {
            _isDoubtful = true;
            _changed();
        };
        watcher.EnableRaisingEvents = true;
        return watcher;
    }
}
