using System.Collections.Immutable;

namespace Codesmith.Supervisor.Sessions;

/// <summary>What a sandbox's limits have to say.</summary>
/// <param name="Near">Those that the user should know of now.</param>
/// <param name="Warning">Told once: a line for the user; null for none.</param>
/// <param name="Interrupts">Whether the turn under way is to end.</param>
internal sealed record LimitNews(ImmutableList<LimitUse> Near, string? Warning = null, bool Interrupts = false);
