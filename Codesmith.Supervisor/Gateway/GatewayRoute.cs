using System.Text.RegularExpressions;

namespace Codesmith.Supervisor.Gateway;

/// <summary>
/// What a request may reach. Decided on the request line as it was sent, before anything decodes or normalises
/// it, and by listing what is allowed: a spelling that is not listed leads nowhere.
/// </summary>
internal abstract partial record GatewayRoute
{
    private GatewayRoute()
    {
    }

    public static GatewayRoute Of(string method, string rawTarget) => method switch
    {
        "POST" when Messages().Match(rawTarget) is { Success: true } messages =>
            new Forward(rawTarget) { IsPaid = !messages.Groups[1].Success },
        "GET" when Models().IsMatch(rawTarget) => new Forward(rawTarget),
        "HEAD" when rawTarget == "/" => new Hello(),
        "GET" when ConnectivityCheck().IsMatch(rawTarget) => new Hello(),
        _ => new Refuse(),
    };

    // $ would also match before a final line feed; \z does not.
    [GeneratedRegex(@"\A/v1/messages(/count_tokens)?(\?[A-Za-z0-9_=&.,:+%-]{0,100})?\z")]
    private static partial Regex Messages();

    // A model's name begins with a letter: a segment of dots would be resolved to another path.
    [GeneratedRegex(@"\A/v1/models(/[A-Za-z][A-Za-z0-9_.@:-]{0,127})?(\?[A-Za-z0-9_=&.,:+%-]{0,100})?\z")]
    private static partial Regex Models();

    [GeneratedRegex(@"\A(/api/hello|/v1/oauth/hello)\z")]
    private static partial Regex ConnectivityCheck();

    /// <summary>Goes to the upstream.</summary>
    /// <param name="PathAndQuery">Begins with a slash; plain ASCII that no URI parser rewrites.</param>
    internal sealed record Forward(string PathAndQuery) : GatewayRoute
    {
        /// <summary>Whether the answer costs tokens.</summary>
        public bool IsPaid { get; init; }
    }

    /// <summary>The CLI asks whether anybody is there: the gateway is.</summary>
    internal sealed record Hello : GatewayRoute;

    internal sealed record Refuse : GatewayRoute;
}
