using System.Collections.Immutable;

namespace Codesmith.Supervisor.Sessions;

/// <summary>The turn that runs.</summary>
/// <param name="Prompts">
/// Those it answers: mostly one, none if the agent began by itself, several if it took one up while it worked.
/// </param>
/// <param name="RetryTold">Whether the user knows already that the model is hard to reach.</param>
internal sealed record Turn(ImmutableList<QueuedPrompt> Prompts, bool RetryTold = false)
{
    public static readonly Turn Unprompted = new([]);
}
