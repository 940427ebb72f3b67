using System.Text.Json.Serialization;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>INTERACTION_CREATE: somebody used a command or a component, or types an option.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">What was used.</param>
/// <param name="Token">Answers it, for fifteen minutes.</param>
/// <param name="ApplicationId">Ours.</param>
/// <param name="GuildId">Null in direct messages.</param>
/// <param name="ChannelId">Where.</param>
/// <param name="Channel">The same, with a part of what is known of it.</param>
/// <param name="Member">Who, in a guild.</param>
/// <param name="User">Who, in direct messages.</param>
/// <param name="Data">What exactly.</param>
/// <param name="Message">The one the component is on, as far as it is read.</param>
internal sealed record Interaction(
    Snowflake Id,
    InteractionType Type,
    [property: JsonConverter(typeof(SecretConverter))] Secret Token,
    Snowflake ApplicationId,
    Snowflake? GuildId = null,
    Snowflake? ChannelId = null,
    Channel? Channel = null,
    Member? Member = null,
    User? User = null,
    InteractionData? Data = null,
    InteractionMessage? Message = null)
{
    /// <summary>Who used it, wherever that was.</summary>
    public User? Invoker => Member?.User ?? User;
}

/// <summary>The message of a component. Discord may send a part of it only, and nothing else of it is needed.</summary>
internal sealed record InteractionMessage(Snowflake Id);

internal enum InteractionType
{
    Ping = 1,
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    ModalSubmit = 5,
}

/// <summary>What was used: a command by its name, a component or a modal by its custom id.</summary>
/// <param name="Id">The command's; of a component it is a small number without a meaning.</param>
/// <param name="Name">The command's.</param>
/// <param name="Options">What was given to the command, or its sub-command.</param>
/// <param name="CustomId">The component's or the modal's.</param>
/// <param name="ComponentType">What the component is.</param>
/// <param name="Values">What was chosen in a select.</param>
/// <param name="Components">What was entered in a modal.</param>
internal sealed record InteractionData(
    Snowflake? Id = null,
    string? Name = null,
    IReadOnlyList<InteractionOption>? Options = null,
    string? CustomId = null,
    ComponentType? ComponentType = null,
    IReadOnlyList<string>? Values = null,
    IReadOnlyList<SubmittedComponent>? Components = null);

/// <summary>An option of a command as it was given.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">The text of its value, whatever its type; null for a sub-command.</param>
/// <param name="Options">Those of a sub-command or a group.</param>
/// <param name="Focused">Whether it is the one being typed.</param>
internal sealed record InteractionOption(
    string Name,
    CommandOptionType Type,
    [property: JsonConverter(typeof(ScalarTextConverter))] string? Value = null,
    IReadOnlyList<InteractionOption>? Options = null,
    bool Focused = false);

/// <summary>An input of a modal as it was filled in, or what is around one.</summary>
internal sealed record SubmittedComponent(
    ComponentType Type,
    string? CustomId = null,
    string? Value = null,
    IReadOnlyList<string>? Values = null,
    SubmittedComponent? Component = null,
    IReadOnlyList<SubmittedComponent>? Components = null);
