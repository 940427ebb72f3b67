using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Workers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Codesmith.Tests.Workers;

/// <summary>
/// A data root with one user, a stand-in for worker and agent, and a launcher: real sandboxes in which a shell script
/// runs instead of the worker.
/// </summary>
internal sealed class SandboxFixture : IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("codesmith-test-");

    public SandboxFixture()
    {
        WorkerFolder = Directory.CreateDirectory(Path.Combine(_root.FullName, "worker")).FullName;
        File.WriteAllText(Path.Combine(WorkerFolder, WorkerProgram.ManagedSettingsName), """{"managed":true}""");
        AgentProgram = Path.Combine(_root.FullName, "claude");
        File.WriteAllText(AgentProgram, "#!/bin/sh\necho the agent\n");
        File.SetUnixFileMode(AgentProgram, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Installation = new WorkerInstallation(Path.Combine(_root.FullName, "data"), WorkerFolder, AgentProgram);
        Folders = new UserFolders(Installation.DataRoot).Prepare(new UserId("alice"));
        Launcher = new SandboxLauncher(TimeProvider.System, NullLogger<SandboxLauncher>.Instance);
    }

    public string WorkerFolder { get; }

    public string AgentProgram { get; }

    public WorkerInstallation Installation { get; }

    public UserFolderSet Folders { get; }

    public SandboxLauncher Launcher { get; }

    /// <summary>What runs in the place of the worker's program.</summary>
    public void WorkerIs(string script)
    {
        var program = Path.Combine(WorkerFolder, Path.GetFileName(SandboxLayout.WorkerProgram));
        File.WriteAllText(program, "#!/bin/bash\n" + script);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>Starts a script that is ready at once and returns its sandbox.</summary>
    public Task<Sandbox> StartAsync(string script, UserFolderSet? folders = null) =>
        Launcher.StartAsync(
            Installation.PolicyFor(
                folders ?? Folders, "/bin/bash", "-c", $"echo '{SandboxLayout.ReadyLine}'\n{script}"),
            "test", CancellationToken.None);

    /// <summary>Runs a script to its end and returns what it printed, both streams, without the last line end.</summary>
    public async Task<string> RunAsync(string script, UserFolderSet? folders = null)
    {
        await using var sandbox = await StartAsync($"{{ {script}\n}} >/workspace/.printed 2>&1", folders);
        await sandbox.Exited.WaitAsync(Timeouts.MustNotHang);
        var printed = Path.Combine((folders ?? Folders).Workspace, ".printed");
        return (await File.ReadAllTextAsync(printed)).TrimEnd('\n');
    }

    public async ValueTask DisposeAsync()
    {
        Launcher.Dispose();
        await Folders.DisposeAsync();
        _root.Delete(recursive: true);
    }
}
