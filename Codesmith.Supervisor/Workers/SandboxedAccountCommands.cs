using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.SignIns;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// Runs account commands in a sandbox like that of the user's session, beside which it may run: same policy, same files,
/// same door to the network; the model is not needed. One a user at one time.
/// </summary>
internal sealed class SandboxedAccountCommands(
    WorkerInstallation installation, SandboxLauncher launcher, ISandboxDoor? egressDoor) : IAccountCommands
{
    private const string CredentialsFile = SandboxLayout.Home + "/.claude/.credentials.json";

    private readonly UserFolders _userFolders = new(installation.DataRoot);

    /// <inheritdoc/>
    public async Task<IAccountCommand> StartAsync(UserId user, AccountCommand command, Action<string> onLine)
    {
        var parts = new Stack<IAsyncDisposable>();
        try
        {
            var folders = _userFolders.Prepare(user, isErrand: true);
            parts.Push(folders);
            if (egressDoor is not null)
                parts.Push(egressDoor.Open(folders.EgressSocket, user));
            var policy = installation.PolicyFor(folders, Arguments(command)) with { HasEgress = egressDoor is not null };
            var sandbox = await launcher.LaunchAsync(SandboxArguments.For(policy), onLine, onLine, takesInput: true);
            parts.Push(sandbox);
            return new Running(sandbox, parts);
        }
        catch (Exception exception)
        {
            await SandboxedWorker.DisposeAllAsync(parts);
            if (exception is IOException or UnauthorizedAccessException)
                throw new WorkerLostException($"The sandbox could not be prepared: {exception.Message}", exception);
            throw;
        }
    }

    private static string[] Arguments(AccountCommand command) => command switch
    {
        AccountCommand.SignIn => [SandboxLayout.WorkerProgram, "account", "login"],
        AccountCommand.Status => [SandboxLayout.WorkerProgram, "account", "status"],
        AccountCommand.SignOut => [SandboxLayout.WorkerProgram, "account", "logout"],
        // Inside: what is in the user's home may be anything, a link too.
        _ => ["/bin/rm", "-f", CredentialsFile],
    };

    private sealed class Running : IAccountCommand
    {
        private readonly Sandbox _sandbox;
        private readonly Stack<IAsyncDisposable> _parts;

        public Running(Sandbox sandbox, Stack<IAsyncDisposable> parts)
        {
            (_sandbox, _parts) = (sandbox, parts);
            Ended = EndAsync();
        }

        /// <inheritdoc/>
        public Task<int> Ended { get; }

        /// <inheritdoc/>
        public async Task SendAsync(Secret line, CancellationToken cancellationToken)
        {
            try
            {
                await _sandbox.SendLineAsync(line.Reveal(), cancellationToken);
            }
            catch (IOException)
            {
                // It has ended, and how is told by that.
            }
        }

        /// <inheritdoc/>
        public async ValueTask DisposeAsync() => await SandboxedWorker.DisposeAllAsync(_parts);

        private async Task<int> EndAsync()
        {
            await _sandbox.OutputEnded.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return await _sandbox.Exited;
        }
    }
}
