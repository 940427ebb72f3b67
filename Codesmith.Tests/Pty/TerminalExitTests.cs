using Codesmith.Worker.Pty;
using NUnit.Framework;
using Tmds.Linux;

namespace Codesmith.Tests.Pty;

/// <summary>How the end of a program becomes known, and what it takes with it.</summary>
public sealed class TerminalExitTests
{
    [TestCase(0)]
    [TestCase(7)]
    [TestCase(129)]
    [TestCase(255)]
    public async Task ExitCode_IsReported(int code)
    {
        await using ShellTerminal shell = ShellTerminal.Start($"exit {code}");
        Assert.That(await shell.EndAsync(), Is.EqualTo(new TerminalExit.Exited(code)));
    }

    [TestCase("KILL", 9)]
    [TestCase("TERM", 15)]
    [TestCase("SEGV", 11)]
    public async Task Signal_IsToldApartFromAnExitCode(string name, int number)
    {
        await using ShellTerminal shell = ShellTerminal.Start($"kill -{name} $$");
        Assert.That(await shell.EndAsync(), Is.EqualTo(new TerminalExit.Killed(number)));
    }

    [Test]
    public async Task Signal_ReachesTheProgramAlone()
    {
        using Fifo fifo = new();
        await using ShellTerminal shell = ShellTerminal.Start(
            "trap 'echo got it' USR1; (trap - USR1; read x < \"$1\"; echo spared) & echo ready; wait; wait; exit 3",
            fifo.Path);
        await shell.Recorder.WaitForAsync("ready");

        shell.Process.Signal(LibC.SIGUSR1);
        await shell.Recorder.WaitForAsync("got it");
        await fifo.OpenGateAsync();

        Assert.That(await shell.EndAsync(), Is.EqualTo(new TerminalExit.Exited(3)));
        Assert.That(shell.Lines, Does.Contain("spared"));
    }

    [Test]
    public async Task Signal_AfterTheEnd_DoesNothing()
    {
        await using ShellTerminal shell = ShellTerminal.Start("exit 0");
        await shell.EndAsync();
        Assert.That(() => shell.Process.Signal(LibC.SIGTERM), Throws.Nothing);
    }

    [TestCase(0)]
    [TestCase(-9)]
    [TestCase(65)]
    public async Task Signal_ThatIsNone_IsRefused(int signal)
    {
        await using ShellTerminal shell = ShellTerminal.Start("read line");
        Assert.That(() => shell.Process.Signal(signal), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task BackgroundProgram_DelaysTheEndByTheGraceOnlyAndIsKilled()
    {
        using Fifo gate = new();
        using Fifo held = new();
        TimerClock clock = new();
        Task gone = held.AllWritersGoneAsync();
        await using ShellTerminal shell = ShellTerminal.Start(
            ShellTerminal.Command(
                "trap '' HUP; exec 3> \"$2\"; (read x < \"$1\"; echo late; exec sleep 1000) & exit 4",
                gate.Path, held.Path),
            clock);

        Assert.That(await clock.NextWaitAsync(), Is.EqualTo(PtyLimits.DrainGrace));
        await gate.OpenGateAsync();
        await shell.Recorder.WaitForAsync("late");
        Assert.That(shell.Process.Completion.IsCompleted, Is.False);
        Assert.That(gone.IsCompleted, Is.False);

        clock.Advance(PtyLimits.DrainGrace);
        Assert.That(await shell.EndAsync(), Is.EqualTo(new TerminalExit.Exited(4)));
        await gone;
    }

    [Test]
    public async Task ProgramThatClosesItsTerminal_IsStillWaitedFor()
    {
        using Fifo gate = new();
        await using ShellTerminal shell = ShellTerminal.Start(
            "exec < /dev/null > /dev/null 2>&1; read x < \"$1\"; exit 7", gate.Path);
        await gate.OpenGateAsync();
        Assert.That(await shell.EndAsync(), Is.EqualTo(new TerminalExit.Exited(7)));
    }

    [Test]
    public async Task EndedProgram_LeavesNoZombie()
    {
        await using ShellTerminal shell = ShellTerminal.Start("exit 0");
        await shell.EndAsync();
        Assert.That(Directory.Exists($"/proc/{shell.Process.ProcessId}"), Is.False);
    }
}
