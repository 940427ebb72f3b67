namespace Codesmith.Supervisor.Gateway;

/// <summary>What one sandbox may ask of the gateway.</summary>
internal static class GatewayLimits
{
    /// <summary>The Messages API itself refuses more than 32 MB; a conversation with images reaches several.</summary>
    public const long RequestBodyBytes = 32 * 1024 * 1024;

    /// <summary>The CLI holds one connection for each request under way; a dozen subagents need a dozen.</summary>
    public const int ConnectionsPerUser = 64;

    /// <summary>The longest target that is let through has under 300 characters.</summary>
    public const int RequestLineBytes = 4 * 1024;

    /// <summary>The CLI sends about 30 headers, 2 KiB together.</summary>
    public const int RequestHeadersBytes = 16 * 1024;

    /// <summary>What Kestrel reads ahead of a slow upstream, for each connection: enough to keep a stream flowing.</summary>
    public const int BufferBytes = 128 * 1024;

    /// <summary>Refusals of one user that are logged in a <see cref="RefusalSpan"/>: an attack shows, a flood does not.</summary>
    public const int RefusalsToldPerSpan = 30;

    /// <summary>See <see cref="RefusalsToldPerSpan"/>.</summary>
    public static readonly TimeSpan RefusalSpan = TimeSpan.FromMinutes(1);

    /// <summary>A client on the same machine sends its headers at once.</summary>
    public static readonly TimeSpan RequestHeaders = TimeSpan.FromSeconds(10);

    /// <summary>Silence of a request in both directions. A model may think for minutes; the CLI itself gives up after ten.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(10);

    /// <summary>A connection to a model that is there takes well under a second.</summary>
    public static readonly TimeSpan Connect = TimeSpan.FromSeconds(15);

    /// <summary>The list of models comes within a second; who gave a key waits for it.</summary>
    public static readonly TimeSpan KeyCheck = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection to the upstream is reused: a changed address in DNS is noticed after that.</summary>
    public static readonly TimeSpan UpstreamConnectionAge = TimeSpan.FromMinutes(10);
}
