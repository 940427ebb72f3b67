namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>
/// One connection, from Hello to its end. Three things may end it at any time: what is read, the heartbeat, and our
/// own wish. The first one counts.
/// </summary>
internal sealed class GatewayConnection(
    GatewaySettings settings,
    IGatewaySocket socket,
    GatewaySession session,
    SessionStartBudget starts,
    DispatchQueue queue,
    Action<GatewayState> tell)
{
    private readonly TaskCompletionSource<GatewayEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SendBudget _sends = new(settings.Clock);
    private Heartbeat? _heartbeat; // from Hello on
    private Task _beating = Task.CompletedTask;
    private ITimer? _silence; // until READY or RESUMED
    private CancellationToken _life; // until the end
    private int? _replayed; // while resuming

    /// <summary>Runs until the connection has ended, and disposes of the socket.</summary>
    /// <returns>Why it ended.</returns>
    /// <exception cref="OperationCanceledException">It was we who ended it, and with it the session.</exception>
    public async Task<GatewayEnd> RunAsync(CancellationToken cancellation)
    {
        using (socket)
        using (var life = new CancellationTokenSource())
        {
            _life = life.Token;
            await using var silence = settings.Clock.CreateTimer(
                _ => End(new GatewayEnd.Resume("Discord was silent.")), null, Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
            _silence = silence;
            ExpectWithin(GatewayLimits.Silence);
            // Reading is not cancelled, because that would break the connection off instead of closing it.
            await using var wish = cancellation.UnsafeRegister(_ => End(new GatewayEnd.Identify("We end.")), null);
            var reading = ReadAsync();
            var end = await _end.Task.ConfigureAwait(false);
            await life.CancelAsync().ConfigureAwait(false);
            await CloseAsync(isForGood: cancellation.IsCancellationRequested, reading).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            return end;
        }
    }

    private void End(GatewayEnd end) => _end.TrySetResult(end);

    private async Task CloseAsync(bool isForGood, Task reading)
    {
        using var limit = new CancellationTokenSource(GatewayLimits.Close, settings.Clock);
        try
        {
            await socket.CloseAsync(isForGood ? CloseCodes.Goodbye : CloseCodes.BackSoon, limit.Token)
                .ConfigureAwait(false);
            // Who comes back does not wait for an answer: the session is kept whether or not the close arrives.
            if (isForGood)
                await reading.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is GatewaySocketException or OperationCanceledException)
        {
            // It is gone already, or does not answer: it is broken off now.
        }

        socket.Dispose();
        await reading.ConfigureAwait(false);
        await _beating.ConfigureAwait(false);
    }

    private async Task ReadAsync()
    {
        try
        {
            using var reader = new MessageReader(socket);
            while (await reader.ReadAsync().ConfigureAwait(false) is { } message)
            {
                // After the end only the other side's close is of interest.
                if (_end.Task.IsCompleted)
                    continue;
                if (await TakeAsync(GatewayPayload.Read(message)).ConfigureAwait(false) is { } end)
                    End(end);
            }

            End(CloseCodes.EndOf(socket.CloseCode));
        }
        catch (Exception failure)
        {
            // Beside the two that are expected: an escape in a string may stand for what no string can hold.
            bool isExpected = failure is GatewaySocketException or InvalidDataException;
            End(new GatewayEnd.Resume(
                isExpected ? failure.Message : $"A message could not be read ({failure.GetType().Name})."));
        }
    }

    private async Task<GatewayEnd?> TakeAsync(GatewayPayload payload)
    {
        switch (payload.Operation)
        {
            case GatewayOperation.Dispatch:
                return TakeDispatch(payload);
            case GatewayOperation.Heartbeat:
                await SendHeartbeatAsync(isDue: false).ConfigureAwait(false);
                return null;
            case GatewayOperation.Reconnect:
                return new GatewayEnd.Resume("Discord asked for a new connection.");
            case GatewayOperation.InvalidSession when GatewayPayloads.IsResumable(payload):
                return new GatewayEnd.Resume("Discord did not take the session yet.", ResumePace.Later);
            case GatewayOperation.InvalidSession:
                return new GatewayEnd.Identify("The session is no longer valid.");
            case GatewayOperation.Hello when _heartbeat is null:
                return await GreetAsync(payload).ConfigureAwait(false);
            case GatewayOperation.HeartbeatAck:
                _heartbeat?.Acknowledge();
                return null;
            default:
                settings.Log.Skipped(payload.Operation);
                return null;
        }
    }

    private async Task<GatewayEnd?> GreetAsync(GatewayPayload hello)
    {
        if (GatewayPayloads.HeartbeatInterval(hello) is not { } interval)
            return new GatewayEnd.Resume("Discord asked for no heartbeat.");
        ExpectWithin(GatewayLimits.Silence);
        _heartbeat = new Heartbeat(interval, settings, () => SendHeartbeatAsync(isDue: true));
        _beating = BeatAsync(_heartbeat);
        if (session is { CanResume: true, Id: { } id, Sequence: { } sequence })
        {
            session.Try();
            _replayed = 0;
            await SendAsync(GatewayPayloads.Resume(settings.Token, id, sequence), isDue: true).ConfigureAwait(false);
        }
        else
        {
            session.Forget();
            starts.Spend();
            await SendAsync(GatewayPayloads.Identify(settings.Token, settings.Intents), isDue: true)
                .ConfigureAwait(false);
        }

        return null;
    }

    private GatewayEnd? TakeDispatch(GatewayPayload payload)
    {
        if (payload is not { Name: { } name, Sequence: { } sequence })
        {
            settings.Log.Skipped(payload.Operation);
            return null;
        }

        if (name == "READY")
        {
            if (GatewayPayloads.Session(payload) is not var (id, resumeUrl))
                return new GatewayEnd.Identify("Discord named no session.");
            session.Begin(id, resumeUrl);
        }

        if (!queue.TryAdd(new GatewayDispatch(name, payload.Data, sequence)))
            return new GatewayEnd.Resume("More events wait than we can keep; Discord keeps them for us.");
        session.Advance(sequence);
        Follow(name);
        return null;
    }

    /// <summary>What an event that was taken over says about the connection.</summary>
    private void Follow(string name)
    {
        switch (name)
        {
            case "READY":
                ExpectWithin(Timeout.InfiniteTimeSpan);
                tell(new GatewayState.Ready());
                break;
            case "RESUMED":
                ExpectWithin(Timeout.InfiniteTimeSpan);
                session.Resumed();
                tell(new GatewayState.Resumed(_replayed ?? 0));
                _replayed = null;
                break;
            default:
                if (_replayed is null)
                    break;
                _replayed++;
                ExpectWithin(GatewayLimits.Silence);
                break;
        }
    }

    private void ExpectWithin(TimeSpan limit) => _silence!.Change(limit, Timeout.InfiniteTimeSpan);

    private async Task BeatAsync(Heartbeat heartbeat)
    {
        try
        {
            await heartbeat.RunAsync(_life).ConfigureAwait(false);
            End(new GatewayEnd.Resume("Discord left a heartbeat unanswered."));
        }
        catch (GatewaySocketException lost)
        {
            End(new GatewayEnd.Resume(lost.Message));
        }
        catch (OperationCanceledException)
        {
            // The connection ended before the next beat.
        }
    }

    private Task<bool> SendHeartbeatAsync(bool isDue) => SendAsync(GatewayPayloads.Heartbeat(session.Sequence), isDue);

    /// <param name="payload">What to send.</param>
    /// <param name="isDue">False for what the other side can make us send: left out when there was much of it.</param>
    /// <returns>Whether it was sent.</returns>
    private async Task<bool> SendAsync(ReadOnlyMemory<byte> payload, bool isDue)
    {
        if (payload.Length > GatewayLimits.SentBytes)
            throw new InvalidDataException("A payload of ours is longer than Discord allows.");
        if (!_sends.TryTake(isDue))
        {
            settings.Log.Withheld();
            return false;
        }

        using var limit = new CancellationTokenSource(GatewayLimits.Send, settings.Clock);
        await socket.SendAsync(payload, limit.Token).ConfigureAwait(false);
        return true;
    }
}
