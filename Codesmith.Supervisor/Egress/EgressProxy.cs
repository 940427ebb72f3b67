using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Workers;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Egress;

/// <summary>
/// The sandboxes' way to the network: a forward proxy behind a door for each user. Whose request it is follows from the
/// door; where it may go, from the operator's rules and that user's word; whether the address behind a name is a public
/// one is looked at in every mode.
/// </summary>
/// <param name="options">What the operator lets sandboxes reach.</param>
/// <param name="resolver">Finds addresses.</param>
/// <param name="dial">Connects to them; <see cref="TcpDialer.DialAsync"/> but in tests.</param>
/// <param name="ask">Asks users.</param>
/// <param name="log">The operator's log.</param>
/// <param name="clock">For every wait.</param>
internal sealed class EgressProxy(
    EgressOptions options, IHostResolver resolver, DialAddress dial, AskUser ask, ILogger<EgressProxy> log,
    TimeProvider clock) : ISandboxDoor
{
    private readonly EgressGate _gate = new(new EgressRules(options), ask, clock);

    public IAsyncDisposable Open(string socketPath, UserId user) =>
        new EgressDoor(
        socketPath, user, _gate,
        new EgressConnector(resolver, dial, new SemaphoreSlim(EgressLimits.LookupsPerUser), clock), log, clock);
}
