namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>How the connection is. A closed union.</summary>
internal abstract record GatewayState
{
    private GatewayState()
    {
    }

    /// <summary>Under way to a session.</summary>
    internal sealed record Connecting : GatewayState;

    /// <summary>Connected, with a new session: events since the last one may be missing.</summary>
    internal sealed record Ready : GatewayState;

    /// <summary>Connected again, and nothing is missing.</summary>
    /// <param name="Replayed">How many events Discord had kept.</param>
    internal sealed record Resumed(int Replayed) : GatewayState;

    /// <summary>Not connected; the next try follows after a pause, unless the client's run has ended.</summary>
    /// <param name="Reason">One sentence.</param>
    internal sealed record Lost(string Reason) : GatewayState;
}
