using System.Text.Json;
using System.Text.Json.Serialization;

namespace Codesmith.Protocol.Wire;

/// <summary>
/// How the contract looks as JSON: camelCase names, enums as camelCase words, unknown fields ignored, null or nothing
/// where the record wants a value refused. Generated, because NativeAOT has no reflection to do it with.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = WireLimits.JsonDepth,
    Converters =
    [
        typeof(CamelCaseEnum<AgentActivity>),
        typeof(CamelCaseEnum<AgentCommand>),
        typeof(CamelCaseEnum<AgentCredential>),
        typeof(CamelCaseEnum<AgentExitCause>),
        typeof(CamelCaseEnum<AgentKey>),
        typeof(CamelCaseEnum<ConversationOrigin>),
        typeof(CamelCaseEnum<QuestionClosing>),
        typeof(CamelCaseEnum<QuestionDecision>),
        typeof(CamelCaseEnum<QuestionKind>),
        typeof(CamelCaseEnum<ToolOutcome>),
        typeof(CamelCaseEnum<TurnOutcome>),
    ])]
[JsonSerializable(typeof(HelloRequest))]
[JsonSerializable(typeof(HelloReply))]
[JsonSerializable(typeof(AgentLaunch))]
[JsonSerializable(typeof(PromptInput))]
[JsonSerializable(typeof(CommandInput))]
[JsonSerializable(typeof(QuestionAnswer))]
[JsonSerializable(typeof(AgentKey))]
[JsonSerializable(typeof(FileChunk))]
[JsonSerializable(typeof(ScreenCapture))]
[JsonSerializable(typeof(EventBatch))]
[JsonSerializable(typeof(WorkerEvent))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(object))] // The result of a call that returns nothing is a null of this type.
internal sealed partial class WireJson : JsonSerializerContext;

/// <summary>Enums as words, never as numbers: a reordered enum must not change what is on the wire.</summary>
internal sealed class CamelCaseEnum<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
