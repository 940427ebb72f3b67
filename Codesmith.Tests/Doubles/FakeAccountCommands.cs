using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.SignIns;

namespace Codesmith.Tests.Doubles;

/// <summary>
/// An account that is signed in with the code "good#state" and says what the real commands say; with "slow#state" the
/// command does not answer.
/// </summary>
internal sealed class FakeAccountCommands : IAccountCommands
{
    public const string Link = "https://claude.ai/oauth/authorize?z-link";

    private readonly Lock _gate = new();
    private readonly List<AccountCommand> _begun = [];
    private int _running;

    public IReadOnlyList<AccountCommand> Begun
    {
        get
        {
            lock (_gate)
                return [.. _begun];
        }
    }

    public bool IsSignedIn { get; set; }

    /// <summary>Whether the command to sign in gives a link.</summary>
    public bool GivesLink { get; set; } = true;

    public int Running => _running;

    public int MostAtOnce { get; private set; }

    public Task<IAccountCommand> StartAsync(UserId user, AccountCommand command, Action<string> onLine)
    {
        lock (_gate)
        {
            _begun.Add(command);
            MostAtOnce = Math.Max(MostAtOnce, ++_running);
        }
        var running = new Command(this, onLine);
        running.Begin(command);
        return Task.FromResult<IAccountCommand>(running);
    }

    private sealed class Command(FakeAccountCommands account, Action<string> onLine) : IAccountCommand
    {
        private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<int> Ended => _ended.Task;

        public void Begin(AccountCommand command)
        {
            switch (command)
            {
                case AccountCommand.SignIn when account.GivesLink:
                    onLine("Opening browser to sign in…");
                    onLine("If the browser didn't open, visit:");
                    onLine(Link);
                    break;
                case AccountCommand.SignIn:
                    break;
                case AccountCommand.Status:
                    onLine(account.IsSignedIn
                        ? """{"loggedIn": true, "authMethod": "claude.ai", "email": "user@example.com"}"""
                        : """{"loggedIn": false, "authMethod": "none"}""");
                    _ended.TrySetResult(account.IsSignedIn ? 0 : 1);
                    break;
                default:
                    account.IsSignedIn = false;
                    _ended.TrySetResult(0);
                    break;
            }
        }

        public Task SendAsync(Secret line, CancellationToken cancellationToken)
        {
            switch (line.Reveal())
            {
                case "good#state":
                    account.IsSignedIn = true;
                    onLine("Paste code here if prompted > Login successful.");
                    _ended.TrySetResult(0);
                    break;
                case "slow#state":
                    break;
                default:
                    onLine("Couldn't log in: That code wasn't accepted. Sign in again to get a new code.");
                    _ended.TrySetResult(1);
                    break;
            }
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            _ended.TrySetResult(137);
            lock (account._gate)
                account._running--;
            return ValueTask.CompletedTask;
        }
    }
}
