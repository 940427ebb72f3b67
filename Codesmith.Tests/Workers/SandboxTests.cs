using System.Text.RegularExpressions;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Workers;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

/// <summary>An attacker inside a real sandbox. Each test first shows that the means of the attack work.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SandboxTests : IAsyncDisposable
{
    private readonly SandboxFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [TestCase("/workspace/file")]
    [TestCase("/home/user/file")]
    [TestCase("/run/codesmith/link/file")]
    [TestCase("/tmp/file")]
    [TestCase("/dev/shm/file")]
    public async Task PlaceOfTheUser_IsWritable(string path) =>
        Assert.That(await _fixture.RunAsync($"echo written > {path} && cat {path}"), Is.EqualTo("written"));

    [TestCase("/file")]
    [TestCase("/usr/file")]
    [TestCase("/etc/file")]
    [TestCase("/etc/claude-code/managed-settings.json")]
    [TestCase("/etc/claude-code/file")]
    [TestCase("/etc/passwd")]
    [TestCase("/opt/codesmith/file")]
    [TestCase("/opt/claude/claude")]
    [TestCase("/opt/claude/file")]
    [TestCase("/run/file")]
    [TestCase("/run/codesmith/doors/file")]
    [TestCase("/home/file")]
    [TestCase("/dev/file")]
    [TestCase("/proc/self/oom_score_adj")]
    public async Task EverythingElse_IsReadOnly(string path) =>
        Assert.That(await _fixture.RunAsync($"echo 0 >> {path}"), Does.EndWith("Read-only file system"));

    [Test]
    public async Task KernelSettings_AreNotLentByASupervisorThatIsRoot() =>
        Assert.That(
            await _fixture.RunAsync("echo core >> /proc/sys/kernel/core_pattern"),
            Does.EndWith("Read-only file system").Or.EndsWith("Permission denied"), "denied if it is not root");

    [Test]
    public async Task MachineInProc_IsHidden()
    {
        // Of the host's own list, so that what a newer kernel adds is decided on. What is empty here tells nothing.
        var seen = await _fixture.RunAsync(
            "cd /proc; for f in $(find . -maxdepth 1 ! -type l ! -name '[0-9]*' ! -name . -printf '%f '); do "
            + "[ -d $f ] && { [ -n \"$(ls $f)\" ] && echo $f/; continue; }; head -c1 $f 2>/dev/null | grep -q . && echo $f; done");
        Assert.That(
            seen.Split('\n'), Is.SubsetOf(new[]
            {
                "sys/", "sysvipc/", "tty/", "pressure/", "bootconfig", "buddyinfo", "cgroups", "config.gz", "cpuinfo",
                "crypto", "devices", "dma", "execdomains", "fb", "filesystems", "loadavg", "locks", "mdstat", "meminfo",
                "misc", "mtrr", "pagetypeinfo", "schedstat", "softirqs", "stat", "swaps", "uptime", "version", "vmstat",
                "zoneinfo",
            }));
        Assert.That(seen, Does.Contain("cpuinfo").And.Contain("meminfo").And.Contain("sys/"), "programs need these");
    }

    [Test]
    public async Task Crash_LeavesNoMemoryBehind() =>
        Assert.That(
            await _fixture.RunAsync(
                "ulimit -c unlimited; grep 'Max core' /proc/self/limits | tr -s ' '; bash -c 'kill -SEGV $$'; echo $?; ls"),
            Does.Contain("Operation not permitted\nMax core file size 1 1 bytes \n").And.EndsWith("139"), "no file");

    [Test]
    public async Task WritablePlaces_AreTheListedOnes()
    {
        // What is mounted writable, whatever its path: nothing that no test above names.
        var writable = await _fixture.RunAsync(
            "awk '$4 ~ /(^|,)rw(,|$)/ && $3 !~ /^(devpts)$/ { print $2 }' /proc/mounts | sort | grep -v '^/dev/[a-z]*$'");
        Assert.That(
            writable.Split('\n'),
            Is.EquivalentTo(new[] { "/home/user", "/run/codesmith/link", "/tmp", "/workspace" }));
    }

    [TestCase("/root")]
    [TestCase("/etc/shadow")]
    [TestCase("/etc/hostname")]
    [TestCase("/sys")]
    [TestCase("/var")]
    [TestCase("/srv")]
    [TestCase("/mnt")]
    [TestCase("/boot")]
    [TestCase("/run/systemd")]
    public async Task FilesOfTheHost_AreNotThere(string path) =>
        Assert.That(
            await _fixture.RunAsync($"stat /usr >/dev/null && ls {path}"), Does.EndWith("No such file or directory"));

    [Test]
    public async Task Root_HoldsOnlyWhatIsDeclared() =>
        Assert.That(
            await _fixture.RunAsync("echo /* /home/* /run/* /run/codesmith/* /opt/*"),
            Does.Match(
                "^/bin /dev /etc /home (/lib[0-9a-z]* )+/opt /proc /run /sbin /tmp /usr /workspace "
                + "/home/user /run/codesmith /run/codesmith/doors /run/codesmith/link /opt/claude /opt/codesmith$"));

    [Test]
    public async Task DataRootOfTheSupervisor_IsNotThere() =>
        Assert.That(
            await _fixture.RunAsync($"ls {_fixture.Installation.DataRoot}"), Does.EndWith("No such file or directory"));

    [Test]
    public async Task RootOfTheFirstProcess_IsTheSandboxItself() =>
        Assert.That(
            await _fixture.RunAsync("ls -d /proc/1/root/workspace /proc/1/root/root /proc/1/cwd/root"),
            Does.Match("(?s)^ls: .*/proc/1/root/root.*No such file.*/proc/1/cwd/root.*No such file.*\n/proc/1/root/workspace$"));

    [Test]
    public async Task OtherUser_IsOutOfReach()
    {
        await using var bob = new UserFolders(_fixture.Installation.DataRoot).Prepare(new UserId("bob"));
        await File.WriteAllTextAsync(Path.Combine(bob.Workspace, "secret"), "of bob");
        await using var sandboxOfBob = await _fixture.StartAsync("exec sleep 1000", bob);

        var seen = await _fixture.RunAsync(
            $"cat {bob.Workspace}/secret; cat {_fixture.Folders.Workspace}/../../*/workspace/secret; ls -A /workspace; "
            + "grep -x sleep /proc/[0-9]*/comm");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen, Does.Not.Contain("of bob"));
            Assert.That(seen, Does.EndWith("No such file or directory\n.printed"));
            Assert.That(await _fixture.RunAsync("cat /workspace/secret", bob), Is.EqualTo("of bob"));
        }
    }

    [Test]
    public async Task LinksInTheWorkspace_LeadNowhereElse()
    {
        await using var bob = new UserFolders(_fixture.Installation.DataRoot).Prepare(new UserId("bob"));
        await File.WriteAllTextAsync(Path.Combine(bob.Workspace, "secret"), "of bob");

        var seen = await _fixture.RunAsync(
            $"ln -s {bob.Workspace}/secret one; ln -s {bob.DoorFolder} two; ln -s /proc/1/root{bob.Workspace} three; "
            + "ln -s ../../../bob/workspace four; ln /usr/bin/env five; cat one two/* three/* four/*; ls five");

        Assert.That(seen, Does.Not.Contain("of bob"));
        Assert.That(Regex.Count(seen, "No such file or directory"), Is.EqualTo(5));
        Assert.That(seen, Does.Contain("Invalid cross-device link"));
    }

    [Test]
    public async Task ProcessesOfTheHost_AreNeitherSeenNorSignalled()
    {
        var seen = await _fixture.RunAsync(
            $"ls -d /proc/[0-9]* | wc -l; kill -0 $$ && echo self; kill -0 {Environment.ProcessId}; "
            + $"ls /proc/{Environment.ProcessId}");
        Assert.That(
            seen,
            Does.Match(@"(?s)^[2-5]\nself\n.*kill: \(\d+\) - No such process\n.*No such file or directory$"));
    }

    [Test]
    public async Task Capabilities_AreAllGone() =>
        Assert.That(
            await _fixture.RunAsync("grep -hE '^(Cap|NoNewPrivs)' /proc/self/status | tr -d '\\n\\t'"),
            Is.EqualTo(
                "CapInh:0000000000000000CapPrm:0000000000000000CapEff:0000000000000000"
                + "CapBnd:0000000000000000CapAmb:0000000000000000NoNewPrivs:1"));

    [TestCase("unshare --user true", "Operation not permitted")]
    [TestCase("unshare --user --map-root-user true", "Operation not permitted")]
    [TestCase("unshare --mount true", "Operation not permitted")]
    [TestCase("unshare --net true", "Operation not permitted")]
    [TestCase("mount -t tmpfs none /tmp", "(must be superuser|permission denied)")]
    [TestCase("mount -o remount,rw /", "(must be superuser|permission denied)")]
    [TestCase("chroot / true", "Operation not permitted")]
    [TestCase("hostname other", "you must be root to change the host name")]
    [TestCase("mknod /tmp/disk b 8 0", "Operation not permitted")]
    [TestCase("setpriv --reuid 0 true", "(Operation not permitted|Invalid argument)")]
    [TestCase("chown 0 /workspace", "(Operation not permitted|Invalid argument)")]
    public async Task PrivilegedDeed_IsRefused(string deed, string reason) =>
        Assert.That(await _fixture.RunAsync($"true && {deed} || echo refused"), Does.Match($"(?s){reason}.*refused$"));

    [Test]
    public async Task SetuidProgram_GivesNothing()
    {
        // Made setuid by its owner inside: it stays the owner's.
        var seen = await _fixture.RunAsync(
            "cp /usr/bin/id /workspace/id && chmod 4755 /workspace/id && stat -c %A /workspace/id && /workspace/id -u; "
            + "grep -c nosuid /proc/mounts >/dev/null && findmnt -no OPTIONS /usr /workspace 2>/dev/null; "
            + "grep -E ' /(usr|workspace|home/user) ' /proc/mounts | grep -vc nosuid");
        Assert.That(seen, Does.StartWith("-rwsr-xr-x\n1000").And.EndsWith("0"));
    }

    [TestCase("cgroup")]
    [TestCase("ipc")]
    [TestCase("mnt")]
    [TestCase("net")]
    [TestCase("pid")]
    [TestCase("user")]
    [TestCase("uts")]
    public async Task Namespace_IsTheSandboxsOwn(string kind)
    {
        var ours = new FileInfo($"/proc/self/ns/{kind}").LinkTarget!;
        var theirs = await _fixture.RunAsync($"readlink /proc/self/ns/{kind}");
        Assert.That(theirs, Does.StartWith($"{kind}:[").And.Not.EqualTo(ours));
    }

    [Test]
    public async Task Environment_HoldsOnlyWhatIsDeclared()
    {
        Environment.SetEnvironmentVariable("CODESMITH_TEST_SECRET", "sk-of-the-host");
        try
        {
            var seen = await _fixture.RunAsync(
                "cut -d= -f1 -z /proc/$$/environ | sort -z | tr '\\0' ' '; echo; "
                + "cat /proc/[0-9]*/environ | grep -ac sk-of-the-host");
            Assert.That(seen, Is.EqualTo("HOME LANG LOGNAME NO_PROXY PATH PWD SHELL TERM USER no_proxy \n0"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("CODESMITH_TEST_SECRET", null);
        }
    }

    [Test]
    public async Task Descriptors_AreTheStandardStreamsOnly()
    {
        // One that the supervisor was born with: not close-on-exec.
        using var leaked = HeldOpen.WithoutCloseOnExec("/etc/hostname");
        Assert.That(await _fixture.RunAsync("ls /proc/self/fd"), Is.EqualTo("0\n1\n2\n3"), "3 is the listing itself");
    }

    [Test]
    public async Task Terminal_IsNotTheSupervisors() =>
        Assert.That(
            await _fixture.RunAsync("(: < /dev/tty) ; cut -d' ' -f6,7 /proc/$$/stat"),
            Does.Match("No such device or address\n[12] 0$"));

    [Test]
    public async Task Identity_IsTheSandboxsOwn() =>
        Assert.That(
            await _fixture.RunAsync("id -un; id -u; id -g; uname -n; pwd; echo $HOME; getent hosts localhost | wc -l"),
            Is.EqualTo("user\n1000\n1000\ncodesmith\n/workspace\n/home/user\n1"));

    [Test]
    public async Task Programs_AreThere() =>
        Assert.That(
            await _fixture.RunAsync("/opt/claude/claude; cat /etc/claude-code/managed-settings.json; awk 'BEGIN{print 1}'"),
            Is.EqualTo("the agent\n{\"managed\":true}1"));

    [Test]
    public async Task Temporary_IsBounded() =>
        Assert.That(
            await _fixture.RunAsync("df --output=size -B1 /tmp /dev/shm | tail -n +2 | tr -d ' '"),
            Is.EqualTo($"{SandboxLimits.TemporaryFilesBytes}\n{SandboxLimits.SharedMemoryBytes}"));

    [Test]
    public async Task Terminal_CanBeMadeInside() =>
        Assert.That(
            await _fixture.RunAsync("script -qec 'tty && test -t 0 && echo works' /dev/null </dev/null | tr -d '\\r'"),
            Is.EqualTo("/dev/pts/0\nworks"));
}
