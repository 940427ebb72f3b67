using System.Net.Sockets;

namespace Codesmith.Supervisor.Egress;

/// <summary>The last words to a client.</summary>
internal static class Farewell
{
    /// <summary>
    /// Tells a client why it is refused. What it still sends is taken for a moment: a connection that is closed on
    /// unread bytes breaks off, and the answer may be lost with it. Never faults.
    /// </summary>
    public static async Task RefuseAsync(
        this Socket client, EgressRefusal refusal, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(EgressLimits.Farewell, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await client.SendAsync(refusal.ToBytes(), either.Token).ConfigureAwait(false);
            client.Shutdown(SocketShutdown.Send);
            var ignored = new byte[1024];
            while (await client.ReceiveAsync(ignored, either.Token).ConfigureAwait(false) > 0)
            {
                // Not wanted any more.
            }
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            // It does not want to know, or had its time.
        }
    }
}
