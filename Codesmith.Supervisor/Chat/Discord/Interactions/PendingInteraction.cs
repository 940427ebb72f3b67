using Codesmith.Supervisor.Chat.Discord.Model;

namespace Codesmith.Supervisor.Chat.Discord.Interactions;

/// <summary>A command or a press that was acknowledged and waits for its response.</summary>
/// <param name="Interaction">What came.</param>
/// <param name="Id">What a component means; null for a command.</param>
/// <param name="Acknowledged">Whether Discord took the acknowledgement.</param>
/// <param name="At">When it came.</param>
internal sealed record PendingInteraction(Interaction Interaction, CustomId? Id, Task<bool> Acknowledged, DateTimeOffset At);
