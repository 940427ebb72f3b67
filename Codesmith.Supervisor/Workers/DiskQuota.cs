using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// What follows from how much of the disk a session takes: a word in time, then an interrupt. Whoever goes on writing
/// where nothing is left loses the sandbox, with every program that writes. Pure but for what it remembers.
/// </summary>
/// <param name="most">Bytes.</param>
internal sealed class DiskQuota(long most)
{
    /// <summary>Bytes by which a full session may grow: to remove files is work as well, and leaves records.</summary>
    public const long Slack = 32 * 1024 * 1024;

    private bool _isFirst = true;
    private bool _isNear;
    private long? _fullAt; // the least that it took since it was full

    public LimitUse Use { get; private set; } = new("Disk", "", 0);

    /// <summary>The next measure, in bytes.</summary>
    /// <returns>A line for the user, and whether the turn under way ends.</returns>
    /// <exception cref="WorkerLostException">It grows although it is full.</exception>
    public (string? Warning, bool Interrupts) Take(long used)
    {
        bool isFirst = _isFirst;
        _isFirst = false;
        Use = new LimitUse("Disk", Amount.OfBytes(used, most), (double)used / most);
        if (used >= most)
            return TakeFull(used, isFirst);
        _fullAt = null;
        bool isNews = Use.IsNear && !_isNear;
        _isNear = Use.IsNear;
        string news = $"The session's files take {Use.Text}. When that is used up, nothing more can be written.";
        return (isNews ? news : null, false);
    }

    private (string? Warning, bool Interrupts) TakeFull(long used, bool isFirst)
    {
        _isNear = true;
        if (_fullAt is not { } fullAt)
        {
            _fullAt = used;
            // What runs since before the first look is the work of a user who came back, perhaps to make room.
            string what = isFirst ? "" : ", so Claude Code was interrupted";
            return (
                $"The session's files take {Use.Text}{what}. Have some removed: programs that write more are ended.",
                !isFirst);
        }
        if (used > fullAt + Slack)
            throw new WorkerLostException($"Its files take {Use.Text}, and more was written all the same.");
        _fullAt = Math.Min(fullAt, used);
        return (null, false);
    }
}
