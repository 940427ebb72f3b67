using System.Net;
using System.Net.Sockets;

namespace Codesmith.Supervisor.Egress;

/// <summary>Connects to an address that has been checked.</summary>
/// <exception cref="SocketException">Nobody answers there.</exception>
internal delegate Task<Socket> DialAddress(IPEndPoint address, CancellationToken cancellationToken);

/// <summary>Connects over the network.</summary>
internal static class TcpDialer
{
    /// <exception cref="SocketException">Nobody answers there.</exception>
    /// <exception cref="EgressRefusedException">The address is this machine's own.</exception>
    public static async Task<Socket> DialAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            // A public address may be this machine's, whose services no firewall keeps from itself. The kernel
            // talks to its own addresses from the same address.
            if (socket.LocalEndPoint is IPEndPoint own && own.Address.Equals(address.Address))
                throw new EgressRefusedException(EgressRefusals.NotPublic($"{own.Address}", "this machine's own"));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
