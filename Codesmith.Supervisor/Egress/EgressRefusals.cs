namespace Codesmith.Supervisor.Egress;

/// <summary>Every answer that the proxy itself gives. Of what was sent only checked host names are repeated.</summary>
internal static class EgressRefusals
{
    public static readonly EgressRefusal NotForAProxy = new(
        400,
        "This is Codesmith's proxy and no web server: set HTTP_PROXY and HTTPS_PROXY to it, and ask for the real address.");

    public static readonly EgressRefusal NotHttp = new(
        400, "Only http:// addresses are asked of a proxy like this; for https:// the proxy is asked to CONNECT.");

    public static readonly EgressRefusal UserInHost = new(
        400, "The host has a user in it: send user and password in an Authorization header.");

    public static readonly EgressRefusal BadHost = new(
        400,
        "The host is no plain name: letters, digits and hyphens between single dots; international names as xn--…; "
        + "addresses as four decimal numbers or as IPv6 in brackets.");

    public static readonly EgressRefusal BadPort = new(
        400, "The host needs a port from 1 to 65535 after a colon, such as example.com:443.");

    public static readonly EgressRefusal HeadTooLarge = new(
        431, $"The request's headers are longer than {EgressLimits.HeadBytes / 1024} KiB: send fewer.");

    public static readonly EgressRefusal TooManyHeaders = new(
        431, $"The request has more than {EgressLimits.Headers} headers: send fewer.");

    public static readonly EgressRefusal HeadTooLate = new(
        408, $"No whole request came within {EgressLimits.Head.TotalSeconds:0} seconds.");

    public static readonly EgressRefusal NoLength = new(
        411, "Send the body with a Content-Length, or use https://.");

    public static readonly EgressRefusal TooManyConnections = new(
        429, $"There are {EgressLimits.ConnectionsPerUser} connections already: close some, then try again.");

    public static EgressRefusal Malformed(string what) => new(400, $"The request is malformed: {what}.");

    public static EgressRefusal PortNotOpen(int port) => new(
        403,
        $"Port {port} is not open to sandboxes: only 80 and 443 are. For git, use an https:// address instead of ssh.");

    public static EgressRefusal AddressNotOpen(string address) => new(
        403, $"{address} is an address. Sandboxes may reach hosts by name only: use the name.");

    public static EgressRefusal NotPublic(string host, string kind) => new(
        403,
        $"{host} leads to an address that is not public ({kind}). Sandboxes reach public addresses only, always.");

    public static EgressRefusal NotListed(string host) => new(
        403, $"{host} is not on the list of hosts that sandboxes may reach. Whoever runs Codesmith can add it.");

    public static EgressRefusal Denied(string host) => new(
        403, $"The user said that {host} is not to be reached in this session. Do without it.");

    public static EgressRefusal NotAnswered(string host) => new(
        403,
        $"{host} is not on the list of hosts that sandboxes may reach, and the user, who was asked in the chat, has not "
        + "allowed it. Tell them if it is needed, and try again later.");

    public static EgressRefusal NobodyToAsk(string host) => new(
        403,
        $"{host} is not on the list of hosts that sandboxes may reach, and no session is running whose user could allow "
        + "it.");

    public static EgressRefusal TooManyQuestions(string host) => new(
        403,
        $"{host} is not on the list of hosts that sandboxes may reach, and the user is being asked about others already: "
        + "try again when they have answered.");

    public static EgressRefusal NotFound(string host) => new(502, $"The name {host} is not known.");

    public static EgressRefusal NotReached(string host) => new(502, $"{host} cannot be connected to.");

    public static EgressRefusal TooSlow(string host) => new(
        504, $"{host} could not be connected to within {EgressLimits.Connect.TotalSeconds:0} seconds.");
}
