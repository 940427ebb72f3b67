namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>
/// Lets requests go when Discord's limits allow it, as far as its answers told of them: the most urgent first, and
/// among equals the one whose resource was served longest ago. Safe for several threads.
/// </summary>
internal sealed class RateLimiter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly BucketTable _buckets = new();
    private readonly HashSet<Bucket> _waiting = [];
    private readonly RequestBudget _global = new(RestLimits.GlobalRequests, RestLimits.GlobalSpan);
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly ITimer _timer;
    private TimeSpan _globalFrom;
    private TimeSpan _everythingFrom;
    private long _turns;
    private long _served;
    private string? _stopped;

    public RateLimiter(TimeProvider clock)
    {
        _clock = clock;
        _start = clock.GetTimestamp();
        _timer = clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Limits that are remembered.</summary>
    public int Buckets
    {
        get
        {
            lock (_gate)
                return _buckets.Count;
        }
    }

    private TimeSpan Now => _clock.GetElapsedTime(_start);

    /// <summary>Waits for leave to send the request once. <see cref="Finish"/> must follow.</summary>
    /// <exception cref="DiscordException">Stopped.</exception>
    public async Task<Turn> WaitAsync(RestRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = Enqueue(request);
        using (cancellationToken.UnsafeRegister((_, token) => Leave(turn, token), null))
            await turn.WhenGranted;
        return turn;
    }

    /// <param name="turn">As it was granted.</param>
    /// <param name="report">What the answer says; null if there was none.</param>
    public void Finish(Turn turn, RateLimitReport? report)
    {
        lock (_gate)
        {
            var now = Now;
            var bucket = _buckets.Of(turn);
            if (report?.Headers?.Bucket is { } name)
                bucket = Rename(bucket, turn, name);
            bucket.UnderWay.Remove(turn);
            if (turn.IsCountedGlobally)
                _global.End(now);
            if (report?.Headers is { } headers)
                bucket.Learn(headers, now);
            else if (report is { IsSuccess: true })
                bucket.LearnNoLimit();
            else
                bucket.Count();

            if (report?.Limited is { } limited)
                Pause(bucket, limited.Reach, now + limited.Wait);
            _buckets.Forget(bucket, now);
            GrantAll(now);
        }
    }

    /// <summary>Nothing is let go any more; all that wait fail as stopped, with this reason.</summary>
    public void Stop(string reason)
    {
        lock (_gate)
        {
            if (_stopped is not null)
                return;
            _stopped = reason;
            foreach (var bucket in _waiting)
            {
                foreach (var turn in bucket.Waiting)
                    turn.Fail(new DiscordException(DiscordErrorKind.Stopped, reason));
                bucket.Waiting.Clear();
            }

            _waiting.Clear();
        }
    }

    public void Dispose() => _timer.Dispose();

    private Turn Enqueue(RestRequest request)
    {
        lock (_gate)
        {
            if (_stopped is not null)
                throw new DiscordException(DiscordErrorKind.Stopped, _stopped);
            var now = Now;
            _buckets.ForgetIdle(now);
            var turn = new Turn(request, ++_turns);
            var bucket = _buckets.Of(turn);
            bucket.Waiting.Add(turn);
            _waiting.Add(bucket);
            GrantAll(now);
            return turn;
        }
    }

    private void Leave(Turn turn, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var bucket = _buckets.Of(turn);
            // It may have been granted in this moment: then it is under way, and the one who waits finishes it.
            if (bucket.Waiting.Remove(turn))
                turn.Cancel(cancellationToken);
            if (bucket.Waiting.Count == 0)
                _waiting.Remove(bucket);
            _buckets.Forget(bucket, Now);
        }
    }

    private Bucket Rename(Bucket bucket, Turn turn, string name)
    {
        var target = _buckets.Rename(bucket, turn, name);
        if (bucket.Waiting.Count == 0)
            _waiting.Remove(bucket);
        if (target.Waiting.Count > 0)
            _waiting.Add(target);
        return target;
    }

    private void Pause(Bucket bucket, LimitReach reach, TimeSpan until)
    {
        switch (reach)
        {
            case LimitReach.Bucket:
                bucket.Block(until);
                break;
            case LimitReach.Global:
                _globalFrom = until > _globalFrom ? until : _globalFrom;
                break;
            default:
                _everythingFrom = until > _everythingFrom ? until : _everythingFrom;
                break;
        }
    }

    private void Wake()
    {
        lock (_gate)
            GrantAll(Now);
    }

    private void GrantAll(TimeSpan now)
    {
        while (GrantNext(now))
        {
        }

        var wake = Bucket.WithAnAnswer;
        foreach (var bucket in _waiting)
            wake = Earlier(wake, OpensAt(bucket, now));
        // Timers count whole milliseconds; one that comes too early would have to be set again.
        var due = wake == Bucket.WithAnAnswer
            ? Timeout.InfiniteTimeSpan
            : TimeSpan.FromMilliseconds(Math.Ceiling((wake - now).TotalMilliseconds));
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private bool GrantNext(TimeSpan now)
    {
        Bucket? best = null;
        foreach (var bucket in _waiting)
        {
            if (OpensAt(bucket, now) <= now && (best is null || IsBefore(bucket, best)))
                best = bucket;
        }

        if (best is null)
            return false;
        var turn = best.Waiting.Min!;
        best.Waiting.Remove(turn);
        best.UnderWay.Add(turn);
        best.Served = ++_served;
        best.LastUsed = now;
        if (best.Waiting.Count == 0)
            _waiting.Remove(best);
        if (turn.IsCountedGlobally)
            _global.Begin();
        turn.Grant();
        return true;
    }

    private static bool IsBefore(Bucket bucket, Bucket other)
    {
        var (turn, otherTurn) = (bucket.Waiting.Min!, other.Waiting.Min!);
        if (turn.Priority != otherTurn.Priority)
            return turn.Priority < otherTurn.Priority;
        return bucket.Served != other.Served ? bucket.Served < other.Served : turn.CompareTo(otherTurn) < 0;
    }

    private TimeSpan OpensAt(Bucket bucket, TimeSpan now)
    {
        var next = bucket.Waiting.Min!;
        var opens = Later(bucket.OpensAt(now), _everythingFrom);
        if (next.Priority == RequestPriority.Decoration)
            opens = Later(opens, RestLimits.FirstDecoration);
        return next.IsCountedGlobally ? Later(opens, Later(_globalFrom, _global.FreeAt(now))) : opens;
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
