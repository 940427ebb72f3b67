namespace Codesmith.Worker.Pty;

/// <summary>Bytes on their way to a program that may be slow to read them; bounded. Safe from any thread.</summary>
/// <param name="capacity">Bytes that may wait at most.</param>
internal sealed class InputQueue(int capacity)
{
    private readonly Lock gate = new();
    private byte[] buffer = [];
    private int start;
    private int length;
    private bool closed;

    /// <summary>Takes a part of the waiting bytes, from the first on.</summary>
    /// <param name="waiting">At least one byte.</param>
    /// <param name="taken">How many were taken; may be 0.</param>
    /// <returns>False when nobody will ever take any.</returns>
    internal delegate bool Taker(ReadOnlySpan<byte> waiting, out int taken);

    public bool HasBytes
    {
        get
        {
            lock (gate)
                return length > 0;
        }
    }

    /// <summary>All or nothing: false when they do not fit, or when the queue is closed.</summary>
    public bool TryAdd(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (closed || bytes.Length > capacity - length)
                return false;
            MakeRoomFor(bytes.Length);
            bytes.CopyTo(buffer.AsSpan(start + length));
            length += bytes.Length;
            return true;
        }
    }

    /// <summary>Offers what waits to <paramref name="taker"/>, once. The taker must not block.</summary>
    public void Offer(Taker taker)
    {
        lock (gate)
        {
            if (length == 0)
                return;
            if (!taker(buffer.AsSpan(start, length), out int taken))
                taken = length;
            start += taken;
            length -= taken;
            if (length == 0)
                Rewind();
        }
    }

    /// <summary>Drops what waits and takes no more.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            buffer = [];
            start = length = 0;
        }
    }

    private void Rewind()
    {
        start = 0;
        if (buffer.Length > PtyLimits.KeptInputBuffer)
            buffer = [];
    }

    private void MakeRoomFor(int count)
    {
        int needed = length + count;
        if (start + needed <= buffer.Length)
            return;
        byte[] target = needed <= buffer.Length
            ? buffer
            : new byte[Math.Clamp(needed * 2, Math.Min(PtyLimits.KeptInputBuffer, capacity), capacity)];
        buffer.AsSpan(start, length).CopyTo(target);
        buffer = target;
        start = 0;
    }
}
