namespace Codesmith.Supervisor.Gateway;

/// <summary>Connection feature: the user whose socket the connection arrived on.</summary>
internal sealed record SandboxUser(string Id)
{
    // In no identifier that Kestrel gives.
    private const char Separator = '/';

    /// <summary>The user of a connection that was named by <see cref="NameOf"/>.</summary>
    public static string IdIn(string connectionId) => connectionId[..Math.Max(0, connectionId.LastIndexOf(Separator))];

    /// <summary>A connection's identifier with the user's in it: of some connections Kestrel tells nothing else.</summary>
    public string NameOf(string connectionId) => $"{Id}{Separator}{connectionId}";
}
