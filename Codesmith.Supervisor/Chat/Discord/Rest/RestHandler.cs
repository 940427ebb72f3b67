using System.Net;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>The way to Discord over the network.</summary>
internal static class RestHandler
{
    /// <summary>HTTPS_PROXY and its like count, but an API on this machine is not looked for elsewhere.</summary>
    public static SocketsHttpHandler Create(Uri apiBase) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !apiBase.IsLoopback,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = RestLimits.Connect,
        MaxConnectionsPerServer = RestLimits.Connections,
        PooledConnectionLifetime = RestLimits.ConnectionAge,
        PooledConnectionIdleTimeout = RestLimits.ConnectionIdle,
    };
}
