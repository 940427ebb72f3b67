using Codesmith.Worker.Pty;
using NUnit.Framework;

namespace Codesmith.Tests.Pty;

[NonParallelizable]
public sealed class TerminalDisposalTests
{
    [Test]
    public async Task PoliteProgram_MaySayGoodbye()
    {
        await using ShellTerminal shell = ShellTerminal.Start(
            "trap 'echo goodbye; exit 5' HUP; echo ready; while :; do read line; done");
        await shell.Recorder.WaitForAsync("ready");

        await shell.DisposeAsync();

        Assert.That(shell.Process.Completion.Result, Is.EqualTo(new TerminalExit.Exited(5)));
        Assert.That(shell.Lines, Does.Contain("goodbye"));
    }

    [Test]
    public async Task ProgramThatIgnoresTheHangup_IsAskedToTerminate()
    {
        TimerClock clock = new();
        await using ShellTerminal shell = ShellTerminal.Start(
            ShellTerminal.Command("trap '' HUP; trap 'exit 6' TERM; echo ready; while :; do read line; done"), clock);
        await shell.Recorder.WaitForAsync("ready");

        Task disposal = shell.DisposeAsync().AsTask();
        Assert.That(await clock.NextWaitAsync(), Is.EqualTo(PtyLimits.SignalGrace));
        clock.Advance(PtyLimits.SignalGrace);

        await disposal;
        Assert.That(shell.Process.Completion.Result, Is.EqualTo(new TerminalExit.Exited(6)));
    }

    [Test]
    public async Task StubbornFamily_IsKilledAfterTheGraces()
    {
        using Fifo held = new();
        Task gone = held.AllWritersGoneAsync();
        TimerClock clock = new();
        await using ShellTerminal shell = ShellTerminal.Start(
            ShellTerminal.Command(
                "trap '' HUP TERM INT; exec 3> \"$1\"; sleep 1000 & echo ready; while :; do sleep 1000; done",
                held.Path),
            clock);
        await shell.Recorder.WaitForAsync("ready");

        Task disposal = shell.DisposeAsync().AsTask();
        await clock.NextWaitAsync();
        clock.Advance(PtyLimits.SignalGrace);
        await clock.NextWaitAsync();
        Assert.That(disposal.IsCompleted, Is.False);
        clock.Advance(PtyLimits.SignalGrace);

        await disposal;
        Assert.That(shell.Process.Completion.Result, Is.EqualTo(new TerminalExit.Killed(9)));
        await gone;
    }

    [Test]
    public async Task StoppedProgram_IsWokenToObey()
    {
        TimerClock standing = new();
        await using ShellTerminal shell = ShellTerminal.Start(
            ShellTerminal.Command("trap 'exit 5' HUP; echo ready; kill -STOP $$; while :; do read line; done"),
            standing);
        await shell.Recorder.WaitForAsync("ready");

        await shell.DisposeAsync();

        Assert.That(shell.Process.Completion.Result, Is.EqualTo(new TerminalExit.Exited(5)));
    }

    [Test]
    public async Task Disposal_IsTheSameTwiceAndAtOnce()
    {
        await using ShellTerminal shell = ShellTerminal.Start("echo ready; read line");
        await shell.Recorder.WaitForAsync("ready");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await shell.DisposeAsync())));
        await shell.DisposeAsync();

        Assert.That(shell.Process.Completion.Result, Is.EqualTo(new TerminalExit.Killed(1)));
    }

    [Test]
    public async Task Disposal_AmidWritesAndResizes_HurtsNobody()
    {
        await using ShellTerminal shell = ShellTerminal.Start("stty raw -echo; echo ready; exec cat");
        await shell.Recorder.WaitForAsync("ready");
        using CountdownEvent busy = new(2);
        // Threads of their own: two that never pause would starve the pool.
        Task users = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () => Use(shell.Process, busy), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        Assert.That(busy.Wait(Timeouts.MustNotHang));

        await shell.DisposeAsync();
        await users.WaitAsync(Timeouts.MustNotHang);
    }

    [Test]
    public async Task Rounds_OfStartAndStop_LeaveNoDescriptor()
    {
        int before = TerminalDescriptors();
        for (int round = 0; round < 50; round++)
        {
            await using ShellTerminal shell = ShellTerminal.Start("exec cat");
            if (round == 0)
                Assert.That(TerminalDescriptors(), Is.GreaterThan(before), "or nothing is counted");
        }
        TerminalCommand missing = ShellTerminal.Command("") with { FileName = "/nowhere/program" };
        Assert.That(() => ShellTerminal.Start(missing, TimeProvider.System), Throws.Exception);
        Assert.That(TerminalDescriptors(), Is.EqualTo(before));
    }

    private static void Use(TerminalProcess process, CountdownEvent busy)
    {
        for (int round = 0; !process.Completion.IsCompleted; round++)
        {
            process.Write("some keys"u8);
            process.Resize(new TerminalSize(80 + (round % 20), 24));
            if (round == 100)
                busy.Signal();
        }
    }

    /// <summary>Counts by kind: other tests' files and sockets may still be closing.</summary>
    private static int TerminalDescriptors()
    {
        return Directory.EnumerateFiles("/proc/self/fd")
            .Select(descriptor => new FileInfo(descriptor).LinkTarget)
            .Count(target => target is "/dev/ptmx" or "/dev/pts/ptmx" or "anon_inode:[eventfd]"
                || (target is not null && target.StartsWith("/dev/pts/", StringComparison.Ordinal)));
    }
}
