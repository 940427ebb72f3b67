using System.Text;

namespace Codesmith.Worker.Terminal;

/// <summary>What the terminal has to say to the program on it, until somebody sends it.</summary>
internal sealed class ReplyBuffer
{
    private readonly byte[] _bytes = new byte[TerminalLimits.MaxPendingReplyBytes];
    private int _length;

    /// <summary>Adds a whole answer, or none of it when there is no room.</summary>
    public void Add(string reply)
    {
        if (Encoding.ASCII.TryGetBytes(reply, _bytes.AsSpan(_length), out int written))
            _length += written;
    }

    public byte[] Take()
    {
        byte[] taken = _length == 0 ? [] : _bytes.AsSpan(0, _length).ToArray();
        _length = 0;
        return taken;
    }
}
