using System.Collections.Concurrent;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Workers;

/// <summary>Connects to a worker that listens, and shakes hands with it.</summary>
/// <param name="socketPath">The worker's socket, in a folder that the sandbox can write.</param>
/// <param name="cancellationToken">Gives up.</param>
/// <exception cref="WorkerLostException">It does not answer, or not as it should.</exception>
internal delegate Task<IWorkerLink> ConnectLink(string socketPath, CancellationToken cancellationToken);

/// <summary>
/// Starts each worker in a sandbox of its own, between sockets: the link to its supervisor, the door to the model and,
/// where there is one, the door to the network. Disposing ends all of them.
/// </summary>
internal sealed class SandboxedWorkers(
    WorkerInstallation installation,
    SandboxLauncher launcher,
    ISandboxDoor modelDoor,
    ISandboxDoor? egressDoor,
    ConnectLink connect,
    TimeProvider clock,
    ControlGroups? controlGroups = null)
    : ISessionWorkers, IAsyncDisposable
{
    private readonly SandboxGround _ground =
        new(installation, launcher, modelDoor, egressDoor, controlGroups, clock);

    private readonly ConcurrentDictionary<SandboxedWorker, bool> _running = [];

    public Task<ISessionWorker> StartAsync(UserId user, CancellationToken cancellationToken) =>
        _ground.StartAsync<ISessionWorker>(
            user, isErrand: false, [SandboxLayout.WorkerProgram],
            async prepared =>
            {
                var (parts, folders, policy, watch) = prepared;
                var sandbox = parts.Add(await launcher.StartAsync(policy, folders.Key, cancellationToken));
                var link = parts.Add(await connect(folders.LinkSocket, cancellationToken));
                var worker = new SandboxedWorker(
                    link, parts, watch(sandbox), ended => _running.TryRemove(ended, out _));
                _running.TryAdd(worker, true);
                return worker;
            },
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _running.Keys)
            await worker.DisposeAsync();
        launcher.Dispose();
    }
}
