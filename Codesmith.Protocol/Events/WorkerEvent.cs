using System.Text.Json.Serialization;

namespace Codesmith.Protocol;

/// <summary>
/// Something that happened in the sandbox. A closed union: each case is one record in this folder, named on the
/// wire by the discriminator below. Texts obey <see cref="WireLimits"/>; the receiver checks.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(AgentReady), "agentReady")]
[JsonDerivedType(typeof(AgentExited), "agentExited")]
[JsonDerivedType(typeof(ConversationChanged), "conversationChanged")]
[JsonDerivedType(typeof(PromptAccepted), "promptAccepted")]
[JsonDerivedType(typeof(PromptFailed), "promptFailed")]
[JsonDerivedType(typeof(TurnEnded), "turnEnded")]
[JsonDerivedType(typeof(TextStreamed), "textStreamed")]
[JsonDerivedType(typeof(TextCompleted), "textCompleted")]
[JsonDerivedType(typeof(ToolStarted), "toolStarted")]
[JsonDerivedType(typeof(ToolEnded), "toolEnded")]
[JsonDerivedType(typeof(QuestionAsked), "questionAsked")]
[JsonDerivedType(typeof(QuestionClosed), "questionClosed")]
[JsonDerivedType(typeof(CommandCompleted), "commandCompleted")]
[JsonDerivedType(typeof(StatusReported), "statusReported")]
[JsonDerivedType(typeof(ActivityChanged), "activityChanged")]
[JsonDerivedType(typeof(RetryReported), "retryReported")]
[JsonDerivedType(typeof(Diagnosed), "diagnosed")]
public abstract record WorkerEvent;
