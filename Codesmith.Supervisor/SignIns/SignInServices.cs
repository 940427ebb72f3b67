using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.SignIns;

/// <summary>What users are signed in and out with.</summary>
/// <param name="Chat">Where they are.</param>
/// <param name="Commands">Runs the agent's commands about accounts.</param>
/// <param name="Store">Keeps what they signed in with.</param>
/// <param name="CheckKey">Asks whether a key is accepted.</param>
/// <param name="Changed">Told of a user who signed in or out; done when their session knows.</param>
/// <param name="NewName">A name at each call that nobody guesses: letters and digits, 30 at most.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Logger">The operator's log.</param>
internal sealed record SignInServices(
    IChat Chat,
    IAccountCommands Commands,
    CredentialStore Store,
    KeyCheck CheckKey,
    Func<UserId, Task> Changed,
    Func<string> NewName,
    TimeProvider Clock,
    ILogger<SignInDesk> Logger);
