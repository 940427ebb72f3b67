using System.Text.Json.Serialization;

namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>The one answer to an interaction, due three seconds after it; made by the methods here.</summary>
internal sealed record InteractionResponse(InteractionResponseType Type, InteractionResponseData? Data = null)
{
    public static InteractionResponse Reply(MessagePayload message) => new(InteractionResponseType.Reply, message);

    /// <summary>Seen by nobody else.</summary>
    public static InteractionResponse Whisper(string text) =>
        Reply(new MessagePayload { Content = text, Flags = MessageFlags.Ephemeral });

    /// <summary>"Thinking …", until the original response is edited. Whether others see it is decided here.</summary>
    public static InteractionResponse Defer(bool isEphemeral) => new(
        InteractionResponseType.Defer,
        new MessagePayload { Flags = isEphemeral ? MessageFlags.Ephemeral : null, AllowedMentions = null });

    /// <summary>For a component: nothing is seen; its message can be edited later.</summary>
    public static InteractionResponse DeferUpdate() => new(InteractionResponseType.DeferUpdate);

    /// <summary>For a component: changes the message it is on.</summary>
    public static InteractionResponse Update(MessagePayload message) => new(InteractionResponseType.Update, message);

    /// <summary>For an option that is being typed; 25 at most.</summary>
    public static InteractionResponse Suggest(IReadOnlyList<CommandChoice> choices) =>
        new(InteractionResponseType.Suggest, new Suggestions(choices));

    /// <summary>For a command or a component, not for a modal.</summary>
    public static InteractionResponse Open(Modal modal) => new(InteractionResponseType.OpenModal, modal);
}

/// <summary>What an <see cref="InteractionResponse"/> holds.</summary>
[JsonDerivedType(typeof(MessagePayload))]
[JsonDerivedType(typeof(Suggestions))]
[JsonDerivedType(typeof(Modal))]
internal abstract record InteractionResponseData;

internal sealed record Suggestions(IReadOnlyList<CommandChoice> Choices) : InteractionResponseData;

/// <summary>A window with inputs.</summary>
/// <param name="CustomId">1–100 characters; comes back with what was entered.</param>
/// <param name="Title">45 characters.</param>
/// <param name="Components">1–5 labels.</param>
internal sealed record Modal(string CustomId, string Title, IReadOnlyList<Component> Components)
    : InteractionResponseData;

internal enum InteractionResponseType
{
    Reply = 4,
    Defer = 5,
    DeferUpdate = 6,
    Update = 7,
    Suggest = 8,
    OpenModal = 9,
}
