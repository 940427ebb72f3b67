namespace Codesmith.Supervisor.Chat;

/// <summary>A person, as the chat service knows them; unique within one adapter. Never shown, safe to log.</summary>
internal readonly record struct UserId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A place where messages are written and posts appear.</summary>
internal readonly record struct ChannelId(string Value)
{
    /// <summary>The channel in a post's Markdown: a link, where the service has links to channels.</summary>
    public string Link => $"<#{Value}>";

    public override string ToString() => Value;
}

/// <summary>A message that a user wrote.</summary>
internal readonly record struct MessageId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A message that we wrote.</summary>
internal readonly record struct PostId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A command or a click that waits for our response.</summary>
internal readonly record struct InteractionId(string Value)
{
    public override string ToString() => Value;
}
