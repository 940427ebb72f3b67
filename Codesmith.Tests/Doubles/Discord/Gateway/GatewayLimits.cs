namespace Codesmith.Tests.Doubles.Discord.Gateway;

/// <summary>Discord's limits of a connection.</summary>
internal static class GatewayLimits
{
    /// <summary>Of a payload from a client.</summary>
    public const int PayloadBytes = 4096;

    /// <summary>From a client, in <see cref="PayloadWindow"/>.</summary>
    public const int Payloads = 120;

    public static readonly TimeSpan PayloadWindow = TimeSpan.FromSeconds(60);

    /// <summary>Presence updates from a client, in <see cref="PresenceWindow"/>.</summary>
    public const int Presences = 5;

    public static readonly TimeSpan PresenceWindow = TimeSpan.FromSeconds(20);

    /// <summary>Events kept for a resume; beyond them a session is lost.</summary>
    public const int ReplayedEvents = 5000;

    /// <summary>How long a session without a connection can be resumed.</summary>
    public static readonly TimeSpan SessionLife = TimeSpan.FromMinutes(5);

    public const int IdentifiesADay = 1000;
}
