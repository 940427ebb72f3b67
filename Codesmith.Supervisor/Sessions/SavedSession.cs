using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>All that a restart of the program needs to go on with a session.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Channel">Where it was last.</param>
/// <param name="ConversationId">What to resume.</param>
/// <param name="Model">The model the user chose; null for the agent's own choice.</param>
internal sealed record SavedSession(UserId User, ChannelId Channel, string ConversationId, string? Model);
