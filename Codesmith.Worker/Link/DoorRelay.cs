using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Codesmith.Worker.Link;

/// <summary>
/// A way out of the sandbox: what connects to the loopback port is joined, byte by byte, to a door of the
/// supervisor's. It understands nothing of what it carries. While the door is closed connections are closed at once,
/// and who wants out tries again as on any network.
/// </summary>
internal sealed class DoorRelay : IDisposable
{
    /// <summary>Far more than one agent and its tools open; beyond it new ones wait in the kernel's queue.</summary>
    private const int Connections = 64;

    /// <summary>Bytes carried at once in one direction: a few events of a streamed answer.</summary>
    private const int ChunkBytes = 16 * 1024;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly SemaphoreSlim _places = new(Connections);
    private readonly UnixDomainSocketEndPoint _door;

    /// <summary>Listens at once.</summary>
    /// <param name="port">The loopback port; 0 for any, see <see cref="Port"/>.</param>
    /// <param name="doorPath">The door's socket. It need not be there yet, or always.</param>
    public DoorRelay(int port, string doorPath)
    {
        _door = new UnixDomainSocketEndPoint(doorPath);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen();
    }

    /// <summary>The port it listens on.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Relays until cancelled; all connections end with it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
            var client = await _listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
            _ = RelayAsync(client, cancellationToken);
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task RelayAsync(Socket client, CancellationToken cancellationToken)
    {
        using var door = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            client.NoDelay = true;
            await door.ConnectAsync(_door, cancellationToken).ConfigureAwait(false);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAll(CarryAsync(client, door, ending), CarryAsync(door, client, ending))
                .ConfigureAwait(false);
        }
        catch (Exception over) when (over is SocketException or OperationCanceledException)
        {
            // An end that is not there, or went away: both ends see a closed connection, and nobody else cares.
        }
        finally
        {
            client.Dispose();
            _places.Release();
        }
    }

    /// <summary>Carries one direction to its end and passes the end on; a failure ends the other direction too.</summary>
    private static async Task CarryAsync(Socket from, Socket to, CancellationTokenSource ending)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(chunk, ending.Token).ConfigureAwait(false)) > 0)
            {
                var rest = chunk.AsMemory(0, count);
                while (!rest.IsEmpty)
                    rest = rest[await to.SendAsync(rest, ending.Token).ConfigureAwait(false)..];
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            await ending.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }
}
