using System.Buffers;
using System.Text.Json;

namespace Codesmith.Worker.Claude;

/// <summary>
/// Reads what is appended to a transcript, by byte offset, line by whole line. Not thread-safe: its owner calls it
/// when the file changed.
/// </summary>
internal sealed class TranscriptTail(string path, long offset)
{
    /// <summary>A line holds one message block; a pasted picture is the largest, 5 MB by the model's own limit.</summary>
    private const int LineBytes = 16 * 1024 * 1024;

    /// <summary>Read at one time: what is left is read in the next round.</summary>
    private const int ReadBytes = 256 * 1024;

    /// <summary>Line ids remembered, against lines that are written twice; far more than one turn has.</summary>
    private const int RememberedIds = 4096;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<string> _seenInOrder = new();
    private readonly ArrayBufferWriter<byte> _partial = new();
    private bool _skipping;
    private long _position = offset;

    public string Path { get; } = path;

    /// <summary>A tail that begins where the file ends now; at 0 where there is none yet.</summary>
    public static TranscriptTail AtEnd(string path) => new(path, File.Exists(path) ? new FileInfo(path).Length : 0);

    /// <summary>What was appended since the last call. Empty if there is no such file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IReadOnlyList<TranscriptEntry> ReadAppended()
    {
        using var file = RealFile.Open(Path);
        if (file is null)
            return [];
        // Shorter than before: it was replaced, and what it says now is all new.
        if (file.Length < _position)
            StartOver();
        file.Position = _position;

        var entries = new List<TranscriptEntry>();
        var buffer = new byte[ReadBytes];
        int read;
        while ((read = file.Read(buffer)) > 0)
        {
            _position += read;
            TakeLines(buffer.AsSpan(0, read), entries);
        }

        return entries;
    }

    private void TakeLines(ReadOnlySpan<byte> bytes, List<TranscriptEntry> entries)
    {
        int end;
        while ((end = bytes.IndexOf((byte)'\n')) >= 0)
        {
            Keep(bytes[..end]);
            if (_skipping)
                entries.Add(new TranscriptEntry.Unreadable());
            else if (_partial.WrittenCount > 0)
                TakeLine(entries);
            _partial.ResetWrittenCount();
            _skipping = false;
            bytes = bytes[(end + 1)..];
        }

        Keep(bytes);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_skipping)
            return;
        if (_partial.WrittenCount + bytes.Length > LineBytes)
        {
            _skipping = true;
            _partial.ResetWrittenCount();
            return;
        }

        _partial.Write(bytes);
    }

    private void TakeLine(List<TranscriptEntry> entries)
    {
        try
        {
            var reading = TranscriptLine.Parse(_partial.WrittenMemory);
            if (reading.Uuid is null || Remember(reading.Uuid))
                entries.AddRange(reading.Entries);
        }
        catch (JsonException)
        {
            // The lines after it are whole again.
            entries.Add(new TranscriptEntry.Unreadable());
        }
    }

    private bool Remember(string uuid)
    {
        if (!_seen.Add(uuid))
            return false;
        _seenInOrder.Enqueue(uuid);
        if (_seenInOrder.Count > RememberedIds)
            _seen.Remove(_seenInOrder.Dequeue());
        return true;
    }

    private void StartOver()
    {
        _position = 0;
        _partial.ResetWrittenCount();
        _skipping = false;
    }
}
