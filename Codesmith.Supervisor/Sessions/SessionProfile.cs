using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>What does not change in the life of a session.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Credential">Where the agent's right to use the model comes from.</param>
/// <param name="CommandPrefix">How the user types a command, such as "/cc ": <see cref="ChatTraits.CommandPrefix"/>.</param>
/// <param name="OutlivesProgram">
/// Whether it goes on in its channel after a restart of the program: <see cref="ChatTraits.OutlivesProgram"/>.
/// </param>
internal sealed record SessionProfile(
    UserId User, AgentCredential Credential, string CommandPrefix, bool OutlivesProgram);
