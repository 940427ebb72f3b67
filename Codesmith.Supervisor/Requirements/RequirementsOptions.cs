using Codesmith.Supervisor.Egress;
using Codesmith.Supervisor.Workers;

namespace Codesmith.Supervisor.Requirements;

/// <summary>What the check is to look at.</summary>
/// <param name="Installation">Where the programs lie.</param>
/// <param name="AgentVersion">The pinned version, see <see cref="PinnedAgent"/>.</param>
/// <param name="SignIn">How users reach the model.</param>
internal sealed record RequirementsOptions(WorkerInstallation Installation, string AgentVersion, SignIn SignIn)
{
    /// <summary>What sandboxes may reach.</summary>
    public EgressOptions Egress { get; init; } = EgressOptions.Default;
}

/// <summary>How users reach the model.</summary>
internal enum SignIn
{
    /// <summary>Nothing is configured.</summary>
    None,

    /// <summary>A key that all sessions share, known to the gateway alone.</summary>
    SharedKey,

    /// <summary>Another address than Anthropic's, which may want no key.</summary>
    OtherAddress,

    /// <summary>The scripted model on loopback.</summary>
    Demo,
}
