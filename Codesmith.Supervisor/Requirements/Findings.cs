using Codesmith.Supervisor.Workers;

namespace Codesmith.Supervisor.Requirements;

/// <summary>What a look at this machine found, not judged yet.</summary>
internal sealed record Findings
{
    /// <summary>Bubblewrap, asked for its version.</summary>
    public required ProgramRun Bubblewrap { get; init; }

    /// <summary>A sandbox, really made, in which a program looked for the filter of its system calls.</summary>
    public required ProgramRun Sandbox { get; init; }

    /// <summary>The agent, asked for its version in a sandbox.</summary>
    public required ProgramRun Agent { get; init; }

    /// <summary>Whether the agent's program is where it should be.</summary>
    public required bool IsAgentThere { get; init; }

    /// <summary>What the kernel says about user namespaces.</summary>
    public required KernelSettings Kernel { get; init; }

    /// <summary>See <see cref="WorkerInstallation.FindOpenFolder"/>.</summary>
    public required string? OpenFolder { get; init; }

    /// <summary>The worker's program.</summary>
    public required WorkerBuild Worker { get; init; }

    /// <summary>Whether the agent's managed settings are beside the worker.</summary>
    public required bool AreManagedSettingsThere { get; init; }
}

/// <summary>How a program that was run for the check ended.</summary>
/// <param name="ExitCode">Null if it could not be started or did not end in time.</param>
/// <param name="Said">The first lines of its output, of both streams, as one line.</param>
internal sealed record ProgramRun(int? ExitCode, string Said)
{
    public bool IsGood => ExitCode is 0;
}

/// <summary>Kernel settings that can forbid user namespaces. Null where the kernel has no such setting.</summary>
/// <param name="MaxUserNamespaces">user.max_user_namespaces.</param>
/// <param name="UnprivilegedUserNamespaces">kernel.unprivileged_userns_clone (Debian): 0 forbids them.</param>
/// <param name="AppArmorRestriction">kernel.apparmor_restrict_unprivileged_userns (Ubuntu): 1 wants a profile.</param>
/// <param name="IsRoot">Whether the supervisor runs as root, whom the last two do not concern.</param>
internal sealed record KernelSettings(
    long? MaxUserNamespaces, long? UnprivilegedUserNamespaces, long? AppArmorRestriction, bool IsRoot);
