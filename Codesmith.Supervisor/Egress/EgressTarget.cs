using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Codesmith.Supervisor.Egress;

/// <summary>Where a request wants to go.</summary>
/// <param name="Host">As <see cref="HostName"/> spells it; an address in its one usual form.</param>
/// <param name="Address">Set where the host is an address.</param>
/// <param name="Port">1 to 65535.</param>
internal sealed record EgressTarget(string Host, IPAddress? Address, int Port)
{
    private const int HttpPort = 80;

    /// <summary>Reads <c>host:port</c>.</summary>
    /// <param name="authority">As it was sent.</param>
    /// <param name="portIfNone">The port of an authority that names none; null where it has to.</param>
    /// <exception cref="EgressRefusedException">It is neither a name nor an address, or has no proper port.</exception>
    public static EgressTarget Read(string authority, int? portIfNone)
    {
        if (authority.Contains('@'))
            throw new EgressRefusedException(EgressRefusals.UserInHost);
        var (host, portText) = Split(authority);
        var port = portText is null ? portIfNone : ReadPort(portText);
        if (port is null)
            throw new EgressRefusedException(EgressRefusals.BadPort);
        if (ReadAddress(host) is { } address)
            return new EgressTarget(address.ToString(), address, port.Value);
        return HostName.Read(host) is { } name
            ? new EgressTarget(name, null, port.Value)
            : throw new EgressRefusedException(EgressRefusals.BadHost);
    }

    /// <summary>As a Host header has it.</summary>
    public override string ToString()
    {
        var host = Address?.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Host}]" : Host;
        return Port == HttpPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{Port}");
    }

    private static (string Host, string? Port) Split(string authority)
    {
        // An address of IPv6 has colons of its own.
        var colon = authority.IndexOf(':', authority.StartsWith('[') ? Math.Max(0, authority.IndexOf(']')) : 0);
        return colon < 0 ? (authority, null) : (authority[..colon], authority[(colon + 1)..]);
    }

    private static int? ReadPort(string text) =>
        text.Length is > 0 and <= 5
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && port is > 0 and <= ushort.MaxValue
            ? port
            : null;

    /// <summary>Null for what is no address, or one in a spelling that not all programs read alike.</summary>
    private static IPAddress? ReadAddress(string host)
    {
        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            return IPAddress.TryParse(host[1..^1], out var six) && six.AddressFamily == AddressFamily.InterNetworkV6
                && !host.Contains('%')
                ? six
                : null;
        }

        return IPAddress.TryParse(host, out var four) && four.AddressFamily == AddressFamily.InterNetwork
            && four.ToString() == host
            ? four
            : null;
    }
}
