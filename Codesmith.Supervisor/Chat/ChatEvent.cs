using Codesmith.Protocol;

namespace Codesmith.Supervisor.Chat;

/// <summary>Something a user did. A closed union.</summary>
internal abstract record ChatEvent(UserId User, ChannelId Channel);

/// <summary>A plain message: a prompt, if the user has a session here.</summary>
internal sealed record MessageReceived(UserId User, ChannelId Channel, MessageId Message, string Text)
    : ChatEvent(User, Channel);

/// <summary>A <c>/cc</c> command. Wants one <see cref="IChat.RespondAsync"/>.</summary>
/// <param name="User">Who.</param>
/// <param name="Channel">Where.</param>
/// <param name="Interaction">What to respond to.</param>
/// <param name="Name">A declared command's name, such as "start".</param>
/// <param name="Arguments">By option name; only declared options, only values of the declared kind.</param>
internal sealed record CommandInvoked(
    UserId User, ChannelId Channel, InteractionId Interaction, string Name,
    IReadOnlyDictionary<string, string> Arguments) : ChatEvent(User, Channel);

/// <summary>An answer to an open question. Wants one <see cref="IChat.RespondAsync"/>.</summary>
internal sealed record QuestionReplied(
    UserId User, ChannelId Channel, InteractionId Interaction, QuestionAnswer Answer) : ChatEvent(User, Channel);

/// <summary>A key pressed on a screen that nobody foresaw. Wants one <see cref="IChat.RespondAsync"/>.</summary>
internal sealed record KeyPressed(
    UserId User, ChannelId Channel, InteractionId Interaction, string QuestionId, AgentKey Key)
    : ChatEvent(User, Channel);
