using System.Globalization;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// The control group of one sandbox, in which the kernel keeps its limits. Disposing ends whatever is still in it and
/// removes it.
/// </summary>
internal sealed class ControlGroup : ISandboxMeter, IAsyncDisposable
{
    /// <summary>Looks at a group until the kernel has taken the last process out of it.</summary>
    private const int MostTries = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly string _folder;
    private readonly SandboxQuota _quota;
    private readonly TimeProvider _clock;
    private long _ended;
    private long _refused;

    private ControlGroup(string folder, SandboxQuota quota, TimeProvider clock) =>
        (_folder, _quota, _clock) = (folder, quota, clock);

    /// <summary>The file that takes the number of a process which is to belong to the group.</summary>
    public string ProcessesFile => Path.Combine(_folder, "cgroup.procs");

    /// <summary>The group of a folder that is there.</summary>
    public static ControlGroup In(string folder, SandboxQuota quota, TimeProvider clock) => new(folder, quota, clock);

    /// <summary>Makes the group; one of that name that was left over is removed first.</summary>
    /// <exception cref="IOException">It cannot be made, or does not keep the limits.</exception>
    /// <exception cref="UnauthorizedAccessException">It is not ours to make.</exception>
    public static async Task<ControlGroup> CreateAsync(string folder, SandboxQuota quota, TimeProvider clock)
    {
        var group = In(folder, quota, clock);
        if (Directory.Exists(folder))
            await group.DisposeAsync();
        Directory.CreateDirectory(folder);
        return group;
    }

    /// <summary>Has the kernel keep the limits.</summary>
    /// <exception cref="IOException">It does not.</exception>
    /// <exception cref="UnauthorizedAccessException">It does not let us.</exception>
    public void Limit()
    {
        Write("memory.max", _quota.MemoryBytes);
        // Swapping would only make everybody slow before the same end. Not every kernel has swap.
        if (File.Exists(Path.Combine(_folder, "memory.swap.max")))
            Write("memory.swap.max", 0);
        Write("pids.max", _quota.Processes);
        Write("cpu.weight", _quota.CpuWeight);
    }

    public (IReadOnlyList<LimitUse> Uses, string? Warning) Look()
    {
        long memory = Read("memory.current");
        long processes = Read("pids.current");
        string memoryText = Amount.OfBytes(memory, _quota.MemoryBytes);
        string processText = Amount.OfNumber(processes, _quota.Processes);
        bool hasEnded = HasGrown(ref _ended, Count("memory.events", "oom_kill"));
        bool wasRefused = HasGrown(ref _refused, Count("pids.events", "max"));
        return (
        [
            // What it read from disk counts until somebody needs the room, so a full group is no news by itself.
            new LimitUse("Memory", memoryText, (double)Unreclaimable(memory) / _quota.MemoryBytes),
            new LimitUse("Processes", processText, (double)processes / _quota.Processes),
        ],
        hasEnded ? $"A program was ended because the session had used up its memory ({memoryText})."
            : wasRefused ? $"A program could not start another one: the session has no processes left ({processText})."
            : null);
    }

    public async ValueTask DisposeAsync()
    {
        for (int tries = 0; Directory.Exists(_folder); tries++)
        {
            try
            {
                // Kernels before 5.14 have no such file; what ended with its first process is gone there as well.
                string kill = Path.Combine(_folder, "cgroup.kill");
                if (File.Exists(kill))
                    File.WriteAllText(kill, "1");
                Directory.Delete(_folder);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (tries == MostTries)
                    throw;
                await Task.Delay(Pause, _clock);
            }
        }
    }

    private static bool HasGrown(ref long last, long now)
    {
        bool hasGrown = now > last;
        last = now;
        return hasGrown;
    }

    private long Unreclaimable(long memory) =>
        Math.Max(0, memory - Count("memory.stat", "file") + Count("memory.stat", "shmem"));

    private void Write(string name, long value) =>
        File.WriteAllText(Path.Combine(_folder, name), value.ToString(CultureInfo.InvariantCulture));

    private long Read(string name) => Number(File.ReadAllText(Path.Combine(_folder, name)));

    private long Count(string file, string name)
    {
        foreach (string line in File.ReadLines(Path.Combine(_folder, file)))
        {
            if (line.Split(' ') is [var key, var value] && key == name)
                return Number(value);
        }
        return 0;
    }

    private static long Number(string text) =>
        long.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : 0;
}
