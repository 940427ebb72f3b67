namespace Codesmith.Supervisor.Egress;

/// <summary>What a client asks of the proxy. A closed union.</summary>
internal abstract record EgressRequest(EgressTarget Target)
{
    /// <summary>CONNECT: join the connection to the target.</summary>
    internal sealed record Tunnel(EgressTarget Target) : EgressRequest(Target);

    /// <summary>A request of plain HTTP, to be sent to the target.</summary>
    /// <param name="Target">Where.</param>
    /// <param name="Head">What the target gets before the body.</param>
    /// <param name="BodyBytes">How long the body is.</param>
    internal sealed record Plain(EgressTarget Target, byte[] Head, long BodyBytes) : EgressRequest(Target);
}
