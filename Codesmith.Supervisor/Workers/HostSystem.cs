namespace Codesmith.Supervisor.Workers;

/// <summary>What of the host's system every sandbox shows, read-only: programs and libraries, no state.</summary>
/// <param name="Folders">/usr and what stands beside it.</param>
/// <param name="ConfigurationFiles">Paths under /etc, all existing, without secrets.</param>
/// <param name="HiddenFiles">Paths under /proc, all existing, that tell of the machine or reach into it.</param>
/// <param name="HiddenFolders">The same for folders.</param>
internal sealed record HostSystem(
    IReadOnlyList<SystemFolder> Folders,
    IReadOnlyList<string> ConfigurationFiles,
    IReadOnlyList<string> HiddenFiles,
    IReadOnlyList<string> HiddenFolders)
{
    private static readonly string[] WantedFolders = ["usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32"];

    private static readonly string[] WantedConfiguration =
    [
        // What many commands of /usr/bin are links into.
        "etc/alternatives",
        "etc/ld.so.cache",
        "etc/localtime",
        // Whom TLS trusts, on Debian and alike; then where the links of Fedora and Arch lead.
        "etc/ssl/certs",
        "etc/pki/ca-trust/extracted",
        "etc/pki/tls/certs",
        "etc/ca-certificates/extracted",
    ];

    // A /proc shows its own processes only, but the whole machine: what it was started with, its disks, devices, memory
    // map, keys, and timers. What programs read to adapt themselves (processors, memory, load) stays.
    private static readonly string[] UnwantedFiles =
    [
        "cmdline", "consoles", "diskstats", "interrupts", "iomem", "ioports", "kallsyms", "kcore", "key-users", "keys",
        "kmsg", "kpagecgroup", "kpagecount", "kpageflags", "latency_stats", "modules", "partitions", "sched_debug",
        "slabinfo", "sysrq-trigger", "timer_list", "timer_stats", "vmallocinfo",
    ];

    private static readonly string[] UnwantedFolders = ["acpi", "asound", "bus", "driver", "fs", "irq", "scsi"];

    /// <summary>Looks at the system below <paramref name="root"/>, which is / but in tests.</summary>
    public static HostSystem Read(string root = "/") => new(
        [.. WantedFolders.Select(name => Look(root, name)).OfType<SystemFolder>()],
        [.. WantedConfiguration.Where(path => LeadsSomewhere(Path.Combine(root, path))).Select(path => "/" + path)],
        [.. UnwantedFiles.Select(name => "/proc/" + name).Where(path => File.Exists(root + path))],
        [.. UnwantedFolders.Select(name => "/proc/" + name).Where(path => Directory.Exists(root + path))]);

    // One dangling link would keep every sandbox from starting.
    private static bool LeadsSomewhere(string path) =>
        Path.Exists(path) && Path.Exists(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);

    private static SystemFolder? Look(string root, string name)
    {
        var folder = new DirectoryInfo(Path.Combine(root, name));
        return folder.Exists || folder.LinkTarget is not null ? new SystemFolder("/" + name, folder.LinkTarget) : null;
    }
}

/// <summary>A folder of programs or libraries in the root of the host.</summary>
/// <param name="Path">Its absolute path, the same on the host and inside.</param>
/// <param name="LinkTarget">Where it leads if it is a link, as most are on systems with a merged /usr.</param>
internal sealed record SystemFolder(string Path, string? LinkTarget);
