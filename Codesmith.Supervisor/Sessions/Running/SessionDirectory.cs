using System.Collections.Concurrent;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.Sessions.Running;

/// <summary>The sessions of all users. Used by one caller at a time.</summary>
/// <param name="services">What sessions run with.</param>
/// <param name="idleTime">After so long without work a session is put to sleep; null for never.</param>
internal sealed class SessionDirectory(SessionServices services, TimeSpan? idleTime = null)
{
    private readonly ConcurrentDictionary<UserId, SessionRunner> _runners = [];
    private readonly Dictionary<UserId, SavedSession> _saved = [];
    private bool _isStopped;

    /// <summary>How many sessions run now. May be read at any time.</summary>
    public int ActiveCount => _runners.Values.Count(runner => runner.IsActive);

    /// <summary>
    /// Takes up what an earlier program stored. In a chat that outlives the program, each session shows that it is there
    /// again, and starts once the chat has caught up, if something waits for it.
    /// </summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var sessions = await services.Store.LoadAsync(cancellationToken);
        bool goOn = services.Chat.Traits.OutlivesProgram;
        services.Spool.DropAllBut(goOn
            ? sessions.SelectMany(session => session.Prompts).Select(prompt => prompt.Attachments)
            : []);
        foreach (var session in sessions)
        {
            if (goOn)
            {
                services.Chat.Remember(
                    session.Channel, session.User, session.LastMessage,
                    [.. session.Prompts.Where(prompt => !prompt.WasSent).Select(prompt => prompt.Message)]);
                await Begin(session.User, session.Channel, session).RestoreAsync(session);
            }
            else
            {
                _saved[session.User] = session;
            }
        }
    }

    /// <summary>Brings what happened to those it concerns. Returns when it is in their mailboxes.</summary>
    public async Task RouteAsync(ChatEvent chatEvent)
    {
        if (_isStopped)
            return;
        if (chatEvent is UserEvent userEvent)
        {
            await RouteAsync(userEvent);
            return;
        }
        foreach (var runner in _runners.Values.Where(runner => runner.Channel == chatEvent.Channel))
            await runner.TakeAsync(chatEvent);
    }

    /// <summary>
    /// Asks a user about a host that their sandbox wants to reach. Cancelled, it is unanswered. May be called at any time.
    /// </summary>
    public Task<HostVerdict> AskAboutHostAsync(UserId user, string host, CancellationToken cancellationToken) =>
        _runners.TryGetValue(user, out var runner)
            ? runner.AskAboutHostAsync(host, cancellationToken)
            : Task.FromResult(HostVerdict.NoSession);

    /// <summary>The user signed in or out. May be called at any time.</summary>
    /// <param name="user">Who.</param>
    /// <param name="now">What they may use the model with now; null for nothing.</param>
    public Task ChangeCredentialAsync(UserId user, CredentialKind? now) =>
        _runners.TryGetValue(user, out var runner) ? runner.ChangeCredentialAsync(now) : Task.CompletedTask;

    /// <summary>Ends all sessions at the same time and keeps their conversations. Later events are ignored.</summary>
    public async Task StopAsync()
    {
        _isStopped = true;
        await Task.WhenAll(_runners.Values.Select(runner => runner.StopAsync()));
    }

    private async Task RouteAsync(UserEvent userEvent)
    {
        if (_runners.TryGetValue(userEvent.User, out var runner) && await runner.TakeAsync(userEvent))
            return;
        SavedSession? saved;
        if (runner is not null)
            saved = runner.Saved;
        else
            _saved.Remove(userEvent.User, out saved);
        // People who only talk where others have sessions are none of our business.
        if (saved is null && userEvent is not (InteractionEvent or MessageReceived { IsAddressed: true }))
            return;
        var begun = Begin(userEvent.User, new SessionChannel(userEvent.Channel, IsShared: true), saved);
        // One that broke left its prompts without an end.
        if (runner is not null && saved is not null)
        {
            await begun.RestoreAsync(saved);
            await begun.TakeAsync(new ChannelCaughtUp(saved.Channel.Id));
        }
        await begun.TakeAsync(userEvent);
    }

    private SessionRunner Begin(UserId user, SessionChannel place, SavedSession? saved)
    {
        var traits = services.Chat.Traits;
        var profile = new SessionProfile(user, traits.CommandPrefix, traits.OutlivesProgram) { IdleTime = idleTime };
        var runner = new SessionRunner(SessionState.Begin(profile, place, saved), services);
        _runners[user] = runner;
        return runner;
    }
}
