using System.Globalization;
using System.Text;

namespace Codesmith.Supervisor.Egress;

/// <summary>
/// Reads the head of a request, strictly: what two programs could understand differently is refused and not mended.
/// </summary>
internal static class EgressRequestReader
{
    private const string Scheme = "http://";
    private const int HttpPort = 80;

    /// <summary>Those of one connection and not of the request, and those that are written anew.</summary>
    private static readonly HashSet<string> NotPassedOn = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Length", "Host", "HTTP2-Settings", "Keep-Alive", "Proxy-Authenticate",
        "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    /// <param name="head">From the first byte to the empty line, inclusive.</param>
    /// <exception cref="EgressRefusedException">It is not a request that this proxy serves.</exception>
    public static EgressRequest Read(ReadOnlySpan<byte> head)
    {
        var lines = Encoding.Latin1.GetString(head[..^4]).Split("\r\n");
        if (lines.Any(line => line.Any(character => character is '\x7f' or (< ' ' and not '\t'))))
            throw Malformed("it has control characters");
        if (lines[0].Split(' ') is not [var method, var target, "HTTP/1.1" or "HTTP/1.0"] || !IsToken(method))
            throw Malformed("its first line is to be a method, an address and HTTP/1.1");
        if (!target.All(character => character is > ' ' and < '\x7f'))
            throw Malformed("its address has characters that are to be percent-encoded");
        var headers = ReadHeaders(lines.AsSpan(1));
        return method == "CONNECT"
            ? new EgressRequest.Tunnel(EgressTarget.Read(target, portIfNone: null))
            : ReadPlain(method, target, lines[0][^8..], headers);
    }

    private static EgressRequest.Plain ReadPlain(
        string method, string address, string version, List<(string Name, string Value)> headers)
    {
        if (address.StartsWith('/') || address == "*")
            throw new EgressRefusedException(EgressRefusals.NotForAProxy);
        if (!address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw new EgressRefusedException(EgressRefusals.NotHttp);
        if (address.Contains('#'))
            throw Malformed("its address has a fragment, which is not for servers");
        var end = address.AsSpan(Scheme.Length).IndexOfAny('/', '?');
        end = end < 0 ? address.Length : Scheme.Length + end;
        var target = EgressTarget.Read(address[Scheme.Length..end], HttpPort);
        var path = address[end..];

        var body = ReadLength(headers);
        var named = headers.Where(header => Is(header, "Connection")).SelectMany(header => header.Value.Split(','))
            .Select(name => name.Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var text = new StringBuilder()
            .Append(method).Append(' ').Append(path.StartsWith('/') ? "" : "/").Append(path).Append(' ').Append(version)
            .Append("\r\nHost: ").Append(target).Append("\r\n");
        var kept = headers.Where(header => !NotPassedOn.Contains(header.Name) && !named.Contains(header.Name));
        foreach (var (name, value) in kept)
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        if (body is { } bytes)
            text.Append(CultureInfo.InvariantCulture, $"Content-Length: {bytes}\r\n");
        text.Append("Connection: close\r\n\r\n");
        return new EgressRequest.Plain(target, Encoding.Latin1.GetBytes(text.ToString()), body ?? 0);
    }

    private static List<(string Name, string Value)> ReadHeaders(ReadOnlySpan<string> lines)
    {
        if (lines.Length > EgressLimits.Headers)
            throw new EgressRefusedException(EgressRefusals.TooManyHeaders);
        var headers = new List<(string, string)>(lines.Length);
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':');
            // A space before the colon or at the beginning of a line is where programs differ.
            if (colon < 0 || !IsToken(line[..colon]))
                throw Malformed("a header is to be a name, a colon and a value on one line");
            headers.Add((line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
        }

        return headers;
    }

    /// <summary>Null for a request without a length, which then has no body.</summary>
    private static long? ReadLength(List<(string Name, string Value)> headers)
    {
        if (headers.Any(header => Is(header, "Transfer-Encoding")))
            throw new EgressRefusedException(EgressRefusals.NoLength);
        var lengths = headers.Where(header => Is(header, "Content-Length")).Select(header => header.Value).ToList();
        if (lengths.Count == 0)
            return null;
        return lengths.Count == 1
            && long.TryParse(lengths[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw Malformed("its Content-Length is to be one number");
    }

    private static bool Is((string Name, string Value) header, string name) =>
        header.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool IsToken(string text) =>
        text.Length > 0
        && text.All(character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character));

    private static EgressRefusedException Malformed(string what) => new(EgressRefusals.Malformed(what));
}
