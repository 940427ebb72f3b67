using System.Buffers;
using System.Net.Sockets;

namespace Codesmith.Supervisor.Egress;

/// <summary>Carries bytes between a client and its target, until both are done or nothing moves any more.</summary>
internal sealed class ByteRelay(Socket client, Socket target, TimeProvider clock)
{
    /// <summary>Bytes carried to the target.</summary>
    public long Sent { get; private set; }

    /// <summary>Bytes carried to the client.</summary>
    public long Received { get; private set; }

    /// <summary>Carries everything, and passes on the end of each direction.</summary>
    /// <param name="first">What the client has sent already.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SocketException">An end broke off.</exception>
    public Task RunAsync(ReadOnlyMemory<byte> first, CancellationToken cancellationToken) => CarryAsync(
        async (moved, ending) =>
        {
            await SendAsync(first, ending).ConfigureAwait(false);
            await SendAsync(long.MaxValue, moved, ending).ConfigureAwait(false);
            target.Shutdown(SocketShutdown.Send);
        },
        async (moved, ending) =>
        {
            await ReceiveAsync(moved, ending).ConfigureAwait(false);
            client.Shutdown(SocketShutdown.Send);
        },
        cancellationToken);

    /// <summary>Carries one request and its answer, which ends the connection. What else the client sends stays.</summary>
    /// <param name="head">The request's head.</param>
    /// <param name="first">What the client has sent already of what follows it.</param>
    /// <param name="body">Bytes of the request's body.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SocketException">An end broke off.</exception>
    public async Task RunAsync(byte[] head, ReadOnlyMemory<byte> first, long body, CancellationToken cancellationToken)
    {
        var begun = first[..(int)Math.Min(first.Length, body)];
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await CarryAsync(
            async (moved, ending) =>
            {
                await SendAsync(head, ending).ConfigureAwait(false);
                await SendAsync(begun, ending).ConfigureAwait(false);
                await SendAsync(body - begun.Length, moved, ending).ConfigureAwait(false);
            },
            async (moved, ending) =>
            {
                await ReceiveAsync(moved, ending).ConfigureAwait(false);
                client.Shutdown(SocketShutdown.Send);
                await answered.CancelAsync().ConfigureAwait(false);
            },
            answered.Token).ConfigureAwait(false);
    }

    private async Task CarryAsync(
        Func<Action, CancellationToken, Task> toTarget, Func<Action, CancellationToken, Task> toClient,
        CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var idle = clock.CreateTimer(
            _ => ending.Cancel(), null, EgressLimits.Idle, Timeout.InfiniteTimeSpan);
        try
        {
            await Task.WhenAll(UntilItFails(toTarget), UntilItFails(toClient)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nothing moved, the answer was complete, or the sandbox is gone.
        }

        // One direction that broke off leaves nothing for the other to do.
        async Task UntilItFails(Func<Action, CancellationToken, Task> direction)
        {
            try
            {
                await direction(() => idle.Change(EgressLimits.Idle, Timeout.InfiniteTimeSpan), ending.Token)
                    .ConfigureAwait(false);
            }
            catch (SocketException)
            {
                await ending.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await SendAllAsync(target, bytes, cancellationToken).ConfigureAwait(false);
        Sent += bytes.Length;
    }

    private Task SendAsync(long most, Action moved, CancellationToken cancellationToken) => CopyAsync(
        client, target, most,
        count =>
        {
            Sent += count;
            moved();
        },
        cancellationToken);

    private Task ReceiveAsync(Action moved, CancellationToken cancellationToken) => CopyAsync(
        target, client, long.MaxValue,
        count =>
        {
            Received += count;
            moved();
        },
        cancellationToken);

    private static async Task CopyAsync(
        Socket from, Socket to, long most, Action<int> moved, CancellationToken cancellationToken)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(EgressLimits.ChunkBytes);
        try
        {
            while (most > 0)
            {
                var room = chunk.AsMemory(0, (int)Math.Min(chunk.Length, most));
                var count = await from.ReceiveAsync(room, cancellationToken).ConfigureAwait(false);
                if (count == 0)
                    return;
                await SendAllAsync(to, room[..count], cancellationToken).ConfigureAwait(false);
                most -= count;
                moved(count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static async Task SendAllAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await to.SendAsync(bytes, cancellationToken).ConfigureAwait(false)..];
    }
}
