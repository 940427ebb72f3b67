using Codesmith.Supervisor.Workers;

namespace Codesmith.Supervisor.Hosting;

/// <summary>Reads <see cref="LimitsOptions"/> from the section <c>Limits</c> of the configuration file.</summary>
internal static class LimitsReader
{
    private const long MiB = 1024 * 1024;

    // Below these, no agent starts; above them, it is a slip.
    private const long LeastMemoryMiB = 512;
    private const int LeastProcesses = 64;
    private const long LeastDiskMiB = 100;
    private const int LeastFiles = 10_000;
    private const int MostFiles = 1_000_000_000;
    private const long MostMiB = 1024 * 1024 * 1024;
    private const int MostProcesses = 1_000_000;
    private const int MostWeight = 10_000;
    private const int MostSessions = 10_000;
    private const double LeastIdleHours = 0.1;
    private const double MostIdleHours = 24 * 365;

    internal static LimitsOptions Read(Settings settings)
    {
        var usual = new LimitsOptions();
        var quota = usual.Quota;
        return new LimitsOptions
        {
            Quota = new SandboxQuota
            {
                MemoryBytes = Bytes(settings, "Limits:MemoryMiB", LeastMemoryMiB) ?? quota.MemoryBytes,
                Processes = settings.Number("Limits:Processes", LeastProcesses, MostProcesses) ?? quota.Processes,
                CpuWeight = settings.Number("Limits:CpuWeight", 1, MostWeight) ?? quota.CpuWeight,
                DiskBytes = Bytes(settings, "Limits:DiskMiB", LeastDiskMiB) ?? quota.DiskBytes,
                Files = settings.Number("Limits:Files", LeastFiles, MostFiles) ?? quota.Files,
                FileBytes = Bytes(settings, "Limits:FileMiB", LeastDiskMiB) ?? quota.FileBytes,
            },
            Sessions = settings.Number("Limits:Sessions", 1, MostSessions) ?? usual.Sessions,
            IdleTime = settings.Number("Limits:IdleHours", LeastIdleHours, MostIdleHours) is { } hours
                ? TimeSpan.FromHours(hours)
                : usual.IdleTime,
        };
    }

    private static long? Bytes(Settings settings, string key, long least) =>
        settings.Number(key, least, MostMiB) * MiB;
}
