using System.Globalization;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Workers;

namespace Codesmith.Supervisor.Requirements;

/// <summary>
/// Looks at this machine and says item by item what works. It makes real sandboxes, of the same arguments as those of
/// sessions, over a data root of their own that is gone afterwards.
/// </summary>
internal sealed class RequirementsCheck(RequirementsOptions options, SandboxLauncher launcher, TimeProvider clock)
{
    // Of the agent's version, said in a line, or of an error in two or three.
    private const int KeptLines = 3;

    // The agent prints its version within 0.1 s; its program of some 400 MB may have to come from a slow disk first.
    private static readonly TimeSpan ProgramTime = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private Task<IReadOnlyList<Requirement>>? _running;

    /// <summary>
    /// Every item, met or not, in the order in which to fix them. Who asks while a check runs gets the result of that
    /// one: it starts programs that take memory and time.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting. What was begun ends by itself within a minute.</param>
    public Task<IReadOnlyList<Requirement>> RunAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_running is not { IsCompleted: false })
                _running = CheckAsync();
            return _running.WaitAsync(cancellationToken);
        }
    }

    private async Task<IReadOnlyList<Requirement>> CheckAsync() => RequirementsReport.From(await LookAsync(), options);

    private async Task<Findings> LookAsync()
    {
        var scratch = Directory.CreateTempSubdirectory("codesmith-check-");
        try
        {
            await using var folders = new UserFolders(scratch.FullName).Prepare(new UserId("check"));
            var policy = WithoutWorker(options.Installation.PolicyFor(folders), folders);
            return new Findings
            {
                Bubblewrap = await RunAsync(["--version"]),
                // An agent that is always there: one that is missing is another item.
                Sandbox = await RunAsync(
                    policy with { AgentProgram = "/usr/bin/env", Command = ["grep", "Seccomp:", "/proc/self/status"] }),
                Agent = await RunAsync(policy with { Command = [SandboxLayout.AgentProgram, "--version"] }),
                IsAgentThere = File.Exists(options.Installation.AgentProgram),
                Kernel = ReadKernelSettings(),
                OpenFolder = options.Installation.FindOpenFolder(),
                Worker = WorkerProgram.Find(options.Installation.WorkerFolder),
                AreManagedSettingsThere =
                    File.Exists(Path.Combine(options.Installation.WorkerFolder, WorkerProgram.ManagedSettingsName)),
            };
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    // A folder with nothing but empty settings stands in, so that a missing worker does not look like a sandbox or
    // an agent that does not run.
    private static SandboxPolicy WithoutWorker(SandboxPolicy policy, UserFolderSet folders)
    {
        File.WriteAllText(Path.Combine(folders.Home, WorkerProgram.ManagedSettingsName), "{}");
        return policy with { WorkerFolder = folders.Home, DotnetFolder = null };
    }

    private Task<ProgramRun> RunAsync(SandboxPolicy policy) => RunAsync(SandboxArguments.For(policy));

    private async Task<ProgramRun> RunAsync(IReadOnlyList<string> arguments)
    {
        var lines = new List<string>();
        try
        {
            await using var sandbox = await launcher.LaunchAsync(arguments, Keep, Keep);
            await sandbox.OutputEnded.WaitAsync(ProgramTime, clock);
            return new ProgramRun(await sandbox.Exited.WaitAsync(ProgramTime, clock), Said());
        }
        catch (WorkerLostException exception)
        {
            return new ProgramRun(null, exception.Message);
        }
        catch (TimeoutException)
        {
            return new ProgramRun(null, $"did not end within {ProgramTime.TotalSeconds:0} s");
        }

        void Keep(string line)
        {
            // Two streams tell.
            lock (lines)
            {
                if (lines.Count < KeptLines)
                    lines.Add(line.Trim());
            }
        }

        string Said() => string.Join(" / ", lines.Where(line => line.Length > 0));
    }

    private static KernelSettings ReadKernelSettings() => new(
        ReadSetting("user/max_user_namespaces"),
        ReadSetting("kernel/unprivileged_userns_clone"),
        ReadSetting("kernel/apparmor_restrict_unprivileged_userns"),
        Environment.IsPrivilegedProcess);

    private static long? ReadSetting(string name)
    {
        var path = Path.Combine("/proc/sys", name);
        return File.Exists(path) && long.TryParse(
            File.ReadAllText(path), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
    }
}
