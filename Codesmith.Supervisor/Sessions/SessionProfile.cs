using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>What does not change in the life of a session.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="CommandPrefix">How the user types a command, such as "/cc ": <see cref="ChatTraits.CommandPrefix"/>.</param>
/// <param name="OutlivesProgram">
/// Whether it goes on in its channel after a restart of the program: <see cref="ChatTraits.OutlivesProgram"/>.
/// </param>
internal sealed record SessionProfile(UserId User, string CommandPrefix, bool OutlivesProgram)
{
    /// <summary>After so long without work it is put to sleep; null for never.</summary>
    public TimeSpan? IdleTime { get; init; }
}
