namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>Says that we are alive, and finds out whether the other side is.</summary>
/// <param name="interval">Between two beats.</param>
/// <param name="settings">The clock and chance.</param>
/// <param name="send">Sends a beat; false if none may be sent now.</param>
internal sealed class Heartbeat(TimeSpan interval, GatewaySettings settings, Func<Task<bool>> send)
{
    private volatile bool _isAnswered = true;

    /// <summary>The other side answered.</summary>
    public void Acknowledge() => _isAnswered = true;

    /// <summary>Returns when the next beat is due and the other side has not answered the last.</summary>
    /// <exception cref="OperationCanceledException">The connection has ended otherwise.</exception>
    /// <exception cref="GatewaySocketException">A beat was not sent.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // The first comes at a random time, so that all the bots that Discord lost at once do not beat at once.
        var next = Task.Delay(interval * settings.Random.NextDouble(), settings.Clock, cancellation);
        while (true)
        {
            await next.ConfigureAwait(false);
            if (!_isAnswered)
                return;
            _isAnswered = false; // the answer may come before sending is done
            next = Task.Delay(interval, settings.Clock, cancellation); // from now on, however long sending takes
            if (!await send().ConfigureAwait(false))
                _isAnswered = true; // there is nothing to answer
        }
    }
}
