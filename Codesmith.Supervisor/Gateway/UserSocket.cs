using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Gateway;

/// <summary>One user's socket: accepts, marks every connection with the user, and forgets it when it closes.</summary>
internal sealed class UserSocket : IAsyncDisposable
{
    private const int Backlog = 64;

    private readonly string _userId;
    private readonly Socket _listener;
    private readonly SocketConnectionContextFactory _connectionFactory;
    private readonly UserSocketTransport _transport;
    private readonly ILogger _log;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<string, ConnectionContext> _connections = new();
    private readonly Task _accepting;

    private UserSocket(
        string userId,
        Socket listener,
        SocketConnectionContextFactory connectionFactory,
        UserSocketTransport transport,
        ILogger log,
        TimeProvider clock)
    {
        (_userId, _listener, _connectionFactory, _transport, _log, _clock) =
            (userId, listener, connectionFactory, transport, log, clock);
        _accepting = AcceptAsync();
    }

    /// <summary>
    /// Listens at a path of at most 107 bytes, in a folder that decides who may connect. A socket or link left
    /// there is replaced, without following it.
    /// </summary>
    /// <exception cref="IOException">Something else is there, or the folder cannot be written.</exception>
    /// <exception cref="SocketException">The socket cannot be created.</exception>
    public static UserSocket Listen(
        string path,
        string userId,
        SocketConnectionContextFactory connectionFactory,
        UserSocketTransport transport,
        ILogger log,
        TimeProvider clock)
    {
        RemoveStale(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen(Backlog);
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        return new UserSocket(userId, listener, connectionFactory, transport, log, clock);
    }

    /// <summary>Removes the file and aborts the connections. Does not wait for the requests on them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        _listener.Dispose(); // removes the file, too
        await _accepting.ConfigureAwait(false);
        foreach (var connection in _connections.Values)
            connection.Abort(new ConnectionAbortedException("The sandbox is being closed."));
    }

    private static void RemoveStale(string path)
    {
        var file = new FileInfo(path);
        if (Directory.Exists(path) && file.LinkTarget is null)
            throw new IOException($"{path} is a folder; the way to the model is to be a socket there.");
        if (file.LinkTarget is null && file is { Exists: true, Length: > 0 })
            throw new IOException($"{path} is a file with content; the way to the model is to be a socket there.");
        File.Delete(path);
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                Welcome(await _listener.AcceptAsync(_closing.Token).ConfigureAwait(false));
            }
            catch (SocketException failure) when (!_closing.IsCancellationRequested)
            {
                // Out of descriptors, or a client that left between connecting and being accepted.
                _log.AcceptFailed(_userId, failure.SocketErrorCode.ToString());
                await PauseAsync().ConfigureAwait(false);
            }
            catch (Exception) when (_closing.IsCancellationRequested)
            {
                // However a pending accept ends when its socket is closed under it, that is the end.
                return;
            }
        }
    }

    private void Welcome(Socket client)
    {
        if (_connections.Count >= GatewayLimits.ConnectionsPerUser)
        {
            _log.TooManyConnections(_userId, _connections.Count);
            client.Dispose();
            return;
        }

        var connection = _connectionFactory.Create(client);
        connection.Features.Set(new SandboxUser(_userId));
        _connections[connection.ConnectionId] = connection;
        connection.ConnectionClosed.Register(() => _connections.TryRemove(connection.ConnectionId, out _));
        if (!_transport.TryHandOver(connection))
            connection.Abort(new ConnectionAbortedException("The gateway has stopped."));
    }

    private async Task PauseAsync()
    {
        await Task.Delay(GatewayLimits.PauseAfterFailedAccept, _clock, _closing.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
