namespace Codesmith.Supervisor.Egress;

/// <summary>What may be reached, as far as a name says it; its address is judged once it is known. Pure.</summary>
internal sealed class EgressRules(EgressOptions options)
{
    private readonly HostPattern[] _allowed = [.. DefaultHosts.All, .. options.Allow];

    public EgressDecision Decide(EgressTarget target)
    {
        if (target.Port is not (80 or 443))
            return new EgressDecision.Refuse(EgressRefusals.PortNotOpen(target.Port));
        if (target.Address is { } address && PublicAddress.KindOf(address) is { } kind)
            return new EgressDecision.Refuse(EgressRefusals.NotPublic(target.Host, kind));
        return options.Mode switch
        {
            EgressMode.Open => new EgressDecision.Allow(),
            EgressMode.AllowList when target.Address is not null =>
                new EgressDecision.Refuse(EgressRefusals.AddressNotOpen(target.Host)),
            EgressMode.AllowList when _allowed.Any(pattern => pattern.Matches(target.Host)) =>
                new EgressDecision.Allow(),
            // What has no dot is a name of the machine's own network; the search list of its resolver decides whose.
            EgressMode.AllowList when options.UsersMayAllow && target.Host.Contains('.') => new EgressDecision.Ask(),
            _ => new EgressDecision.Refuse(EgressRefusals.NotListed(target.Host)),
        };
    }
}

/// <summary>What becomes of a request. A closed union.</summary>
internal abstract record EgressDecision
{
    private EgressDecision()
    {
    }

    internal sealed record Allow : EgressDecision;

    /// <summary>The user of the session decides.</summary>
    internal sealed record Ask : EgressDecision;

    internal sealed record Refuse(EgressRefusal Refusal) : EgressDecision;
}
