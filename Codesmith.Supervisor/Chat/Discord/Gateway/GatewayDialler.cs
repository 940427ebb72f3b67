namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>Decides where to connect, and opens the socket.</summary>
internal sealed class GatewayDialler(
    TimeProvider clock,
    SessionStartBudget starts,
    Func<CancellationToken, Task<GatewayAddress>> askAddress,
    OpenGatewaySocket open)
{
    private const string Query = "v=10&encoding=json&compress=zlib-stream";

    private GatewayAddress? _address; // until it does not connect

    /// <summary>
    /// Opens the session's own address. If that fails, or there is no session, opens the common one; the session is
    /// forgotten then. It is kept while neither connects: the fault is then more likely on our side.
    /// </summary>
    /// <exception cref="GatewaySocketException">Nothing connects, or no session may be begun now.</exception>
    /// <exception cref="GatewayRefusedException">Discord refuses the bot.</exception>
    public async Task<IGatewaySocket> OpenAsync(GatewaySession session, CancellationToken cancellation)
    {
        if (session is { CanResume: true, ResumeUrl: { } resumeUrl })
        {
            try
            {
                return await OpenAsync(resumeUrl, cancellation).ConfigureAwait(false);
            }
            catch (GatewaySocketException) when (starts.UntilNext() == TimeSpan.Zero)
            {
                // Otherwise the session is all we have.
            }
        }

        _address ??= await AskAsync(cancellation).ConfigureAwait(false);
        if (starts.UntilNext() > TimeSpan.Zero)
            throw new GatewaySocketException("Discord lets the bot begin no session now.");
        try
        {
            var socket = await OpenAsync(_address.Url, cancellation).ConfigureAwait(false);
            session.Forget();
            return socket;
        }
        catch (GatewaySocketException)
        {
            _address = null;
            throw;
        }
    }

    private async Task<GatewayAddress> AskAsync(CancellationToken cancellation)
    {
        try
        {
            var address = await askAddress(cancellation).ConfigureAwait(false);
            starts.Update(address.Starts);
            return address;
        }
        catch (Exception failure) when (failure is not GatewayRefusedException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new GatewaySocketException(
                $"Discord did not tell the gateway's address ({failure.GetType().Name}).", failure);
        }
    }

    private async Task<IGatewaySocket> OpenAsync(Uri url, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(GatewayLimits.Connect, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await open(new UriBuilder(url) { Query = Query }.Uri, either.Token).ConfigureAwait(false);
        }
        catch (GatewaySocketException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }
}
