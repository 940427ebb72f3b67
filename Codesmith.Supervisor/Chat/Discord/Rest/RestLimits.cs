namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>What the client asks of Discord, of the network and of memory, each with its reason.</summary>
internal static class RestLimits
{
    /// <summary>
    /// Requests in <see cref="GlobalSpan"/>. Discord takes 50 in a second of its own; two are left for what it may
    /// count besides.
    /// </summary>
    public const int GlobalRequests = 48;

    /// <summary>
    /// Refused requests (401, 403, 429) in <see cref="RefusedSpan"/> after which nothing is sent. Discord bans an
    /// address after 10,000, which it may share with others; a client that behaves has a handful.
    /// </summary>
    public const int RefusedRequests = 2000;

    /// <summary>
    /// Times one request is sent while the network or Discord fails: with the pauses between them about half a minute,
    /// in which a restart on the way there is over.
    /// </summary>
    public const int Attempts = 6;

    /// <summary>
    /// Times one request is sent that is answered 429, each after the wait that was asked for. One or two come of
    /// limits no header tells of; more mean that something else uses them up.
    /// </summary>
    public const int LimitedAttempts = 5;

    /// <summary>
    /// Bytes of an answer. A guild's list of channels reaches one megabyte, everything else far less.
    /// </summary>
    public const int ResponseBytes = 8 * 1024 * 1024;

    /// <summary>Characters of what Discord says about an error: enough for every field of a message.</summary>
    public const int ErrorText = 1000;

    /// <summary>
    /// Connections kept: the 48 requests of a second, should each take one, and interactions beside them. A smaller
    /// pool would be a queue of its own, without priorities.
    /// </summary>
    public const int Connections = 64;

    /// <summary>A second, and a little more, as no two clocks go at quite the same speed.</summary>
    public static readonly TimeSpan GlobalSpan = TimeSpan.FromSeconds(1.02);

    /// <summary>
    /// Added to each wait that Discord asks for: it rounds to milliseconds, and no two clocks go at quite the same
    /// speed. A millisecond too early is a 429.
    /// </summary>
    public static readonly TimeSpan WaitMargin = TimeSpan.FromMilliseconds(30);

    /// <summary>
    /// From the start to the first decoration. Discord takes one reaction in a quarter of a second, and whoever takes
    /// over from a program that has just ended cannot know that it has used this up; besides <see cref="WaitMargin"/>.
    /// </summary>
    public static readonly TimeSpan FirstDecoration = TimeSpan.FromSeconds(0.25) + WaitMargin;

    /// <summary>
    /// Edits of messages older than <see cref="EditsAreFree"/> that a channel takes in <see cref="OldEditsSpan"/>, as
    /// libraries found out.
    /// </summary>
    public const int OldEdits = 3;

    /// <summary>See <see cref="OldEdits"/>; a little less than Discord's hour, as no two clocks agree.</summary>
    public static readonly TimeSpan EditsAreFree = TimeSpan.FromMinutes(59);

    /// <summary>See <see cref="OldEdits"/>.</summary>
    public static readonly TimeSpan OldEditsSpan = TimeSpan.FromSeconds(20.4);

    /// <summary>See <see cref="RefusedRequests"/>.</summary>
    public static readonly TimeSpan RefusedSpan = TimeSpan.FromMinutes(10);

    /// <summary>An answer takes a tenth of a second, on a bad day some.</summary>
    public static readonly TimeSpan Request = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The answer to an interaction is void after three seconds: a hung one must leave time for another.
    /// </summary>
    public static readonly TimeSpan Callback = TimeSpan.FromSeconds(1.5);

    /// <summary>From the call of a callback to its last try: Discord's three seconds, which began before it.</summary>
    public static readonly TimeSpan CallbackClock = TimeSpan.FromSeconds(3);

    /// <summary>25 MiB over a slow line.</summary>
    public static readonly TimeSpan Upload = TimeSpan.FromMinutes(2);

    /// <summary>The largest file a channel takes, over a slow line.</summary>
    public static readonly TimeSpan Download = TimeSpan.FromMinutes(2);

    /// <summary>A connection to a server that is there takes well under a second.</summary>
    public static readonly TimeSpan Connect = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection is reused: a changed address in DNS is noticed after that.</summary>
    public static readonly TimeSpan ConnectionAge = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Longer than a pause between two edits of a live message, shorter than what servers close by themselves.
    /// </summary>
    public static readonly TimeSpan ConnectionIdle = TimeSpan.FromSeconds(60);

    /// <summary>The first pause before a repetition; each further one is twice as long.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause before a repetition.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(16);

    /// <summary>The pause of a callback: its clock runs.</summary>
    public static readonly TimeSpan CallbackPause = TimeSpan.FromMilliseconds(200);

    /// <summary>The wait after a 429 that does not say how long.</summary>
    public static readonly TimeSpan UnknownWait = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A limit nobody used for so long is forgotten: its window is over, and thousands of channels come and go.
    /// </summary>
    public static readonly TimeSpan BucketIdle = TimeSpan.FromMinutes(5);
}
