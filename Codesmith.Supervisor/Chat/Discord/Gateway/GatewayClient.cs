namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>
/// Keeps the bot connected to Discord's gateway: one connection after the other, each going on where the last one
/// ended where that can be.
/// </summary>
internal sealed class GatewayClient
{
    private readonly GatewaySettings _settings;
    private readonly SessionStartBudget _starts;
    private readonly GatewayDialler _dialler;
    private readonly ReconnectPause _pause;
    private readonly GatewaySession _session = new();
    private volatile GatewayState _state = new GatewayState.Connecting();

    /// <param name="settings">Who we are.</param>
    /// <param name="askAddress">
    /// Asks <c>GET /gateway/bot</c>: at the start, and when the address no longer connects. Whatever it throws is a
    /// reason to try again later, but for <see cref="GatewayRefusedException"/>.
    /// </param>
    /// <param name="open">Opens the socket: <see cref="WebSocketTransport.OpenAsync"/>.</param>
    public GatewayClient(
        GatewaySettings settings, Func<CancellationToken, Task<GatewayAddress>> askAddress, OpenGatewaySocket open)
    {
        _settings = settings;
        _starts = new SessionStartBudget(settings.Clock, settings.Log);
        _dialler = new GatewayDialler(settings.Clock, _starts, askAddress, open);
        _pause = new ReconnectPause(settings.Clock, settings.Random);
    }

    /// <summary>How the connection is now.</summary>
    public GatewayState State => _state;

    /// <summary>Runs until only the operator can help; once at a time.</summary>
    /// <returns>What the operator has to do. All events that came before have been handled.</returns>
    /// <exception cref="OperationCanceledException">
    /// It was cancelled. The bot is offline, and the handler is not called any more.
    /// </exception>
    public async Task<GatewayEnd.Fatal> RunAsync(IGatewayHandler handler, CancellationToken cancellation)
    {
        var queue = new DispatchQueue();
        var handling = queue.HandOnAsync(dispatch => HandleAsync(handler, dispatch, cancellation), cancellation);
        try
        {
            return await StayConnectedAsync(queue, handler, cancellation).ConfigureAwait(false);
        }
        finally
        {
            queue.Complete();
            await handling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<GatewayEnd.Fatal> StayConnectedAsync(
        DispatchQueue queue, IGatewayHandler handler, CancellationToken cancellation)
    {
        while (true)
        {
            Tell(handler, new GatewayState.Connecting());
            var end = await ConnectAsync(queue, handler, cancellation).ConfigureAwait(false);
            if (end is GatewayEnd.Fatal fatal)
            {
                _settings.Log.Refused(fatal.Reason);
                Tell(handler, new GatewayState.Lost(fatal.Reason));
                return fatal;
            }

            if (end is GatewayEnd.Identify)
                _session.Forget();
            var pause = PauseAfter(end);
            var waiting = Task.Delay(pause, _settings.Clock, cancellation);
            _settings.Log.Lost(end.Reason, Math.Round(pause.TotalSeconds, 1));
            Tell(handler, new GatewayState.Lost(end.Reason));
            await waiting.ConfigureAwait(false);
            await queue.WhenRoomAsync().WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private TimeSpan PauseAfter(GatewayEnd end)
    {
        var pause = _pause.After(end);
        var untilStart = _session.CanResume ? TimeSpan.Zero : _starts.UntilNext();
        if (untilStart > GatewayLimits.StartsPeriod)
            _settings.Log.NoStarts(untilStart);
        return untilStart > pause ? untilStart : pause;
    }

    private async Task<GatewayEnd> ConnectAsync(
        DispatchQueue queue, IGatewayHandler handler, CancellationToken cancellation)
    {
        try
        {
            var socket = await _dialler.OpenAsync(_session, cancellation).ConfigureAwait(false);
            var connection = new GatewayConnection(
                _settings, socket, _session, _starts, queue, state => Tell(handler, state));
            return await connection.RunAsync(cancellation).ConfigureAwait(false);
        }
        catch (GatewaySocketException failure)
        {
            return new GatewayEnd.Resume(failure.Message);
        }
        catch (GatewayRefusedException refusal)
        {
            return new GatewayEnd.Fatal(refusal.Message);
        }
    }

    private void Tell(IGatewayHandler handler, GatewayState state)
    {
        _state = state;
        switch (state)
        {
            case GatewayState.Ready:
                _pause.Reached();
                _settings.Log.Ready();
                break;
            case GatewayState.Resumed resumed:
                _pause.Reached();
                _settings.Log.Resumed(resumed.Replayed);
                break;
        }

        handler.StateChanged(state);
    }

    private async Task HandleAsync(IGatewayHandler handler, GatewayDispatch dispatch, CancellationToken cancellation)
    {
        try
        {
            await handler.HandleAsync(dispatch, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            _settings.Log.NotHandled(dispatch.Name, failure.GetType().Name);
        }
    }
}
