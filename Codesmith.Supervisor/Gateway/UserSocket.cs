using System.Collections.Concurrent;
using System.Net.Sockets;
using Codesmith.Supervisor.Workers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Gateway;

/// <summary>One user's socket: marks every connection with the user, and forgets it when it closes.</summary>
internal sealed class UserSocket : IAsyncDisposable
{
    private readonly string _userId;
    private readonly SocketConnectionContextFactory _connectionFactory;
    private readonly UserSocketTransport _transport;
    private readonly RefusalLog _refusals;
    private readonly ConcurrentDictionary<string, ConnectionContext> _connections = new();
    private readonly DoorListener _listener;

    /// <summary>Listens at once: <see cref="DoorListener.Listen"/>.</summary>
    /// <exception cref="IOException">Something else is there, or the folder cannot be written.</exception>
    /// <exception cref="SocketException">The socket cannot be created.</exception>
    public UserSocket(
        string path,
        string userId,
        SocketConnectionContextFactory connectionFactory,
        UserSocketTransport transport,
        ILogger log,
        RefusalLog refusals,
        TimeProvider clock)
    {
        (_userId, _connectionFactory, _transport, _refusals) = (userId, connectionFactory, transport, refusals);
        _listener = DoorListener.Listen(path, Welcome, error => log.AcceptFailed(userId, error.ToString()), clock);
    }

    /// <summary>Removes the file and aborts the connections. Does not wait for the requests on them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync().ConfigureAwait(false);
        foreach (var connection in _connections.Values)
            connection.Abort(new ConnectionAbortedException("The sandbox is being closed."));
    }

    private void Welcome(Socket client)
    {
        if (_connections.Count >= GatewayLimits.ConnectionsPerUser)
        {
            _refusals.Connection(_userId, _connections.Count);
            client.Dispose();
            return;
        }

        var connection = _connectionFactory.Create(client);
        var user = new SandboxUser(_userId);
        connection.Features.Set(user);
        connection.ConnectionId = user.NameOf(connection.ConnectionId);
        _connections[connection.ConnectionId] = connection;
        connection.ConnectionClosed.Register(() => _connections.TryRemove(connection.ConnectionId, out _));
        if (!_transport.TryHandOver(connection))
            connection.Abort(new ConnectionAbortedException("The gateway has stopped."));
    }
}
