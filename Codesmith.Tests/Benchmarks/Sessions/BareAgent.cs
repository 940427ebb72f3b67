using System.Diagnostics;
using System.Text.Json.Nodes;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Hosting;
using Codesmith.Supervisor.Workers;
using Codesmith.Worker.Agent;
using Codesmith.Worker.Claude;
using Codesmith.Worker.Pty;

namespace Codesmith.Tests.Benchmarks.Sessions;

/// <summary>
/// The agent by itself, as if a person had started it: the same program, arguments, home and sandbox on a terminal of
/// the same size that answers its questions, but no worker, no link and no gateway between it and the model, and
/// none of our hooks and status line. What a session takes beyond it is ours.
/// </summary>
internal sealed class BareAgent(CodesmithOptions options) : IDisposable
{
    private static readonly TerminalSize Size = new(Columns: 120, Rows: 40);

    private readonly LauncherThread _thread = new();

    /// <summary>Starts it in a fresh home, and ends it. Returns how long it took until it said that it rests.</summary>
    public async Task<TimeSpan> StartAsync(UserId user)
    {
        string settings = Directory.CreateTempSubdirectory("codesmith-bench-").FullName;
        try
        {
            WriteSettings(settings);
            await using UserFolderSet folders = new UserFolders(options.DataFolder).Prepare(user);
            return await RunAsync(folders, settings);
        }
        finally
        {
            Directory.Delete(settings, recursive: true);
        }
    }

    public void Dispose() => _thread.Dispose();

    private async Task<TimeSpan> RunAsync(UserFolderSet folders, string settings)
    {
        var home = new ClaudeHome(folders.Home, SandboxLayout.Workspace);
        var launch = new AgentLaunch(Guid.NewGuid().ToString(), null, AgentCredential.Gateway);
        home.Prepare(launch.ConversationId);
        var rests = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        AgentSources? reading = null;
        using var sources = reading = new AgentSources(home, () =>
        {
            if (reading?.ReadStatus() is { Kind: RunKind.Idle })
                rests.TrySetResult(Stopwatch.GetTimestamp());
        });
        // It follows bubblewrap, which is the first process of its sandbox.
        sources.FollowStatus(processId: 2);
        using var screen = new AgentScreen(Size, () => { }, TimeProvider.System);

        TerminalCommand command = Command(folders, settings, launch);
        long started = Stopwatch.GetTimestamp();
        await using TerminalProcess agent =
            await _thread.RunAsync(() => TerminalProcess.Start(command, screen, TimeProvider.System));
        screen.ReplyTo(agent);
        await Task.WhenAny(rests.Task, agent.Completion).WaitAsync(Timeouts.MustNotHang);
        return rests.Task.IsCompleted
            ? Stopwatch.GetElapsedTime(started, await rests.Task)
            : throw new InvalidOperationException($"the agent did not come up by itself: {screen.Text}");
    }

    private TerminalCommand Command(UserFolderSet folders, string settings, AgentLaunch launch)
    {
        var inherited = new Dictionary<string, string>
        {
            ["ANTHROPIC_BASE_URL"] = options.Model!.BaseUrl.ToString(),
        };
        // Set last, the address is the model's own: there is no relay here.
        var environment = ClaudeCommand.Environment(launch, inherited)
            .Concat(inherited)
            .Select(variable => $"{variable.Key}={variable.Value}");
        SandboxPolicy policy = new WorkerInstallation(options.DataFolder, settings, options.ClaudeProgram).PolicyFor(
            folders,
            ["/usr/bin/env", .. environment, SandboxLayout.AgentProgram, .. ClaudeCommand.Arguments(launch, false)]);
        // Nothing of ours connects it to the model: it uses the host's network.
        IEnumerable<string> sandbox = SandboxArguments.For(policy).Where(argument => argument != "--unshare-net");
        return new TerminalCommand(
            "/usr/bin/env",
            ["bwrap", .. sandbox],
            new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin" },
            "/",
            Size);
    }

    private void WriteSettings(string folder)
    {
        string ours = Path.Combine(options.WorkerFolder, WorkerProgram.ManagedSettingsName);
        JsonObject settings = JsonNode.Parse(File.ReadAllText(ours))!.AsObject();
        settings.Remove("hooks");
        settings.Remove("statusLine");
        File.WriteAllText(Path.Combine(folder, WorkerProgram.ManagedSettingsName), settings.ToJsonString());
    }
}
