namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>Who goes first where requests have to wait.</summary>
internal enum RequestPriority
{
    /// <summary>Somebody sees a spinner, and it is void after three seconds.</summary>
    Interaction,

    /// <summary>New messages, and what others wait for.</summary>
    Create,

    /// <summary>A later state of what is there already.</summary>
    Edit,

    /// <summary>Reactions and the sign of typing: decoration.</summary>
    Decoration,
}
