namespace Codesmith.Worker.Claude;

/// <summary>Reads a transcript as it grows. Safe from any thread; entries come in order.</summary>
internal sealed class TranscriptFollower : IDisposable
{
    private readonly Lock gate = new();
    private readonly TranscriptTail tail;
    private readonly FolderWatch watch;
    private readonly Action<IReadOnlyList<TranscriptEntry>> read;
    private bool disposed;

    /// <param name="path">The file; it need not exist yet, its folder must.</param>
    /// <param name="fromEnd">Whether what it holds already is skipped.</param>
    /// <param name="read">Takes what was appended; must not block.</param>
    public TranscriptFollower(string path, bool fromEnd, Action<IReadOnlyList<TranscriptEntry>> read)
    {
        this.read = read;
        tail = fromEnd ? TranscriptTail.AtEnd(path) : new TranscriptTail(path, 0);
        watch = new FolderWatch(Path.GetDirectoryName(path)!, Path.GetFileName(path), ReadNow);
        // What was written before the watch began.
        ReadNow();
    }

    public void ReadNow()
    {
        lock (gate)
        {
            if (disposed)
                return;
            try
            {
                if (tail.ReadAppended() is { Count: > 0 } entries)
                    read(entries);
            }
            catch (IOException)
            {
                // Being replaced right now: the next change reads it.
            }
        }
    }

    public void Dispose()
    {
        watch.Dispose();
        lock (gate)
            disposed = true;
    }
}
