using System.Net.Sockets;

namespace Codesmith.Supervisor.Egress;

/// <summary>The beginning of what a client sent.</summary>
/// <param name="Bytes">The request up to its empty line, inclusive.</param>
/// <param name="Rest">What came after that already.</param>
internal sealed record RequestHead(ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> Rest)
{
    /// <summary>Waits for a whole head, within bounds of size and time.</summary>
    /// <returns>Null if the client left before.</returns>
    /// <exception cref="EgressRefusedException">It is too long or comes too slowly.</exception>
    /// <exception cref="SocketException">The client broke off.</exception>
    public static async Task<RequestHead?> ReceiveAsync(
        Socket client, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(EgressLimits.Head, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await ReceiveAsync(client, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new EgressRefusedException(EgressRefusals.HeadTooLate);
        }
    }

    private static async Task<RequestHead?> ReceiveAsync(Socket client, CancellationToken cancellationToken)
    {
        var buffer = new byte[EgressLimits.HeadBytes];
        var count = 0;
        while (count < buffer.Length)
        {
            var received = await client.ReceiveAsync(buffer.AsMemory(count), cancellationToken).ConfigureAwait(false);
            if (received == 0)
                return null;
            // The end may have begun in what came before.
            var from = Math.Max(0, count - 3);
            count += received;
            var end = buffer.AsSpan(from, count - from).IndexOf("\r\n\r\n"u8);
            if (end < 0)
                continue;
            var length = from + end + 4;
            return new RequestHead(buffer.AsMemory(0, length), buffer.AsMemory(length, count - length));
        }

        throw new EgressRefusedException(EgressRefusals.HeadTooLarge);
    }
}
