using Codesmith.Supervisor.Egress;
using Codesmith.Supervisor.Workers;

namespace Codesmith.Supervisor.Requirements;

/// <summary>What the check is to look at.</summary>
/// <param name="Installation">Where the programs lie.</param>
/// <param name="AgentVersion">The pinned version, see <see cref="PinnedAgent"/>.</param>
/// <param name="SignIn">How users reach the model.</param>
internal sealed record RequirementsOptions(WorkerInstallation Installation, string AgentVersion, SignInWay SignIn)
{
    /// <summary>What sandboxes may reach.</summary>
    public EgressOptions Egress { get; init; } = EgressOptions.Default;

    /// <summary>Whether the kernel keeps the limits of sessions.</summary>
    public bool HasControlGroups { get; init; }
}

/// <summary>How users reach the model.</summary>
internal enum SignInWay
{
    /// <summary>Each with their own account or key.</summary>
    OwnOnly,

    /// <summary>The same, and for all others a key that they share, known to the gateway alone.</summary>
    SharedKey,

    /// <summary>The scripted model on loopback.</summary>
    Demo,
}
