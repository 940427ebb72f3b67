namespace Codesmith.Supervisor.Chat.Discord;

/// <summary>Every maximum of the adapter, each with its reason. Those of requests and the gateway are in their folders.</summary>
internal static class DiscordLimits
{
    /// <summary>Characters of a message: Discord's limit.</summary>
    public const int Content = 2000;

    /// <summary>Characters of a post's text: <see cref="Content"/>, less the mark of a notice and the name of its reader.</summary>
    public const int PostText = 1950;

    /// <summary>Characters of a button's label, and of what stands in a select: Discord's limits.</summary>
    public const int ButtonLabel = 80;
    public const int SelectText = 100;

    /// <summary>Characters of the address of a button that is a link: Discord's limit.</summary>
    public const int ButtonUrl = 512;

    /// <summary>Characters of a modal's title and of an input's label: Discord's limit.</summary>
    public const int FormTitle = 45;

    /// <summary>Characters that a text field of a modal takes: Discord's limit.</summary>
    public const int FormText = 4000;

    /// <summary>Characters of an embed's field: Discord's limit.</summary>
    public const int EmbedField = 1024;

    /// <summary>Suggestions while an option is typed: Discord's limit.</summary>
    public const int Suggestions = 25;

    /// <summary>Buttons in a row: Discord's limit. More choices than that are a list.</summary>
    public const int RowButtons = 5;

    /// <summary>Characters of a channel's name: Discord's limit.</summary>
    public const int ChannelName = 100;

    /// <summary>Channels in a category: Discord's limit.</summary>
    public const int CategoryChannels = 50;

    /// <summary>Messages that one request for the history brings: Discord's limit.</summary>
    public const int HistoryPage = 100;

    /// <summary>Messages of which it is known what is shown on them: more than ever wait or are at work at once.</summary>
    public const int RememberedSigns = 1000;

    /// <summary>The panel is edited no more often: the readers see no difference, and the edits of answers go first.</summary>
    public static readonly TimeSpan PanelPace = TimeSpan.FromSeconds(3);

    /// <summary>Discord shows that somebody types for ten seconds.</summary>
    public static readonly TimeSpan TypingPeriod = TimeSpan.FromSeconds(8);

    /// <summary>An interaction's token is void after fifteen minutes; the last of them is left to the way there.</summary>
    public static readonly TimeSpan TokenAge = TimeSpan.FromMinutes(14);

    /// <summary>
    /// Discord may lose the event of a message without a sign. How long such a message waits at most for being found in
    /// the history, as long as there are few channels.
    /// </summary>
    public static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(60);

    /// <summary>The least time between two looks into histories: with many channels they share one request a second.</summary>
    public static readonly TimeSpan SweepPace = TimeSpan.FromSeconds(1);

    /// <summary>Discord may show messages in the history in another order than they were written, for so long.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A command may wait for hours behind what the agent does, and is answered all the same. This bounds what a defect
    /// would leave.
    /// </summary>
    public static readonly TimeSpan LongestResponse = TimeSpan.FromHours(24);

    /// <summary>
    /// What a user wrote while a channel was being opened for them waits so much longer: their session hears of the
    /// channel by another way than of messages, and must have heard of it first.
    /// </summary>
    public static readonly TimeSpan OpeningHold = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The longest pause before it is looked whether a channel was made of which Discord did not say so: its lists may
    /// lag behind.
    /// </summary>
    public static readonly TimeSpan LostChannelPause = TimeSpan.FromSeconds(2);

    /// <summary>For all servers to come after the bot has connected; one with an outage may not come at all.</summary>
    public static readonly TimeSpan GuildsArrive = TimeSpan.FromSeconds(10);

    /// <summary>Before commands are declared again that Discord did not take for now; each request is repeated as well.</summary>
    public static readonly TimeSpan FirstRegistrationPause = TimeSpan.FromSeconds(15);

    /// <summary>The pause doubles up to here: who waits for the commands after an outage waits no longer.</summary>
    public static readonly TimeSpan LongestRegistrationPause = TimeSpan.FromMinutes(5);

    /// <summary>Minutes of silence after which a thread is put away: the longest that Discord takes, a week.</summary>
    public const int ThreadArchiveMinutes = 10080;
}
