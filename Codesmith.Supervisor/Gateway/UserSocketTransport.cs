using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Codesmith.Supervisor.Gateway;

/// <summary>
/// The one endpoint Kestrel knows, fed by as many <see cref="UserSocket"/>s as there are sandboxes: Kestrel
/// itself cannot add and remove endpoints while it runs.
/// </summary>
internal sealed class UserSocketTransport : IConnectionListenerFactory, IConnectionListener
{
    // Unbounded, but each user's part of it is bounded by GatewayLimits.ConnectionsPerUser.
    private readonly Channel<ConnectionContext> _accepted =
        Channel.CreateUnbounded<ConnectionContext>(new UnboundedChannelOptions { SingleReader = true });

    public EndPoint EndPoint { get; } = new AllUserSockets();

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(this);

    /// <summary>Hands a connection to Kestrel; false once that has stopped.</summary>
    public bool TryHandOver(ConnectionContext connection) => _accepted.Writer.TryWrite(connection);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_accepted.Reader.TryRead(out var connection))
                return connection;
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => DisposeAsync();

    public ValueTask DisposeAsync()
    {
        _accepted.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    private sealed class AllUserSockets : EndPoint
    {
        public override string ToString() => "users";
    }
}
