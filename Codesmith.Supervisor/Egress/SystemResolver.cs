using System.Net;

namespace Codesmith.Supervisor.Egress;

/// <summary>Asks as every program of this machine does.</summary>
internal sealed class SystemResolver : IHostResolver
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host) =>
        await Dns.GetHostAddressesAsync(host).ConfigureAwait(false);
}
