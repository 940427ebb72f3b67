namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>Every maximum and time limit of the gateway client, each with its reason.</summary>
internal static class GatewayLimits
{
    /// <summary>Discord closes with 4002 on a longer payload of ours.</summary>
    public const int SentBytes = 4096;

    /// <summary>Discord closes with 4008 on more payloads within <see cref="SendPeriod"/>.</summary>
    public const int SendsInPeriod = 120;

    /// <summary>Of these, kept for what the connection needs: heartbeats that are due, and the greeting.</summary>
    public const int SendsKept = 10;

    /// <summary>
    /// The longest message after inflation. A GUILD_CREATE of the largest servers has a few megabytes; a stream that
    /// inflates to more is an attack or a defect.
    /// </summary>
    public const int MessageBytes = 16 * 1024 * 1024;

    /// <summary>The longest message before inflation: JSON shrinks to a fifth and less.</summary>
    public const int CompressedBytes = 4 * 1024 * 1024;

    /// <summary>Bytes read at a time: most messages fit.</summary>
    public const int ReadBytes = 16 * 1024;

    /// <summary>The longest name of an event has 40 characters.</summary>
    public const int NameCharacters = 64;

    /// <summary>A session id has 32 characters, and has to fit into a payload.</summary>
    public const int SessionIdCharacters = 256;

    /// <summary>
    /// Events that wait for the handler: minutes of a busy server. Beyond it the connection is given up, because
    /// Discord keeps the events of a session for us, and resumed when all that waited has been handled.
    /// </summary>
    public const int WaitingDispatches = 1000;

    /// <summary>Bytes of all these events together.</summary>
    public const long WaitingBytes = 32 * 1024 * 1024;

    /// <summary>Tries to resume a session before it is given up: what we cannot read is replayed each time.</summary>
    public const int ResumeTries = 5;

    /// <summary>Session starts below which the log warns.</summary>
    public const int FewStarts = 50;

    /// <summary>The period of <see cref="SendsInPeriod"/>.</summary>
    public static readonly TimeSpan SendPeriod = TimeSpan.FromSeconds(60);

    /// <summary>The period of <see cref="SessionStartLimit.MaxConcurrency"/>.</summary>
    public static readonly TimeSpan StartsPeriod = TimeSpan.FromSeconds(5);

    /// <summary>The period of <see cref="SessionStartLimit.Total"/>; no wait for a start is longer.</summary>
    public static readonly TimeSpan StartsReset = TimeSpan.FromHours(24);

    /// <summary>DNS, TCP, proxy, TLS and the upgrade take a second or two.</summary>
    public static readonly TimeSpan Connect = TimeSpan.FromSeconds(30);

    /// <summary>A payload fits into any buffer on the way: longer means that the connection is dead.</summary>
    public static readonly TimeSpan Send = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Silence before Hello, or before READY or RESUMED: until then a heartbeat that is answered does not say that
    /// we are connected. Shorter than the usual time between heartbeats.
    /// </summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>For Discord to answer our close. Nothing depends on it but a clean end.</summary>
    public static readonly TimeSpan Close = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Discord mostly asks for a heartbeat each 41 s. Who asks for it more often gets it so often: to refuse would end
    /// each connection.
    /// </summary>
    public static readonly TimeSpan ShortestHeartbeat = TimeSpan.FromMilliseconds(100);

    /// <summary>Who asks for it less often gets it so often: heartbeats alone find out a dead connection.</summary>
    public static readonly TimeSpan LongestHeartbeat = TimeSpan.FromMinutes(10);

    /// <summary>A session lost sooner counts as a failure: Discord may end each one as soon as it begins.</summary>
    public static readonly TimeSpan Lived = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The longest pause before a session that lived is resumed: what users press meanwhile is void after three
    /// seconds. Not zero, as Discord ends the connections of many bots at once.
    /// </summary>
    public static readonly TimeSpan ResumePause = TimeSpan.FromMilliseconds(250);

    /// <summary>The pause after a failure lies between this and twice this; it doubles with each further one.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>The same after we sent too fast.</summary>
    public static readonly TimeSpan TooFastPause = TimeSpan.FromSeconds(5);

    /// <summary>No pause is longer: an outage that is over should be noticed.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <summary>Before a session that Discord did not take is replaced or resumed again, at least.</summary>
    public static readonly TimeSpan ShortestInvalidPause = TimeSpan.FromSeconds(1);

    /// <summary>Discord asks for a random pause of up to so long then.</summary>
    public static readonly TimeSpan LongestInvalidPause = TimeSpan.FromSeconds(5);
}
