using System.Text.Json.Serialization;

namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>
/// JSON as Discord's API has it. Fields and numbers nobody knows yet are read over; a field that is null is not
/// written.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ActiveThreads))]
[JsonSerializable(typeof(ChannelCreate))]
[JsonSerializable(typeof(DirectChannelCreate))]
[JsonSerializable(typeof(GatewayBot))]
[JsonSerializable(typeof(Guild))]
[JsonSerializable(typeof(Interaction))]
[JsonSerializable(typeof(InteractionResponse))]
[JsonSerializable(typeof(IReadOnlyList<ApplicationCommand>))]
[JsonSerializable(typeof(IReadOnlyList<Channel>))]
[JsonSerializable(typeof(IReadOnlyList<CommandPayload>))]
[JsonSerializable(typeof(IReadOnlyList<Message>))]
[JsonSerializable(typeof(Channel))]
[JsonSerializable(typeof(Member))]
[JsonSerializable(typeof(MemberChange))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(MessageDelete))]
[JsonSerializable(typeof(MessageDeleteBulk))]
[JsonSerializable(typeof(MessagePayload))]
[JsonSerializable(typeof(Ready))]
[JsonSerializable(typeof(RoleChange))]
[JsonSerializable(typeof(ThreadCreate))]
[JsonSerializable(typeof(ThreadListSync))]
[JsonSerializable(typeof(ThreadModify))]
internal sealed partial class DiscordJson : JsonSerializerContext;
