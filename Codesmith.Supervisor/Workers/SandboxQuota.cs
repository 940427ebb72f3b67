namespace Codesmith.Supervisor.Workers;

/// <summary>What one session may take of the machine.</summary>
internal sealed record SandboxQuota
{
    private const long MiB = 1024 * 1024;

    /// <summary>Bytes of memory of all its programs together. An agent takes 400 MB; a large build some GB.</summary>
    public long MemoryBytes { get; init; } = 4096 * MiB;

    /// <summary>Processes, with threads where the kernel counts. An agent has about 40, a build some hundred.</summary>
    public int Processes { get; init; } = 1024;

    /// <summary>Its share where the processor is short, as control groups weigh it: 1 to 10000, usually 100.</summary>
    public int CpuWeight { get; init; } = 100;

    /// <summary>Bytes on disk of workspace and home together.</summary>
    public long DiskBytes { get; init; } = 10240 * MiB;

    /// <summary>How many files, folders too, it may have there. A large project's packages are a hundred thousand.</summary>
    public int Files { get; init; } = 1_000_000;

    /// <summary>Bytes of the largest file: a bound on what is written before the next look at the disk.</summary>
    public long FileBytes { get; init; } = 2048 * MiB;

    /// <summary>What an errand may take beside the session, of whose disk it has a part.</summary>
    public SandboxQuota ForErrand() => this with
    {
        MemoryBytes = Math.Min(MemoryBytes, SandboxLimits.ErrandMemoryBytes),
        Processes = Math.Min(Processes, SandboxLimits.ErrandProcesses),
    };
}
