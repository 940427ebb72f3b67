using Codesmith.Protocol;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Workers;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

/// <summary>Programs that take more than they may, in real sandboxes with small limits.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SandboxQuotaTests : IAsyncDisposable
{
    private const long MiB = 1024 * 1024;

    private static readonly SandboxQuota Small = new()
    {
        MemoryBytes = 24 * MiB,
        Processes = 40,
        DiskBytes = 20 * MiB,
        FileBytes = 60 * MiB,
    };

    private const string Ready = $"echo '{SandboxLayout.ReadyLine}'";

    private readonly SandboxFixture _fixture = new();
    private readonly FakeTimeProvider _clock = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Test]
    public async Task ProgramsThatMultiply_EndTheSandbox()
    {
        await using var sandbox = await StartAsync($"for i in $(seq 60); do sleep 1000 & done; {Ready}");
        Assert.That(
            () => WatchOf(sandbox).LookAsync(default),
            Throws.InstanceOf<WorkerLostException>().With.Message.EqualTo("It had more than the 40 processes a session may have."));
    }

    [Test]
    public async Task ProgramThatEatsMemory_EndsTheSandbox()
    {
        await using var sandbox = await StartAsync(
            $"big=$(head -c 12000000 /dev/zero | tr '\\0' x); copy=\"$big$big\"; {Ready}");
        Assert.That(
            () => WatchOf(sandbox).LookAsync(default),
            Throws.InstanceOf<WorkerLostException>().With.Message.StartsWith("It used more memory than a session may:"));
    }

    [Test]
    public async Task ProgramThatFillsTheDisk_IsToldAndThenEndsTheSandbox()
    {
        await using var sandbox = await StartAsync(
            $"mkfifo /workspace/go; {Ready}; for i in 1 2; do read < /workspace/go; "
            + "dd if=/dev/zero of=/home/user/$i bs=1M count=55 status=none; echo > /workspace/go; done");
        var go = Path.Combine(_fixture.Folders.Workspace, "go");
        var watch = WatchOf(sandbox);
        Assert.That(await watch.LookAsync(default), Is.Empty);

        await FillAsync();
        var news = (await watch.LookAsync(default)).Single();
        Assert.That(news.Warning, Does.Match(@"take 5\d of 20 MiB, so Claude Code was interrupted"));
        Assert.That((news.Interrupts, news.Near.Single().Name), Is.EqualTo((true, "Disk")));

        await FillAsync();
        Assert.That(
            () => watch.LookAsync(default),
            Throws.InstanceOf<WorkerLostException>().With.Message.Contains("more was written all the same"));

        async Task FillAsync()
        {
            await File.WriteAllTextAsync(go, "\n").WaitAsync(Timeouts.MustNotHang);
            await File.ReadAllTextAsync(go).WaitAsync(Timeouts.MustNotHang);
            _clock.Advance(SandboxLimits.DiskLook);
        }
    }

    [Test]
    public async Task File_IsNotLargerThanItMayBe()
    {
        var quota = new SandboxQuota { FileBytes = 1024 * 1024 };
        await using var sandbox = await StartAsync(
            "{ dd if=/dev/zero of=/workspace/big bs=1M count=3; ulimit -H -n; ulimit -f 9999; } "
            + $"> /workspace/said 2>&1; {Ready}",
            quota);

        Assert.That(new FileInfo(Path.Combine(_fixture.Folders.Workspace, "big")).Length, Is.EqualTo(quota.FileBytes));
        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(_fixture.Folders.Workspace, "said")),
            Does.Contain("\n16384\n").And.Contain("file size: cannot modify"));
    }

    [Test]
    public async Task Disk_IsMeasuredAsItIs()
    {
        string folder = _fixture.Folders.Workspace;
        long empty = await DiskMeasure.OfAsync([folder], TimeProvider.System, default);
        await File.WriteAllBytesAsync(Path.Combine(folder, "file"), new byte[3 * MiB]);
        File.CreateSymbolicLink(Path.Combine(folder, "link"), "/usr");
        await using var sandbox = await StartAsync(
            $"ln /workspace/file /workspace/again; truncate -s 50M /workspace/sparse; {Ready}");
        long measured = await DiskMeasure.OfAsync([folder], TimeProvider.System, default);
        Assert.That(measured - empty, Is.InRange(3 * MiB, 4 * MiB));
    }

    private SandboxWatch WatchOf(Sandbox sandbox) => new(
        new WatchedSandbox(sandbox.ProcessId, Small),
        cancellation => DiskMeasure.OfAsync([_fixture.Folders.Workspace, _fixture.Folders.Home], _clock, cancellation),
        Small, _clock);

    /// <summary>Done when the script is ready; what it started stays.</summary>
    private Task<Sandbox> StartAsync(string script, SandboxQuota? quota = null)
    {
        var installation = _fixture.Installation with { Quota = quota ?? new SandboxQuota() };
        return _fixture.Launcher.StartAsync(
            installation.PolicyFor(_fixture.Folders, "/bin/bash", "-c", $"{script}; sleep 1000; :"),
            "test", CancellationToken.None);
    }
}
