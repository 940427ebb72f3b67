using Codesmith.Supervisor.Requirements;

namespace Codesmith.Supervisor.Chat;

/// <summary>
/// A chat service in our own words; the only thing the rest of the supervisor knows of one. Calls throw
/// <see cref="ChatException"/>, and nothing else but cancellation.
/// </summary>
internal interface IChat
{
    /// <summary>What this service can do.</summary>
    ChatTraits Traits { get; }

    /// <summary>
    /// What happens in the chat, in order for each user. Ends when the chat is closed for good (the end of the console's
    /// input). Read once.
    /// </summary>
    IAsyncEnumerable<ChatEvent> ReadEventsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes up a session's channel that an earlier program used, before the events are read: what the user wrote,
    /// changed and removed there meanwhile comes as events, and then <see cref="ChannelCaughtUp"/>.
    /// </summary>
    /// <param name="channel">The channel.</param>
    /// <param name="user">Whose session it is.</param>
    /// <param name="after">The last message that was taken; null for none.</param>
    /// <param name="waiting">Messages that were taken and not sent to the agent yet.</param>
    void Remember(SessionChannel channel, UserId user, MessageId? after, IReadOnlyList<MessageId> waiting);

    /// <summary>Opens the channel for a user's session, or finds the one that is there already.</summary>
    /// <param name="user">Whose session.</param>
    /// <param name="place">Which kind of channel is wanted; a service that cannot have it gives the next best.</param>
    /// <param name="from">Where the user asked for it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<OpenedChannel> OpenChannelAsync(
        UserId user, ChannelPlace place, ChannelId from, CancellationToken cancellationToken);

    /// <summary>Writes a post and returns its id.</summary>
    /// <param name="place">Where.</param>
    /// <param name="nonce">
    /// At most <see cref="ChatTraits.NonceCharacters"/> characters, the same for each try at the same post: of tries
    /// whose outcome is not known, no more than one appears.
    /// </param>
    /// <param name="post">What it says.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<PostId> CreatePostAsync(PostPlace place, string nonce, Post post, CancellationToken cancellationToken);

    /// <summary>Replaces a post's content.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="id">Which.</param>
    /// <param name="latest">
    /// What it should say, asked at the moment it is sent: a service that has to wait for its turn sends nothing stale.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    Task EditPostAsync(PostPlace place, PostId id, Func<Post> latest, CancellationToken cancellationToken);

    /// <summary>Removes a post; no error if it is gone already.</summary>
    Task DeletePostAsync(ChannelId channel, PostId id, CancellationToken cancellationToken);

    /// <summary>Keeps a post in reach, however much is written after it.</summary>
    Task PinPostAsync(ChannelId channel, PostId id, CancellationToken cancellationToken);

    /// <summary>Shows on the user's own message how far it got.</summary>
    Task ShowReceiptAsync(ChannelId channel, MessageId message, Receipt receipt, CancellationToken cancellationToken);

    /// <summary>Shows, or stops showing, that work is going on.</summary>
    Task ShowWorkingAsync(ChannelId channel, bool working, CancellationToken cancellationToken);

    /// <summary>Responds to a command or a click; once.</summary>
    Task RespondAsync(InteractionId interaction, Response response, CancellationToken cancellationToken);

    /// <summary>Copies an attachment's bytes.</summary>
    /// <param name="attachment">As it came with its message.</param>
    /// <param name="target">Takes the bytes, at most <see cref="MessageAttachment.Size"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task ReadAttachmentAsync(MessageAttachment attachment, Stream target, CancellationToken cancellationToken);

    /// <summary>What the service must grant, item by item; empty for one that needs nothing.</summary>
    Task<IReadOnlyList<Requirement>> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>What a chat service can do.</summary>
/// <param name="PostCharacters">The longest text of one post.</param>
/// <param name="CommandPrefix">How a user types a command, such as "/cc ".</param>
/// <param name="OutlivesProgram">
/// Whether channels are still there when the program is started again, so that sessions go on in them.
/// </param>
/// <param name="PinnedPace">The least time between two edits of a pinned post.</param>
/// <param name="TellsPreviews">Whether a text that is still being written looks different from one that is whole.</param>
internal sealed record ChatTraits(
    int PostCharacters, string CommandPrefix, bool OutlivesProgram, TimeSpan PinnedPace, bool TellsPreviews)
{
    /// <summary>Characters of a nonce that every service takes.</summary>
    public const int NonceCharacters = 25;
}

/// <summary>How far a prompt got.</summary>
internal enum Receipt
{
    /// <summary>Stored with us: it will not be lost.</summary>
    Received,

    /// <summary>Waiting behind a running turn.</summary>
    Queued,

    /// <summary>Taken by the agent.</summary>
    Accepted,

    /// <summary>Its turn is done.</summary>
    Done,

    /// <summary>It failed; a post says why.</summary>
    Failed,
}

/// <summary>The response to a command or a click, for its user alone.</summary>
/// <param name="Text">Markdown, short; empty where the channel's posts say it already: acknowledge, and show nothing.</param>
/// <param name="IsError">Whether it tells of a failure.</param>
/// <param name="Channel">Where to look, if that is not where the user is.</param>
/// <param name="Offer">The means to go on with a sign-in; null for none.</param>
internal sealed record Response(
    string Text, bool IsError = false, ChannelId? Channel = null, SignInOffer? Offer = null);

/// <summary>Why a chat service did not do what was asked.</summary>
internal enum ChatFailure
{
    /// <summary>It may work later.</summary>
    Unavailable,

    /// <summary>It will not work as long as nobody changes something, such as a permission.</summary>
    Refused,

    /// <summary>The post or message is not there any more.</summary>
    PostGone,

    /// <summary>The channel is not there any more.</summary>
    ChannelGone,
}

/// <summary>The chat service did not do what was asked; the message is one line that also a user may read.</summary>
internal sealed class ChatException : Exception
{
    public ChatException(string message, ChatFailure failure = ChatFailure.Unavailable)
        : base(message) => Failure = failure;

    public ChatException(string message, Exception innerException, ChatFailure failure = ChatFailure.Unavailable)
        : base(message, innerException) => Failure = failure;

    /// <summary>Why.</summary>
    public ChatFailure Failure { get; }

    /// <summary>It is only too early: when to try again. Null if the service does not say.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}
