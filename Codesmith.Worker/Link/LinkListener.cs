using System.Net.Sockets;
using Codesmith.Protocol.Wire;
using Codesmith.Worker.Agent;
using StreamJsonRpc;

namespace Codesmith.Worker.Link;

/// <summary>
/// Listens for the supervisor. One connection at a time: a new one ends the one before, because a supervisor that
/// dials again has given the old connection up, whether or not this end has noticed.
/// </summary>
internal sealed class LinkListener : IDisposable
{
    /// <summary>Connections the kernel keeps until they are looked at; there is one supervisor.</summary>
    private const int Backlog = 8;

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly EventLog _log;
    private readonly IAgent _agent;
    private readonly AttachmentStore _attachments;
    private readonly Func<Socket, bool> _admits;

    /// <summary>Listens at once: whoever sees the socket can connect.</summary>
    /// <param name="path">Where the socket is made. A socket left there by an earlier worker is replaced.</param>
    /// <param name="log">What happened so far.</param>
    /// <param name="agent">Takes the calls.</param>
    /// <param name="attachments">Takes the files.</param>
    /// <param name="admits">Which peers may speak; see <see cref="PeerCredentials.IsOutside"/>.</param>
    public LinkListener(
        string path, EventLog log, IAgent agent, AttachmentStore attachments, Func<Socket, bool> admits)
    {
        _log = log;
        _agent = agent;
        _attachments = attachments;
        _admits = admits;
        File.Delete(path);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(Backlog);
    }

    /// <summary>Serves until cancelled; the connection ends with it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        JsonRpc? current = null;
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
                if (!_admits(socket))
                {
                    socket.Dispose();
                    continue;
                }

                await EndAsync(current).ConfigureAwait(false);
                current = WorkerWire.OpenWorkerEnd(
                    new NetworkStream(socket, ownsSocket: true), new WorkerService(_log, _agent, _attachments));
                current.StartListening();
            }
        }
        finally
        {
            await EndAsync(current).ConfigureAwait(false);
        }
    }

    public void Dispose() => _listener.Dispose();

    private static async Task EndAsync(JsonRpc? connection)
    {
        if (connection is null)
            return;
        connection.Dispose();
        // How the connection ended is the supervisor's to tell; here it only has to be over.
        await connection.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
