namespace Codesmith.Worker.Pty;

/// <summary>Bytes on their way to a program that may be slow to read them; bounded. Safe from any thread.</summary>
/// <param name="capacity">Bytes that may wait at most.</param>
internal sealed class InputQueue(int capacity)
{
    private readonly Lock _gate = new();
    private byte[] _buffer = [];
    private int _start;
    private int _length;
    private bool _closed;

    /// <summary>Takes a part of the waiting bytes, from the first on.</summary>
    /// <param name="waiting">At least one byte.</param>
    /// <param name="taken">How many were taken; may be 0.</param>
    /// <returns>False when nobody will ever take any.</returns>
    internal delegate bool Taker(ReadOnlySpan<byte> waiting, out int taken);

    public bool HasBytes
    {
        get
        {
            lock (_gate)
                return _length > 0;
        }
    }

    /// <summary>All or nothing: false when they do not fit, or when the queue is closed.</summary>
    public bool TryAdd(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_closed || bytes.Length > capacity - _length)
                return false;
            MakeRoomFor(bytes.Length);
            bytes.CopyTo(_buffer.AsSpan(_start + _length));
            _length += bytes.Length;
            return true;
        }
    }

    /// <summary>Offers what waits to <paramref name="taker"/>, once. The taker must not block.</summary>
    public void Offer(Taker taker)
    {
        lock (_gate)
        {
            if (_length == 0)
                return;
            if (!taker(_buffer.AsSpan(_start, _length), out int taken))
                taken = _length;
            _start += taken;
            _length -= taken;
            if (_length == 0)
                Rewind();
        }
    }

    /// <summary>Drops what waits and takes no more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _buffer = [];
            _start = _length = 0;
        }
    }

    private void Rewind()
    {
        _start = 0;
        if (_buffer.Length > PtyLimits.KeptInputBuffer)
            _buffer = [];
    }

    private void MakeRoomFor(int count)
    {
        int needed = _length + count;
        if (_start + needed <= _buffer.Length)
            return;
        byte[] target = needed <= _buffer.Length
            ? _buffer
            : new byte[Math.Clamp(needed * 2, Math.Min(PtyLimits.KeptInputBuffer, capacity), capacity)];
        _buffer.AsSpan(_start, _length).CopyTo(target);
        _buffer = target;
        _start = 0;
    }
}
