using Codesmith.Protocol;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.Chat;

/// <summary>Something that happened in the chat. A closed union.</summary>
internal abstract record ChatEvent(ChannelId Channel);

/// <summary>A channel is gone, and with it all that was in it.</summary>
internal sealed record ChannelClosed(ChannelId Channel) : ChatEvent(Channel);

/// <summary>What happened in a channel while nobody could tell has been told, as far as it can be found out.</summary>
internal sealed record ChannelCaughtUp(ChannelId Channel) : ChatEvent(Channel);

/// <summary>A user's message is gone; a service may not say whose it was.</summary>
internal sealed record MessageDeleted(ChannelId Channel, MessageId Message) : ChatEvent(Channel);

/// <summary>Something that a user did.</summary>
internal abstract record UserEvent(UserId User, ChannelId Channel) : ChatEvent(Channel);

/// <summary>A plain message: a prompt, if the user has a session here.</summary>
/// <param name="User">Who.</param>
/// <param name="Channel">Where.</param>
/// <param name="Message">Which.</param>
/// <param name="Text">Markdown; may be empty where there are attachments.</param>
/// <param name="Attachments">In the user's order.</param>
/// <param name="IsAddressed">Whether it is meant for Codesmith for certain, and not only if a session is here.</param>
/// <param name="IsLate">Whether the user wrote later ones that came before: it was lost for a while.</param>
internal sealed record MessageReceived(
    UserId User, ChannelId Channel, MessageId Message, string Text, IReadOnlyList<MessageAttachment> Attachments,
    bool IsAddressed, bool IsLate = false) : UserEvent(User, Channel);

/// <summary>A message says something else now.</summary>
internal sealed record MessageEdited(UserId User, ChannelId Channel, MessageId Message, string Text)
    : UserEvent(User, Channel);

/// <summary>Something of a user's that wants one <see cref="IChat.RespondAsync"/>.</summary>
internal abstract record InteractionEvent(UserId User, ChannelId Channel, InteractionId Interaction)
    : UserEvent(User, Channel);

/// <summary>A <c>/cc</c> command.</summary>
/// <param name="User">Who.</param>
/// <param name="Channel">Where.</param>
/// <param name="Interaction">What to respond to.</param>
/// <param name="Name">A declared command's name, such as "start".</param>
/// <param name="Arguments">By option name; only declared options, only values of the declared kind.</param>
internal sealed record CommandInvoked(
    UserId User, ChannelId Channel, InteractionId Interaction, string Name,
    IReadOnlyDictionary<string, string> Arguments) : InteractionEvent(User, Channel, Interaction);

/// <summary>An answer to an open question.</summary>
internal sealed record QuestionReplied(
    UserId User, ChannelId Channel, InteractionId Interaction, QuestionAnswer Answer)
    : InteractionEvent(User, Channel, Interaction);

/// <summary>A key pressed on a screen that nobody foresaw.</summary>
internal sealed record KeyPressed(
    UserId User, ChannelId Channel, InteractionId Interaction, string QuestionId, AgentKey Key)
    : InteractionEvent(User, Channel, Interaction);

/// <summary>A failed message is to be tried again.</summary>
/// <param name="User">Who.</param>
/// <param name="Channel">Where.</param>
/// <param name="Interaction">What to respond to.</param>
/// <param name="Message">The message as it is now.</param>
internal sealed record MessageRetried(
    UserId User, ChannelId Channel, InteractionId Interaction, MessageReceived Message)
    : InteractionEvent(User, Channel, Interaction);

/// <summary>Something was entered to sign in.</summary>
/// <param name="User">Who.</param>
/// <param name="Channel">Where.</param>
/// <param name="Interaction">What to respond to.</param>
/// <param name="Offer">The id of what offered it.</param>
/// <param name="Entered">As it was entered.</param>
internal sealed record SignInEntered(
    UserId User, ChannelId Channel, InteractionId Interaction, string Offer, Secret Entered)
    : InteractionEvent(User, Channel, Interaction);

/// <summary>A sign-in was given up.</summary>
/// <param name="User">Who.</param>
/// <param name="Channel">Where.</param>
/// <param name="Interaction">What to respond to.</param>
/// <param name="Offer">The id of what offered it.</param>
internal sealed record SignInCancelled(UserId User, ChannelId Channel, InteractionId Interaction, string Offer)
    : InteractionEvent(User, Channel, Interaction);
