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
    /// What users do, in order for each user. Ends when the chat is closed for good (the end of the console's input).
    /// Read once.
    /// </summary>
    IAsyncEnumerable<ChatEvent> ReadEventsAsync(CancellationToken cancellationToken);

    /// <summary>Writes a post and returns its id.</summary>
    Task<PostId> CreatePostAsync(ChannelId channel, Post post, CancellationToken cancellationToken);

    /// <summary>Replaces a post's content.</summary>
    Task EditPostAsync(ChannelId channel, PostId id, Post post, CancellationToken cancellationToken);

    /// <summary>Removes a post; no error if it is gone already.</summary>
    Task DeletePostAsync(ChannelId channel, PostId id, CancellationToken cancellationToken);

    /// <summary>Shows on the user's own message how far it got; replaces the receipt before it.</summary>
    Task ShowReceiptAsync(ChannelId channel, MessageId message, Receipt receipt, CancellationToken cancellationToken);

    /// <summary>Shows, or stops showing, that work is going on.</summary>
    Task ShowWorkingAsync(ChannelId channel, bool working, CancellationToken cancellationToken);

    /// <summary>Responds to a command or a click; once.</summary>
    Task RespondAsync(InteractionId interaction, Response response, CancellationToken cancellationToken);
}

/// <summary>What a chat service can do.</summary>
/// <param name="PostCharacters">The longest text of one post.</param>
/// <param name="CommandPrefix">How a user types a command, such as "/cc ".</param>
internal sealed record ChatTraits(int PostCharacters, string CommandPrefix);

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

/// <summary>The response to a command or a click.</summary>
/// <param name="Text">Markdown, short; empty where the channel's posts say it already: acknowledge, and show nothing.</param>
/// <param name="IsError">Whether it tells of a failure.</param>
/// <param name="OnlyForUser">Whether nobody else should see it.</param>
internal sealed record Response(string Text, bool IsError = false, bool OnlyForUser = true);

/// <summary>The chat service did not do what was asked; the message is for the operator's log.</summary>
internal sealed class ChatException : Exception
{
    public ChatException(string message)
        : base(message)
    {
    }

    public ChatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
