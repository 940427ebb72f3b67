namespace Codesmith.Supervisor.Egress;

/// <summary>What the operator lets sandboxes reach.</summary>
/// <param name="Mode">How much of the network.</param>
/// <param name="Allow">Hosts beside <see cref="DefaultHosts"/>, for <see cref="EgressMode.AllowList"/>.</param>
/// <param name="UsersMayAllow">Whether users are asked about hosts that are not listed.</param>
internal sealed record EgressOptions(EgressMode Mode, IReadOnlyList<HostPattern> Allow, bool UsersMayAllow)
{
    public static readonly EgressOptions Default = new(EgressMode.AllowList, [], UsersMayAllow: true);

    /// <summary>The same in a few words.</summary>
    public string Describe() => Mode switch
    {
        EgressMode.Isolated => "isolated: sandboxes reach the model alone",
        EgressMode.AllowList => $"allowlist: {DefaultHosts.All.Count + Allow.Count} hosts and groups of hosts"
            + (UsersMayAllow ? "; users may allow more for themselves" : "; nobody may allow more"),
        _ => "open: sandboxes reach every public host",
    };
}
