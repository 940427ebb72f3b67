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
    private readonly UserFolders _userFolders = new(installation.DataRoot);
    private readonly ConcurrentDictionary<SandboxedWorker, bool> _running = [];

    public async Task<ISessionWorker> StartAsync(UserId user, CancellationToken cancellationToken)
    {
        var parts = new Stack<IAsyncDisposable>();
        try
        {
            if (installation.FindOpenFolder() is { } open)
                throw new IOException($"every user of this machine may write {open}. Run: chmod o-w {open}");
            // Its lock is what keeps a user at one worker.
            var folders = _userFolders.Prepare(user);
            parts.Push(folders);
            parts.Push(modelDoor.Open(folders.ModelSocket, user));
            if (egressDoor is not null)
                parts.Push(egressDoor.Open(folders.EgressSocket, user));
            ControlGroup? group = null;
            if (controlGroups is not null)
                parts.Push(group = await controlGroups.CreateAsync(folders.Key, installation.Quota));
            var policy = installation.PolicyFor(folders, SandboxLayout.WorkerProgram) with
            {
                HasEgress = egressDoor is not null,
                ControlGroupFile = group?.ProcessesFile,
            };
            var sandbox = await launcher.StartAsync(policy, folders.Key, cancellationToken);
            parts.Push(sandbox);
            var link = await connect(folders.LinkSocket, cancellationToken);
            parts.Push(link);
            return Remember(link, parts, Watch(folders, sandbox, group));
        }
        catch (Exception exception)
        {
            await SandboxedWorker.DisposeAllAsync(parts);
            if (exception is IOException or UnauthorizedAccessException)
                throw new WorkerLostException($"The sandbox could not be prepared: {exception.Message}", exception);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _running.Keys)
            await worker.DisposeAsync();
        launcher.Dispose();
    }

    private SandboxWatch Watch(UserFolderSet folders, Sandbox sandbox, ControlGroup? group)
    {
        string[] written = [folders.Workspace, folders.Home, folders.LinkFolder];
        return new SandboxWatch(
            (ISandboxMeter?)group ?? new WatchedSandbox(sandbox.ProcessId, installation.Quota),
            cancellation => DiskMeasure.OfAsync(written, clock, cancellation),
            installation.Quota, clock);
    }

    private SandboxedWorker Remember(IWorkerLink link, Stack<IAsyncDisposable> parts, SandboxWatch watch)
    {
        var worker = new SandboxedWorker(link, parts, watch, ended => _running.TryRemove(ended, out _));
        _running.TryAdd(worker, true);
        return worker;
    }
}
