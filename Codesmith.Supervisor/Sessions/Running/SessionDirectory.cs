using System.Collections.Concurrent;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions.Running;

/// <summary>The sessions of all users. Used by one caller at a time.</summary>
/// <param name="services">What sessions run with.</param>
/// <param name="credential">Where their agents' right to use the model comes from.</param>
internal sealed class SessionDirectory(SessionServices services, AgentCredential credential)
{
    private readonly ConcurrentDictionary<UserId, SessionRunner> _runners = [];
    private readonly Dictionary<UserId, SavedSession> _saved = [];
    private bool _isStopped;

    /// <summary>How many sessions run now. May be read at any time.</summary>
    public int ActiveCount => _runners.Values.Count(runner => runner.IsActive);

    /// <summary>Takes up what an earlier program stored. Starts nothing.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var session in await services.Store.LoadAsync(cancellationToken))
            _saved[session.User] = session;
    }

    /// <summary>Brings what a user did to their session. Returns when it is in its mailbox.</summary>
    public async Task RouteAsync(ChatEvent chatEvent)
    {
        if (_isStopped)
            return;
        if (!_runners.TryGetValue(chatEvent.User, out var runner) || !await runner.TakeAsync(chatEvent))
            await Begin(chatEvent).TakeAsync(chatEvent);
    }

    /// <summary>Ends all sessions at the same time and keeps their conversations. Later events are ignored.</summary>
    public async Task StopAsync()
    {
        _isStopped = true;
        await Task.WhenAll(_runners.Values.Select(runner => runner.StopAsync()));
    }

    private SessionRunner Begin(ChatEvent first)
    {
        SavedSession? saved;
        if (_runners.TryGetValue(first.User, out var ended))
            saved = ended.Saved;
        else
            _saved.Remove(first.User, out saved);
        var profile = new SessionProfile(first.User, credential, services.Chat.Traits.CommandPrefix);
        var runner = new SessionRunner(SessionState.Begin(profile, first.Channel, saved), services);
        _runners[first.User] = runner;
        return runner;
    }
}
