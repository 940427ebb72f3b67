using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Workers;

/// <summary>Where the kernel keeps no limits for many processes together: looks, and finds who takes too much.</summary>
/// <param name="processId">Bubblewrap's.</param>
/// <param name="quota">What the sandbox may take.</param>
internal sealed class WatchedSandbox(int processId, SandboxQuota quota) : ISandboxMeter
{
    public (IReadOnlyList<LimitUse> Uses, string? Warning) Look()
    {
        var (processes, memory) = ProcessTree.Measure(processId, quota.Processes);
        if (processes > quota.Processes)
            throw new WorkerLostException($"It had more than the {quota.Processes:N0} processes a session may have.");
        string memoryText = Amount.OfBytes(memory, quota.MemoryBytes);
        if (memory > quota.MemoryBytes)
            throw new WorkerLostException($"It used more memory than a session may: {memoryText}.");
        return (
        [
            new LimitUse("Memory", memoryText, (double)memory / quota.MemoryBytes),
            new LimitUse(
                "Processes", Amount.OfNumber(processes, quota.Processes), (double)processes / quota.Processes),
        ], null);
    }
}
