using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Workers;

/// <summary>Where the kernel keeps no limits for many processes together: looks, and finds who takes too much.</summary>
/// <param name="processId">Bubblewrap's.</param>
/// <param name="quota">What the sandbox may take.</param>
internal sealed class WatchedSandbox(int processId, SandboxQuota quota) : ISandboxMeter
{
    public (IReadOnlyList<LimitUse> Uses, string? Warning) Look()
    {
        var processes = ProcessTree.Of(processId, quota.Processes);
        if (processes.Count > quota.Processes)
            throw new WorkerLostException($"It had more than the {quota.Processes:N0} processes a session may have.");
        var memory = MemoryOf(MemoryCount.AtMost(processes));
        // Only then is it worth the time.
        if (memory.IsNear)
            memory = MemoryOf(MemoryCount.Exactly(processes));
        if (memory.Share > 1)
            throw new WorkerLostException($"It used more memory than a session may: {memory.Text}.");
        return (
        [
            memory,
            new LimitUse(
                "Processes", Amount.OfNumber(processes.Count, quota.Processes),
                (double)processes.Count / quota.Processes),
        ], null);
    }

    private LimitUse MemoryOf(long bytes) =>
        new("Memory", Amount.OfBytes(bytes, quota.MemoryBytes), (double)bytes / quota.MemoryBytes);
}
