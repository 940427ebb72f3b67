using System.Collections.Concurrent;

namespace Codesmith.Supervisor.Sessions.Running;

/// <summary>What waits in one session for its user's word about a host. Safe for use by several threads.</summary>
/// <param name="post">Takes what happens; false once the session has ended.</param>
internal sealed class HostRequests(Func<SessionInput, Task<bool>> post)
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<HostVerdict>> _waiting = [];
    private long _last;

    /// <summary>Asks the session, and gives up when cancelled.</summary>
    public async Task<HostVerdict> AskAsync(string host, CancellationToken cancellationToken)
    {
        long request = Interlocked.Increment(ref _last);
        var verdict = new TaskCompletionSource<HostVerdict>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[request] = verdict;
        try
        {
            return await post(new SessionInput.HostWanted(request, host))
                ? await verdict.Task.WaitAsync(cancellationToken)
                : HostVerdict.NoSession;
        }
        catch (OperationCanceledException)
        {
            await post(new SessionInput.HostGivenUp(request));
            return HostVerdict.Unanswered;
        }
        finally
        {
            _waiting.TryRemove(request, out _);
        }
    }

    /// <summary>Nothing happens if it was given up.</summary>
    public void Answer(long request, HostVerdict verdict)
    {
        if (_waiting.TryGetValue(request, out var waiting))
            waiting.TrySetResult(verdict);
    }
}
