using System.Net;
using System.Net.Sockets;

namespace Codesmith.Supervisor.Egress;

/// <summary>
/// Finds the address of one user's target, checks it, and connects to that very address: a name that leads elsewhere
/// a moment later gains nothing by it.
/// </summary>
/// <param name="resolver">Finds it.</param>
/// <param name="dial">Connects.</param>
/// <param name="lookups"><see cref="EgressLimits.LookupsPerUser"/> places. A lookup may outlast the sandbox.</param>
/// <param name="clock">For the wait.</param>
internal sealed class EgressConnector(
    IHostResolver resolver, DialAddress dial, SemaphoreSlim lookups, TimeProvider clock)
{
    /// <exception cref="EgressRefusedException">It may not be reached, or cannot.</exception>
    public async Task<Socket> ConnectAsync(EgressTarget target, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(EgressLimits.Connect, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var addresses = target.Address is { } literal
                ? [literal]
                : await ResolveAsync(target.Host, either.Token).ConfigureAwait(false);
            // One that is not public spoils all: no honest name has both.
            if (addresses.Select(PublicAddress.KindOf).OfType<string>().FirstOrDefault() is { } notPublic)
                throw new EgressRefusedException(EgressRefusals.NotPublic(target.Host, notPublic));
            return await DialAsync(target, addresses, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new EgressRefusedException(EgressRefusals.TooSlow(target.Host));
        }
    }

    private async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        await lookups.WaitAsync(cancellationToken).ConfigureAwait(false);
        var lookup = LookUpAsync(host);
        try
        {
            return await lookup.WaitAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } addresses
                ? addresses
                : throw new EgressRefusedException(EgressRefusals.NotFound(host));
        }
        catch (SocketException)
        {
            throw new EgressRefusedException(EgressRefusals.NotFound(host));
        }
    }

    /// <summary>Holds its place until it is done, also when nobody waits for it any more.</summary>
    private async Task<IReadOnlyList<IPAddress>> LookUpAsync(string host)
    {
        try
        {
            return await resolver.ResolveAsync(host).ConfigureAwait(false);
        }
        finally
        {
            lookups.Release();
        }
    }

    private async Task<Socket> DialAsync(
        EgressTarget target, IReadOnlyList<IPAddress> addresses, CancellationToken cancellationToken)
    {
        foreach (var address in addresses.Take(EgressLimits.AddressesTried))
        {
            try
            {
                return await dial(new IPEndPoint(address, target.Port), cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // The next one may answer.
            }
        }

        throw new EgressRefusedException(EgressRefusals.NotReached(target.Host));
    }
}
