namespace Codesmith.Supervisor.Egress;

/// <summary>What one sandbox may ask of the egress proxy.</summary>
internal static class EgressLimits
{
    /// <summary>Of a request before its body. Browsers' cookies apart, nothing sends more than a few KiB.</summary>
    public const int HeadBytes = 16 * 1024;

    /// <summary>Lines of headers: far more than any program sends.</summary>
    public const int Headers = 100;

    /// <summary>Connections at one time: as many as a sandbox relays. npm opens some 15 to a host.</summary>
    public const int ConnectionsPerUser = 64;

    /// <summary>
    /// Names looked up at one time for one user: each may hold a thread for as long as a name server that never answers
    /// is asked, and the name may be one that the user made for that.
    /// </summary>
    public const int LookupsPerUser = 4;

    /// <summary>Addresses of one name that are tried: more help nobody who waits.</summary>
    public const int AddressesTried = 4;

    /// <summary>Bytes carried at once in one direction.</summary>
    public const int ChunkBytes = 16 * 1024;

    /// <summary>Lines that a user's connections may cost the log in a <see cref="LogWindow"/>: builds stay below.</summary>
    public const int LogLines = 240;

    /// <summary>See <see cref="LogLines"/>.</summary>
    public static readonly TimeSpan LogWindow = TimeSpan.FromMinutes(1);

    /// <summary>A client on the same machine sends its request at once.</summary>
    public static readonly TimeSpan Head = TimeSpan.FromSeconds(10);

    /// <summary>To look a name up and connect: longer than most programs wait themselves.</summary>
    public static readonly TimeSpan Connect = TimeSpan.FromSeconds(20);

    /// <summary>For a user to allow a host: long enough to read and click, and most programs wait so long.</summary>
    public static readonly TimeSpan Answer = TimeSpan.FromSeconds(60);

    /// <summary>Silence in both directions. A server may pack a large repository for minutes.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    /// <summary>For a client that was refused to take the answer, while it may still be sending.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);
}
