using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Codesmith.Protocol;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Workers;
using Codesmith.Tests.Doubles;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Processor = System.Runtime.InteropServices.Architecture;

namespace Codesmith.Tests.Workers;

/// <summary>Programs that take more than they may, in real sandboxes with small limits.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SandboxQuotaTests : IAsyncDisposable
{
    private const long MiB = 1024 * 1024;
    private const int Nobody = 65534;

    private static readonly SandboxQuota Small = new()
    {
        MemoryBytes = 24 * MiB,
        Processes = 40,
        DiskBytes = 20 * MiB,
        Files = 1000,
        FileBytes = 60 * MiB,
    };

    private const string Ready = $"echo '{SandboxLayout.ReadyLine}'";

    private readonly SandboxFixture _fixture = new();
    private readonly FakeTimeProvider _clock = new();

    /// <summary>All the ways to have memory, 40 MiB of it.</summary>
    private static IEnumerable<(string Name, string Script)> Eaters()
    {
        yield return ("of its own", "big=$(head -c 12000000 /dev/zero | tr '\\0' x); copy=\"$big$big$big\"");
        // mmap with MAP_SHARED and MAP_ANONYMOUS, and a read into it.
        yield return ("shared", InPerl(
            $"open Z, \"/dev/zero\"; $a=syscall({Call(9, 222)},0,40<<20,3,0x21,-1,0); "
            + $"syscall({Call(0, 63)},fileno(Z),$a,40<<20)"));
        // memfd_create and fallocate.
        yield return ("in a file without a name", InPerl(
            $"$n=\"x\"; $f=syscall({Call(319, 279)},$n,0); syscall({Call(285, 47)},$f,0,0,40<<20)"));
    }

    private static int Call(int x64, int arm64) =>
        RuntimeInformation.ProcessArchitecture is Processor.X64 ? x64 : arm64;

    // Goes on once it has the memory.
    private static string InPerl(string script) =>
        $"mkfifo /workspace/has; perl -e '{script}; open R, \">/workspace/has\"; close R; sleep 1000' & "
        + "read < /workspace/has";

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
    public async Task ProgramThatEatsMemory_EndsTheSandbox(
        [ValueSource(nameof(Eaters))] (string Name, string Script) eater)
    {
        await using var sandbox = await StartAsync($"{eater.Script}; {Ready}");
        Assert.That(
            () => WatchOf(sandbox).LookAsync(default),
            Throws.InstanceOf<WorkerLostException>().With.Message.StartsWith("It used more memory than a session may:"));
    }

    [Test]
    public void OpenFilesWithoutNumber_AreNotLookedThrough() => Assert.That(
        () => MemoryFiles.SizeOf([Environment.ProcessId], most: 2),
        Throws.InstanceOf<WorkerLostException>().With.Message.EqualTo("It had more than 2 files open."));

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
        var empty = await Files.MeasureAsync([folder], default);
        await File.WriteAllBytesAsync(Path.Combine(folder, "file"), new byte[3 * MiB]);
        File.CreateSymbolicLink(Path.Combine(folder, "link"), "/usr");
        await using var sandbox = await StartAsync(
            $"ln /workspace/file /workspace/again; truncate -s 50M /workspace/sparse; {Ready}");
        var measured = await Files.MeasureAsync([folder], default);
        Assert.That(measured.Bytes - empty.Bytes, Is.InRange(3 * MiB, 4 * MiB));
        Assert.That(measured.Files - empty.Files, Is.EqualTo(3), "one of them has two names");
    }

    [Test]
    public async Task FoldersThatNobodyMayRead_HideNothingAndKeepNothing()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("closed", "deep"));
        await File.WriteAllBytesAsync(folder.At("closed", "deep", "file"), new byte[3 * MiB]);
        // Root is not kept out by modes: somebody else looks.
        string[] changes = Environment.IsPrivilegedProcess
            ? ["chown", "-R", $"{Nobody}:{Nobody}", folder.FullName]
            : ["true"];
        await RunAsync([.. changes]);
        await RunAsync(["chmod", "0", folder.At("closed", "deep"), folder.At("closed")]);

        string[] count = ["/usr/bin/du", "-s", "--block-size=1", folder.FullName];
        var seen = await RunAsync(AsNobody(
            SandboxArguments.ForTool(HostSystem.Read(), [folder.FullName], mayChange: false, count)));
        Assert.That(long.Parse(seen.Split('\t')[0], CultureInfo.InvariantCulture), Is.GreaterThan(3 * MiB));

        string[] remove = ["/bin/rm", "-rf", folder.At("closed")];
        await RunAsync(AsNobody(
            SandboxArguments.ForTool(HostSystem.Read(), [folder.FullName], mayChange: true, remove)));
        Assert.That(folder.At("closed"), Does.Not.Exist);
    }

    [Test]
    public async Task ManySmallFiles_EndTheSandbox()
    {
        await using var sandbox = await StartAsync(
            $"mkfifo /workspace/go; {Ready}; read < /workspace/go; "
            + "for i in $(seq 2); do mkdir /workspace/$i; (cd /workspace/$i; seq 1500 | xargs touch); "
            + "echo > /workspace/go; read < /workspace/go; done");
        var go = Path.Combine(_fixture.Folders.Workspace, "go");
        var watch = WatchOf(sandbox);
        Assert.That(await watch.LookAsync(default), Is.Empty);

        await MultiplyAsync();
        Assert.That(
            (await watch.LookAsync(default)).Single().Warning,
            Does.StartWith("The session has 1,5").And.Contain("of 1,000 files, so Claude Code was interrupted"));

        await MultiplyAsync();
        Assert.That(
            () => watch.LookAsync(default),
            Throws.InstanceOf<WorkerLostException>().With.Message.Contains("more was written all the same"));

        async Task MultiplyAsync()
        {
            await File.WriteAllTextAsync(go, "\n").WaitAsync(Timeouts.MustNotHang);
            await File.ReadAllTextAsync(go).WaitAsync(Timeouts.MustNotHang);
            _clock.Advance(SandboxLimits.DiskLook);
        }
    }

    [Test]
    public async Task MeasureThatTakesLong_DoesNotKeepAnybodyFromLookingAtTheMemory()
    {
        var measured = new TaskCompletionSource<DiskUse>();
        var meter = new CountingMeter();
        var watch = new SandboxWatch(meter, _ => measured.Task, Small, _clock);
        for (int looks = 1; looks <= 3; looks++)
        {
            var look = watch.LookAsync(default);
            _clock.Advance(SandboxLimits.Look);
            Assert.That(await look.WaitAsync(Timeouts.MustNotHang), Is.Empty);
            Assert.That(meter.Looks, Is.EqualTo(looks));
        }

        measured.SetResult(new DiskUse(18 * MiB, 0));
        Assert.That((await watch.LookAsync(default)).Single().Warning, Does.Contain("18 of 20 MiB"));
    }

    private UserFiles Files => new(_fixture.Launcher, TimeProvider.System);

    private SandboxWatch WatchOf(Sandbox sandbox) => new(
        new WatchedSandbox(sandbox.ProcessId, Small),
        cancellation => Files.MeasureAsync([_fixture.Folders.Workspace, _fixture.Folders.Home], cancellation),
        Small, _clock);

    private static string[] AsNobody(IReadOnlyList<string> arguments) => Environment.IsPrivilegedProcess
        ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "bwrap", .. arguments]
        : ["bwrap", .. arguments];

    private static async Task<string> RunAsync(string[] command)
    {
        using var process = Process.Start(
            new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, WorkingDirectory = "/" })!;
        var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(Timeouts.MustNotHang);
        await process.WaitForExitAsync().WaitAsync(Timeouts.MustNotHang);
        Assert.That(process.ExitCode, Is.Zero, string.Join(' ', command));
        return said;
    }

    /// <summary>Done when the script is ready; what it started stays.</summary>
    private Task<Sandbox> StartAsync(string script, SandboxQuota? quota = null)
    {
        var installation = _fixture.Installation with { Quota = quota ?? new SandboxQuota() };
        return _fixture.Launcher.StartAsync(
            installation.PolicyFor(_fixture.Folders, "/bin/bash", "-c", $"{script}; sleep 1000; :"),
            "test", CancellationToken.None);
    }

    private sealed class CountingMeter : ISandboxMeter
    {
        public int Looks { get; private set; }

        public (IReadOnlyList<LimitUse> Uses, string? Warning) Look()
        {
            Looks++;
            return ([], null);
        }
    }
}
