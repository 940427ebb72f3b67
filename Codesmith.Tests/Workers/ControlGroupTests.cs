using Codesmith.Protocol;
using Codesmith.Supervisor.Workers;
using Codesmith.Tests.Doubles;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

internal sealed class ControlGroupTests
{
    private static readonly SandboxQuota Quota = new() { MemoryBytes = 1000, Processes = 50, CpuWeight = 20 };

    [Test]
    public async Task FolderLaidOutLikeControlGroups_GetsWhatTheKernelWouldObey()
    {
        using var mount = new TemporaryFolder();
        var service = Directory.CreateDirectory(mount.At("system.slice/codesmith.service")).FullName;
        File.WriteAllText(Path.Combine(service, "cgroup.controllers"), "cpuset cpu io memory pids\n");
        File.WriteAllText(mount.At("membership"), "0::/system.slice/codesmith.service\n");

        var groups = ControlGroups.TakeOver(
            TimeProvider.System, NullLogger.Instance, mount.At(""), mount.At("membership"))!;
        var group = await groups.CreateAsync("alice", Quota);

        string folder = Path.Combine(service, "session-alice");
        Assert.That(Read(service, "supervisor/cgroup.procs"), Is.EqualTo(Environment.ProcessId.ToString()));
        Assert.That(Read(service, "cgroup.subtree_control"), Is.EqualTo("+memory +pids +cpu"));
        Assert.That(group.ProcessesFile, Is.EqualTo(Path.Combine(folder, "cgroup.procs")));
        Assert.That(
            new[] { Read(folder, "memory.max"), Read(folder, "pids.max"), Read(folder, "cpu.weight") },
            Is.EqualTo(new[] { "1000", "50", "20" }));
    }

    [TestCase("0::/service\n", "cpu memory")]
    [TestCase("0::/elsewhere\n", "cpu memory pids")]
    [TestCase("4:memory:/service\n", "cpu memory pids")]
    public void GroupsThatCannotBeUsed_AreNone(string membership, string controllers)
    {
        using var mount = new TemporaryFolder();
        Directory.CreateDirectory(mount.At("service"));
        File.WriteAllText(mount.At("service/cgroup.controllers"), controllers);
        File.WriteAllText(mount.At("membership"), membership);
        Assert.That(
            ControlGroups.TakeOver(TimeProvider.System, NullLogger.Instance, mount.At(""), mount.At("membership")), Is.Null);
        Assert.That(Directory.Exists(mount.At("service/supervisor")), Is.False);
    }

    [Test]
    public async Task WhatTheKernelDid_IsToldOnce()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("memory.current"), "900\n");
        File.WriteAllText(folder.At("memory.stat"), "anon 300\nfile 500\nshmem 10\n");
        File.WriteAllText(folder.At("pids.current"), "45\n");
        File.WriteAllText(folder.At("memory.events"), "low 0\noom_kill 0\n");
        File.WriteAllText(folder.At("pids.events"), "max 0\n");
        var group = ControlGroup.In(folder.At(""), Quota, TimeProvider.System);

        var (uses, warning) = group.Look();
        Assert.That(warning, Is.Null);
        Assert.That(uses.Select(use => (use.Name, use.Share)), Is.EqualTo(new[] { ("Memory", 0.41), ("Processes", 0.9) }));
        File.WriteAllText(folder.At("memory.events"), "low 0\noom_kill 2\n");
        Assert.That(group.Look().Warning, Does.StartWith("A program was ended because the session had used up its memory"));
        File.WriteAllText(folder.At("pids.events"), "max 7\n");
        Assert.That(group.Look().Warning, Does.Contain("no processes left (45 of 50)"));
        Assert.That(group.Look().Warning, Is.Null);
    }

    /// <summary>A real group, where there is one to be had; its kernel may have given the controllers to others.</summary>
    [Test]
    public async Task Sandbox_BelongsToItsGroupAndEndsWithIt()
    {
        string? mount = File.ReadLines("/proc/self/mounts").Select(line => line.Split(' '))
            .FirstOrDefault(fields => fields[2] == "cgroup2")?[1];
        if (mount is null || !Environment.IsPrivilegedProcess)
            Assert.Ignore("There are no control groups here that a test may make.");
        await using var fixture = new SandboxFixture();
        string folder = Path.Combine(mount!, $"codesmith-test-{Guid.NewGuid():N}");
        var group = await ControlGroup.CreateAsync(folder, Quota, TimeProvider.System);
        var policy = fixture.Installation.PolicyFor(
            fixture.Folders, "/bin/bash", "-c", $"sleep 1000 & echo '{SandboxLayout.ReadyLine}'; sleep 1000");
        await using var sandbox = await fixture.Launcher.StartAsync(
            policy with { ControlGroupFile = group.ProcessesFile }, "test", CancellationToken.None);

        Assert.That(File.ReadLines(group.ProcessesFile).Count(), Is.GreaterThanOrEqualTo(4));
        Assert.That(File.ReadLines(group.ProcessesFile), Has.Member(sandbox.ProcessId.ToString()));
        await group.DisposeAsync();
        await sandbox.Exited.WaitAsync(Timeouts.MustNotHang);
        Assert.That(Directory.Exists(folder), Is.False);
    }

    private static string Read(string folder, string file) => File.ReadAllText(Path.Combine(folder, file));
}
