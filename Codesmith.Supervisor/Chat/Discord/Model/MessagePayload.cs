namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>
/// A message to create, or what to change of one: in an edit null stays as it is, and empty clears. It mentions nobody
/// unless it is told to.
/// </summary>
internal sealed record MessagePayload : InteractionResponseData
{
    /// <summary>2000 characters of Markdown.</summary>
    public string? Content { get; init; }

    /// <summary>Ten at most.</summary>
    public IReadOnlyList<Embed>? Embeds { get; init; }

    /// <summary>Rows, five at most.</summary>
    public IReadOnlyList<Component>? Components { get; init; }

    /// <summary>Null is everybody who is named: only where the field is not allowed.</summary>
    public AllowedMentions? AllowedMentions { get; init; } = AllowedMentions.Nobody;

    /// <summary>The message it replies to.</summary>
    public MessageReference? MessageReference { get; init; }

    public MessageFlags? Flags { get; init; }

    /// <summary>25 characters; set by the one that sends it.</summary>
    public string? Nonce { get; init; }

    /// <summary>Whether a second message with the same nonce is the first one again.</summary>
    public bool? EnforceNonce { get; init; }

    /// <summary>In an edit all files to keep. Those that are sent along are added by the one that sends it.</summary>
    public IReadOnlyList<AttachmentPayload>? Attachments { get; init; }
}

/// <summary>A file of the message: the id of one that is there, or the number of one that is sent along.</summary>
internal sealed record AttachmentPayload(Snowflake Id, string? Filename = null, string? Description = null);

/// <summary>Who is notified by a message that names them.</summary>
/// <param name="Parse">The kinds that are: <c>users</c>, <c>roles</c>, <c>everyone</c>.</param>
/// <param name="Users">These users, if the kind is not among them.</param>
/// <param name="RepliedUser">Whether the author of the message replied to is.</param>
internal sealed record AllowedMentions(
    IReadOnlyList<string> Parse, IReadOnlyList<Snowflake>? Users = null, bool? RepliedUser = null)
{
    public static AllowedMentions Nobody { get; } = new([]);
}
