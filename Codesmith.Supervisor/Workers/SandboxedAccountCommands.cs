using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.SignIns;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// Runs account commands in a sandbox like that of the user's session, beside which it may run: same policy, same files,
/// same door to the network; the model is not needed. A user's own settings say what the agent starts here as well, so
/// it is watched like a session, and those that wait for their users are bounded.
/// </summary>
internal sealed partial class SandboxedAccountCommands(
    WorkerInstallation installation,
    SandboxLauncher launcher,
    ISandboxDoor? egressDoor,
    ILogger<SandboxedAccountCommands> log,
    TimeProvider clock,
    ControlGroups? controlGroups = null)
    : IAccountCommands
{
    private const string CredentialsFile = SandboxLayout.Home + "/.claude/.credentials.json";

    private readonly SandboxGround _ground =
        new(installation, launcher, modelDoor: null, egressDoor, controlGroups, clock);

    private int _signIns;

    /// <inheritdoc/>
    public async Task<IAccountCommand> StartAsync(UserId user, AccountCommand command, Action<string> onLine)
    {
        var place = command == AccountCommand.SignIn ? TakePlace() : () => { };
        try
        {
            return await _ground.StartAsync(
                user, isErrand: true, Arguments(command),
                async prepared =>
                {
                    var (parts, folders, policy, watch) = prepared;
                    var sandbox = parts.Add(await launcher.LaunchAsync(
                        SandboxArguments.For(policy), onLine, onLine, takesInput: true, policy.ControlGroupFile));
                    return new Running(sandbox, parts, watch(sandbox), place, limit => LogLimit(log, folders.Key, limit));
                },
                CancellationToken.None);
        }
        catch
        {
            place();
            throw;
        }
    }

    /// <returns>Gives it back.</returns>
    private Action TakePlace()
    {
        if (Interlocked.Increment(ref _signIns) <= SandboxLimits.SignIns)
            return () => Interlocked.Decrement(ref _signIns);
        Interlocked.Decrement(ref _signIns);
        throw new WorkerLostException("Many others are signing in now: wait some minutes.");
    }

    private static string[] Arguments(AccountCommand command) => command switch
    {
        AccountCommand.SignIn => [SandboxLayout.WorkerProgram, "account", "login"],
        AccountCommand.Status => [SandboxLayout.WorkerProgram, "account", "status"],
        AccountCommand.SignOut => [SandboxLayout.WorkerProgram, "account", "logout"],
        // Inside: what is in the user's home may be anything, a link too.
        _ => ["/bin/rm", "-f", CredentialsFile],
    };

    [LoggerMessage(LogLevel.Warning, "The errand of {User} is at a limit: {Limit}")]
    private static partial void LogLimit(ILogger log, string user, string limit);

    private sealed class Running : IAccountCommand
    {
        private readonly Sandbox _sandbox;
        private readonly SandboxParts _parts;
        private readonly CancellationTokenSource _over = new();
        private readonly Task _watching;
        private Action? _place;

        public Running(
            Sandbox sandbox, SandboxParts parts, SandboxWatch watch, Action place, Action<string> onLimit)
        {
            (_sandbox, _parts, _place) = (sandbox, parts, place);
            _watching = WatchAsync(watch, onLimit);
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
        public async ValueTask DisposeAsync()
        {
            await _over.CancelAsync();
            await _watching;
            await _parts.DisposeAsync();
            Interlocked.Exchange(ref _place, null)?.Invoke();
        }

        private async Task<int> EndAsync()
        {
            await _sandbox.OutputEnded.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            int exitCode = await _sandbox.Exited;
            await _over.CancelAsync();
            return exitCode;
        }

        private async Task WatchAsync(SandboxWatch watch, Action<string> onLimit)
        {
            try
            {
                await foreach (var news in watch.ReadAsync(_over.Token))
                {
                    if (news.Warning is { } warning)
                        onLimit(warning);
                }
            }
            catch (OperationCanceledException) when (_over.IsCancellationRequested)
            {
                // It is over.
            }
            catch (Exception exception)
            {
                // Whatever cannot be watched does not go on.
                onLimit(exception.Message);
                _sandbox.Kill();
            }
        }
    }
}
