using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// Prepares what a user's sandbox stands on, for their session or an errand beside it: folders under their lock, doors,
/// a control group.
/// </summary>
/// <param name="installation">Where programs and folders are.</param>
/// <param name="launcher">Starts the tools that it needs.</param>
/// <param name="modelDoor">The way to the model; null for what does not need one.</param>
/// <param name="egressDoor">The way to the network; null where there is none.</param>
/// <param name="controlGroups">Where the kernel keeps limits; null where they are watched.</param>
/// <param name="clock">Paces the watch.</param>
internal sealed class SandboxGround(
    WorkerInstallation installation,
    SandboxLauncher launcher,
    ISandboxDoor? modelDoor,
    ISandboxDoor? egressDoor,
    ControlGroups? controlGroups,
    TimeProvider clock)
{
    private readonly UserFolders _folders = new(installation.DataRoot);
    private readonly UserFiles _files = new(launcher, clock);

    /// <summary>Prepares it and has a sandbox started there. Nothing is left if that fails.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="isErrand">Whether it is beside the user's session.</param>
    /// <param name="command">What is to run, by its path inside.</param>
    /// <param name="start">Starts it, and owns the parts from then on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WorkerLostException">It cannot be had; the message says why.</exception>
    public async Task<T> StartAsync<T>(
        UserId user, bool isErrand, IReadOnlyList<string> command, Func<Prepared, Task<T>> start,
        CancellationToken cancellationToken)
    {
        var parts = new SandboxParts();
        try
        {
            if (installation.FindOpenFolder() is { } open)
                throw new IOException($"every user of this machine may write {open}. Run: chmod o-w {open}");
            // Its lock is what keeps a user at one.
            var folders = parts.Add(_folders.Prepare(user, isErrand));
            await RemoveSetAsideAsync(folders, cancellationToken);
            if (modelDoor is not null)
                parts.Add(modelDoor.Open(folders.ModelSocket, user));
            if (egressDoor is not null)
                parts.Add(egressDoor.Open(folders.EgressSocket, user));
            var quota = isErrand ? installation.Quota.ForErrand() : installation.Quota;
            var group = controlGroups is null
                ? null
                : parts.Add(await controlGroups.CreateAsync(folders.Key + (isErrand ? "-errand" : ""), quota));
            var policy = (installation with { Quota = quota }).PolicyFor(folders, command) with
            {
                HasEgress = egressDoor is not null,
                ControlGroupFile = group?.ProcessesFile,
            };
            return await start(new Prepared(parts, folders, policy, sandbox => Watch(folders, sandbox, group, quota)));
        }
        catch (Exception exception)
        {
            await parts.DisposeAsync();
            if (exception is IOException or UnauthorizedAccessException)
                throw new WorkerLostException($"The sandbox could not be prepared: {exception.Message}", exception);
            throw;
        }
    }

    private async Task RemoveSetAsideAsync(UserFolderSet folders, CancellationToken cancellationToken)
    {
        if (folders.SetAside() is not { Count: > 0 } names)
            return;
        try
        {
            await _files.RemoveAsync(folders.RunFolder, names, cancellationToken);
        }
        catch (WorkerLostException)
        {
            // It stays for the next time, and counts as the user's.
        }
    }

    private SandboxWatch Watch(UserFolderSet folders, Sandbox sandbox, ControlGroup? group, SandboxQuota quota)
    {
        string[] written = [folders.Workspace, folders.Home, folders.RunFolder];
        return new SandboxWatch(
            (ISandboxMeter?)group ?? new WatchedSandbox(sandbox.ProcessId, quota),
            cancellation => _files.MeasureAsync(written, cancellation),
            quota, clock);
    }

    /// <summary>What is ready for a sandbox.</summary>
    /// <param name="Parts">Takes what is started over.</param>
    /// <param name="Folders">The user's.</param>
    /// <param name="Policy">What the sandbox is to be.</param>
    /// <param name="Watch">Looks after its limits.</param>
    internal sealed record Prepared(
        SandboxParts Parts, UserFolderSet Folders, SandboxPolicy Policy, Func<Sandbox, SandboxWatch> Watch);
}
