using System.Globalization;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// The limits that the kernel keeps for each process, from the first of a sandbox on and for good. They are set inside
/// its user namespace, because only there are its processes counted apart from those of other sandboxes; and for a
/// supervisor that runs as root they are not counted at all. Not the address space: the agent's runtime reserves far
/// more than it ever uses.
/// </summary>
internal static class ResourceLimits
{
    /// <summary>What a command is preceded with. Part of util-linux, which every system has.</summary>
    public static IReadOnlyList<string> Prefix(SandboxQuota quota) =>
    [
        "/usr/bin/prlimit",
        Option($"--fsize={quota.FileBytes}"),
        Option($"--nofile={SandboxLimits.OpenFiles}"),
        Option($"--nproc={quota.Processes}"),
        "--",
    ];

    private static string Option(FormattableString option) => option.ToString(CultureInfo.InvariantCulture);
}
