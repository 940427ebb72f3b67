using System.Diagnostics;
using Codesmith.Protocol;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Workers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SandboxLauncherTests : IAsyncDisposable
{
    private readonly SandboxFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Test]
    public async Task Dispose_LeavesNoProcess()
    {
        // One that ignores what can be ignored, one in a session of its own with nothing open.
        var marker = NewMarker();
        var sandbox = await _fixture.StartAsync(
            $"trap '' HUP TERM INT; setsid sleep {marker} </dev/null >/dev/null 2>&1 & sleep {marker}");
        await WaitForProcessesAsync(marker, 2);

        await sandbox.DisposeAsync();

        Assert.That(ProcessesWith(marker), Is.Empty, "all are gone when disposing returns, not soon after");
    }

    [Test]
    public async Task EndOfTheStartingProgram_LeavesNoProcess()
    {
        // A shell stands in for the supervisor: it starts bubblewrap with the same arguments and is killed.
        var marker = NewMarker();
        var policy = _fixture.Installation.PolicyFor(_fixture.Folders, "/bin/sh", "-c", $"sleep {marker} & sleep {marker}");
        var start = new ProcessStartInfo("/bin/sh", ["-c", "bwrap \"$@\" & wait", "sh", .. SandboxArguments.For(policy)]);
        using var supervisor = Process.Start(start)!;
        await WaitForProcessesAsync(marker, 2);

        supervisor.Kill();

        await WaitForProcessesAsync(marker, 0);
    }

    [TestCase("HUP")]
    [TestCase("INT")]
    [TestCase("QUIT")]
    [TestCase("TERM")]
    [TestCase("TSTP")]
    public async Task SignalToTheWholeTerminal_IsTheSupervisorsToObey(string signal)
    {
        await using var sandbox = await _fixture.StartAsync("exec sleep 1000");
        var status = File.ReadAllLines($"/proc/{sandbox.ProcessId}/status");
        var blocked = Convert.ToUInt64(status.Single(line => line.StartsWith("SigBlk:", StringComparison.Ordinal))[7..].Trim(), 16);
        var number = new Dictionary<string, int> { ["HUP"] = 1, ["INT"] = 2, ["QUIT"] = 3, ["TERM"] = 15, ["TSTP"] = 20 }[signal];

        Assert.That(blocked & (1UL << (number - 1)), Is.Not.Zero);
    }

    [Test]
    public async Task EndOfTheCallingThread_DoesNotEndTheSandbox()
    {
        Task<Sandbox>? starting = null;
        var caller = new Thread(() => starting = _fixture.StartAsync("exec sleep 1000"));
        caller.Start();
        caller.Join();
        await using var sandbox = await starting!;

        Assert.That(await Task.WhenAny(sandbox.Exited, Task.Delay(Timeouts.NothingHappens, TimeProvider.System, default)),
            Is.Not.SameAs(sandbox.Exited));
    }

    [Test]
    public async Task EndOfTheLauncher_EndsTheSandbox()
    {
        using var launcher = new SandboxLauncher(TimeProvider.System, NullLogger<SandboxLauncher>.Instance);
        await using var sandbox = await launcher.StartAsync(Policy($"echo {ReadyLine}; sleep 1000"), "test", default);

        launcher.Dispose();

        Assert.That(await sandbox.Exited.WaitAsync(Timeouts.MustNotHang), Is.EqualTo(137));
    }

    [Test]
    public async Task ExitCode_IsTheProgramsOwn()
    {
        await using var sandbox = await _fixture.StartAsync("exit 7");
        Assert.That(await sandbox.Exited.WaitAsync(Timeouts.MustNotHang), Is.EqualTo(7));
    }

    [Test]
    public async Task StandardInput_IsAtItsEnd() =>
        Assert.That(await _fixture.RunAsync("cat; echo end"), Is.EqualTo("end"));

    [Test]
    public void WorkerThatExits_IsToldWithItsLastWords() =>
        Assert.That(
            () => _fixture.Launcher.StartAsync(Policy("echo no luck >&2; exit 3"), "test", default),
            Throws.InstanceOf<WorkerLostException>().With.Message.Contains("exit code 3")
                .And.Message.Contains("no luck"));

    [Test]
    public void MissingFolder_IsToldWithWhatToDo() =>
        Assert.That(
            () => _fixture.Launcher.StartAsync(Policy("true") with { WorkerFolder = "/not/there" }, "test", default),
            Throws.InstanceOf<WorkerLostException>().With.Message.Contains("Can't find source path /not/there")
                .And.Message.Contains("deploy/run.sh"));

    [Test]
    public void MissingProgram_IsToldWithWhatToDo() =>
        Assert.That(
            () => _fixture.Launcher.StartAsync(Policy("") with { Command = ["/not/there"] }, "test", default),
            Throws.InstanceOf<WorkerLostException>().With.Message.Contains("execvp /not/there")
                .And.Message.Contains("deploy/run.sh"));

    [Test]
    public async Task SilentWorker_IsGivenUp()
    {
        var clock = new FakeTimeProvider();
        var marker = NewMarker();
        using var launcher = new SandboxLauncher(clock, NullLogger<SandboxLauncher>.Instance);
        var starting = launcher.StartAsync(Policy($"echo almost {ReadyLine}; sleep {marker}; true"), "test", default);
        await WaitForProcessesAsync(marker, 1);
        Assert.That(starting.IsCompleted, Is.False);

        clock.Advance(SandboxLimits.Ready);

        Assert.That(
            () => starting.WaitAsync(Timeouts.MustNotHang),
            Throws.InstanceOf<WorkerLostException>().With.Message.Contains("not ready within 20 s"));
        Assert.That(ProcessesWith(marker), Is.Empty);
    }

    [Test]
    public async Task CancelledStart_LeavesNoProcess()
    {
        using var cancellation = new CancellationTokenSource();
        var marker = NewMarker();
        var starting = _fixture.Launcher.StartAsync(Policy($"sleep {marker}; true"), "test", cancellation.Token);
        await WaitForProcessesAsync(marker, 1);

        await cancellation.CancelAsync();

        Assert.That(() => starting.WaitAsync(Timeouts.MustNotHang), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(ProcessesWith(marker), Is.Empty);
    }

    private static string ReadyLine => $"'{SandboxLayout.ReadyLine}'";

    private SandboxPolicy Policy(string script) =>
        _fixture.Installation.PolicyFor(_fixture.Folders, "/bin/sh", "-c", script);

    // A sleep of so many seconds is nobody else's.
    private static string NewMarker() => $"{Random.Shared.Next(100_000_000, 999_999_999)}";

    private static List<string> ProcessesWith(string marker) =>
        [.. Directory.EnumerateDirectories("/proc", "*").Where(folder => IsSleepWith(folder, marker))];

    private static bool IsSleepWith(string folder, string marker)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")) == $"sleep\0{marker}\0";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not a process, or one that just ended.
            return false;
        }
    }

    private static async Task WaitForProcessesAsync(string marker, int count)
    {
        using var timeout = new CancellationTokenSource(Timeouts.MustNotHang);
        while (ProcessesWith(marker).Count != count)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, timeout.Token);
    }
}
