using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// What follows from how much of the disk a session takes: a word in time, then an interrupt. Whoever goes on writing
/// where nothing is left loses the sandbox, with every program that writes. Pure but for what it remembers.
/// </summary>
/// <param name="name">What is taken, as a status line names it.</param>
/// <param name="most">How much there is of it.</param>
/// <param name="slack">By how much a full session may grow: to remove files is work as well, and leaves records.</param>
/// <param name="amount">So much of so much, for people.</param>
/// <param name="sentence">The beginning of a sentence that tells an amount.</param>
internal sealed class DiskQuota(
    string name, long most, long slack, Func<long, long, string> amount, Func<string, string> sentence)
{
    private bool _isFirst = true;
    private bool _isNear;
    private long? _fullAt; // the least that it took since it was full

    public LimitUse Use { get; private set; } = new(name, "", 0);

    /// <summary>Of bytes.</summary>
    public static DiskQuota OfBytes(long most) => new(
        "Disk", most, SandboxLimits.DiskSlackBytes, Amount.OfBytes, text => $"The session's files take {text}");

    /// <summary>Of files: a file system has room for so many, however small they are.</summary>
    public static DiskQuota OfFiles(long most) => new(
        "Files", most, SandboxLimits.DiskSlackFiles, Amount.OfNumber, text => $"The session has {text} files");

    /// <summary>The next measure.</summary>
    /// <returns>A line for the user, and whether the turn under way ends.</returns>
    /// <exception cref="WorkerLostException">It grows although it is full.</exception>
    public (string? Warning, bool Interrupts) Take(long used)
    {
        bool isFirst = _isFirst;
        _isFirst = false;
        Use = new LimitUse(name, amount(used, most), (double)used / most);
        if (used >= most)
            return TakeFull(used, isFirst);
        _fullAt = null;
        bool isNews = Use.IsNear && !_isNear;
        _isNear = Use.IsNear;
        return (isNews ? $"{sentence(Use.Text)}. When that is used up, nothing more can be written." : null, false);
    }

    private (string? Warning, bool Interrupts) TakeFull(long used, bool isFirst)
    {
        _isNear = true;
        if (_fullAt is not { } fullAt)
        {
            _fullAt = used;
            // What runs since before the first look is the work of a user who came back, perhaps to make room.
            string what = isFirst ? "" : ", so Claude Code was interrupted";
            return ($"{sentence(Use.Text)}{what}. Have some removed: programs that write more are ended.", !isFirst);
        }
        if (used > fullAt + slack)
            throw new WorkerLostException($"{sentence(Use.Text)}, and more was written all the same.");
        _fullAt = Math.Min(fullAt, used);
        return (null, false);
    }
}
