using System.Net.Sockets;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Egress;

/// <summary>One connection from a sandbox: its request, the decision, and the bytes that follow.</summary>
internal sealed class EgressConnection(
    Socket client, UserId user, EgressGate gate, EgressConnector connector, EgressJournal journal, TimeProvider clock)
{
    private static readonly byte[] Established = "HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray();

    /// <summary>Serves it to its end. Never faults: whatever goes wrong with it is its own.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        EgressTarget? target = null;
        try
        {
            if (await RequestHead.ReceiveAsync(client, clock, cancellationToken).ConfigureAwait(false) is not { } head)
                return;
            var request = EgressRequestReader.Read(head.Bytes.Span);
            target = request.Target;
            await gate.AdmitAsync(user, target, cancellationToken).ConfigureAwait(false);
            using var socket = await connector.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
            await CarryAsync(request, head.Rest, socket, cancellationToken).ConfigureAwait(false);
        }
        catch (EgressRefusedException refused)
        {
            journal.Refused(target, refused.Refusal);
            await client.RefuseAsync(refused.Refusal, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            // The client left, or its sandbox did.
        }
        catch (Exception defect)
        {
            journal.Failed(defect);
        }
        finally
        {
            client.Dispose();
        }
    }

    private async Task CarryAsync(
        EgressRequest request, ReadOnlyMemory<byte> rest, Socket target, CancellationToken cancellationToken)
    {
        var relay = new ByteRelay(client, target, clock);
        try
        {
            if (request is EgressRequest.Plain plain)
            {
                await relay.RunAsync(plain.Head, rest, plain.BodyBytes, cancellationToken).ConfigureAwait(false);
                return;
            }

            await client.SendAsync(Established, cancellationToken).ConfigureAwait(false);
            await relay.RunAsync(rest, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            journal.Carried(request.Target, relay);
        }
    }
}
