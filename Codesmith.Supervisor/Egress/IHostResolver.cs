using System.Net;

namespace Codesmith.Supervisor.Egress;

/// <summary>Finds the addresses of a name. Nothing remembers them: what is checked is what is connected to.</summary>
internal interface IHostResolver
{
    /// <exception cref="System.Net.Sockets.SocketException">The name is not known, or nobody can say.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host);
}
