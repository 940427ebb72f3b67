using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.SignIns;

/// <summary>
/// Runs the agent's own commands about accounts where the user's account is kept. Implemented by <c>Workers</c>, which
/// knows sandboxes.
/// </summary>
internal interface IAccountCommands
{
    /// <summary>Starts a command; one a user at one time, beside their session if it runs.</summary>
    /// <param name="user">Whose account.</param>
    /// <param name="command">What to do.</param>
    /// <param name="onLine">Takes what it prints, cleaned; called from several threads, and not after its end.</param>
    /// <exception cref="WorkerLostException">It cannot be started; the message says why.</exception>
    Task<IAccountCommand> StartAsync(UserId user, AccountCommand command, Action<string> onLine);
}

/// <summary>A command that runs. Disposing ends it; done when nothing of it is left.</summary>
internal interface IAccountCommand : IAsyncDisposable
{
    /// <summary>Its exit code, when it is over and all that it printed was taken.</summary>
    Task<int> Ended { get; }

    /// <summary>Enters a line. Does nothing if it does not read any more.</summary>
    Task SendAsync(Secret line, CancellationToken cancellationToken);
}

/// <summary>A command about an account.</summary>
internal enum AccountCommand
{
    /// <summary>Prints a link, reads the code, ends.</summary>
    SignIn,

    /// <summary>Prints what <see cref="AccountStatus"/> reads.</summary>
    Status,

    /// <summary>Gives the account's tokens back and removes them.</summary>
    SignOut,

    /// <summary>Removes the account's tokens, and nothing else. Its exit code is 0 if they are gone.</summary>
    Forget,
}
