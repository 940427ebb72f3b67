using System.Net.Sockets;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Workers;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Egress;

/// <summary>One user's door to the network. Disposing closes it and ends the connections through it.</summary>
internal sealed class EgressDoor : IAsyncDisposable
{
    private readonly UserId _user;
    private readonly EgressGate _gate;
    private readonly EgressConnector _connector;
    private readonly EgressJournal _journal;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _counting = new();
    private readonly HashSet<Task> _connections = [];
    private readonly DoorListener _listener;

    /// <summary>Listens at once: <see cref="DoorListener.Listen"/>.</summary>
    /// <exception cref="IOException">Something else is there, or the folder cannot be written.</exception>
    /// <exception cref="SocketException">The socket cannot be created.</exception>
    public EgressDoor(
        string path, UserId user, EgressGate gate, EgressConnector connector, ILogger log, TimeProvider clock)
    {
        (_user, _gate, _connector, _clock) = (user, gate, connector, clock);
        _journal = new EgressJournal(user, log, clock);
        _listener = DoorListener.Listen(path, Welcome, error => log.AcceptFailed(user.Value, error.ToString()), clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync().ConfigureAwait(false);
        await _closing.CancelAsync().ConfigureAwait(false);
        Task[] open;
        lock (_counting)
            open = [.. _connections];
        await Task.WhenAll(open).ConfigureAwait(false);
    }

    private void Welcome(Socket client)
    {
        lock (_counting)
        {
            _connections.RemoveWhere(connection => connection.IsCompleted);
            if (_connections.Count < EgressLimits.ConnectionsPerUser)
            {
                var connection = new EgressConnection(client, _user, _gate, _connector, _journal, _clock);
                _connections.Add(Task.Run(() => connection.RunAsync(_closing.Token)));
                return;
            }
        }

        TurnAway(client);
    }

    /// <summary>Without waiting for anything: there may be very many.</summary>
    private void TurnAway(Socket client)
    {
        using (client)
        {
            _journal.Refused(target: null, EgressRefusals.TooManyConnections);
            try
            {
                client.Send(EgressRefusals.TooManyConnections.ToBytes());
            }
            catch (SocketException)
            {
                // It did not wait for the answer.
            }
        }
    }
}
