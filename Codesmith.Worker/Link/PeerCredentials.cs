using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Codesmith.Worker.Link;

/// <summary>Who is at the other end of a Unix socket, as the kernel says.</summary>
internal static class PeerCredentials
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    /// <summary>
    /// Whether the peer lives outside this process's pid namespace. Seen from inside, such a process has no number,
    /// and the kernel gives 0. The supervisor is outside; the agent and everything it starts is inside.
    /// </summary>
    public static bool IsOutside(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[3 * sizeof(int)]; // struct ucred: pid, uid, gid
        var length = socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials);
        return length == credentials.Length && MemoryMarshal.Read<int>(credentials) == 0;
    }
}
