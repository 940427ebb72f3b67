namespace Codesmith.Supervisor.Commands;

/// <summary>A <c>/cc</c> command, from which each chat derives its own form.</summary>
/// <param name="Name">Lower case, one word.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Options">In the order in which they are typed.</param>
/// <param name="Audience">Who may use it.</param>
internal sealed record CommandDeclaration(
    string Name, string Description, IReadOnlyList<CommandOption> Options, CommandAudience Audience);

/// <summary>Who may use a command.</summary>
internal enum CommandAudience
{
    /// <summary>Everybody who may use Codesmith in this channel.</summary>
    Everyone,

    /// <summary>Those with a session: it acts on the user's own and on no other.</summary>
    SessionOwner,
}
