namespace Codesmith.Protocol;

/// <summary>What the user sends.</summary>
/// <param name="PromptId">Chosen by the supervisor; comes back in the events.</param>
/// <param name="Text">1 to <see cref="WireLimits.PromptText"/> characters.</param>
public sealed record PromptInput(string PromptId, string Text);
