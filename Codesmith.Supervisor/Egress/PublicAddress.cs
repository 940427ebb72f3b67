using System.Net;
using System.Net.Sockets;

namespace Codesmith.Supervisor.Egress;

/// <summary>
/// Tells addresses of the public network from all others: this machine's, its neighbours', its cloud's, and those that
/// lead to such by a detour. Pure; of IPv6 only what is listed as public is.
/// </summary>
internal static class PublicAddress
{
    /// <summary>
    /// By IANA's registry of special purposes, the narrower ones first. The networks for documentation are not among
    /// them: nobody's services are there, but closed networks put their mirrors of package registries there.
    /// </summary>
    private static readonly (IPNetwork Network, string Kind)[] NotPublic =
    [
        Of("169.254.169.254/32", "metadata"),
        Of("168.63.129.16/32", "metadata"),
        Of("100.100.100.200/32", "metadata"),
        Of("192.0.0.192/32", "metadata"),
        Of("0.0.0.0/8", "unspecified"),
        Of("10.0.0.0/8", "private"),
        Of("100.64.0.0/10", "shared by a provider"),
        Of("127.0.0.0/8", "loopback"),
        Of("169.254.0.0/16", "link-local"),
        Of("172.16.0.0/12", "private"),
        Of("192.0.0.0/24", "reserved"),
        Of("192.88.99.0/24", "reserved"),
        Of("192.168.0.0/16", "private"),
        Of("198.18.0.0/15", "reserved"),
        Of("224.0.0.0/4", "multicast"),
        Of("240.0.0.0/4", "reserved"),
        Of("::/128", "unspecified"),
        Of("::1/128", "loopback"),
        Of("fd00:ec2::254/128", "metadata"),
        Of("fd20:ce::254/128", "metadata"),
        Of("fc00::/7", "private"),
        Of("fe80::/10", "link-local"),
        Of("fec0::/10", "private"),
        Of("ff00::/8", "multicast"),
        // Teredo and 6to4 lead through relays to an address of IPv4 inside them; nobody needs them any more.
        Of("2001::/23", "reserved"),
        Of("2002::/16", "reserved"),
    ];

    private static readonly IPNetwork PublicSix = IPNetwork.Parse("2000::/3");

    /// <summary>How a network without IPv4 reaches it: the last four bytes are the address.</summary>
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>What kind of address it is, in a word or two; null for a public one.</summary>
    public static string? KindOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return KindOf(address.MapToIPv4());
        if (Translated.Contains(address))
            return KindOf(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        var special = NotPublic.FirstOrDefault(entry => entry.Network.Contains(address));
        var isSix = address.AddressFamily == AddressFamily.InterNetworkV6;
        return special.Kind ?? (isSix && !PublicSix.Contains(address) ? "reserved" : null);
    }

    private static (IPNetwork, string) Of(string network, string kind) => (IPNetwork.Parse(network), kind);
}
