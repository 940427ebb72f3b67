using Codesmith.Worker.Pty;
using NUnit.Framework;

namespace Codesmith.Tests.Pty;

public sealed class TerminalResizeTests
{
    [Test]
    public async Task Resize_TellsTheProgram()
    {
        await using ShellTerminal shell = ShellTerminal.Start(
            "trap 'stty size; exit 0' WINCH; echo ready; while :; do read ignored; done");
        await shell.Recorder.WaitForAsync("ready");

        shell.Process.Resize(new TerminalSize(200, 50));

        Assert.That(await shell.EndAsync(), Is.EqualTo(new TerminalExit.Exited(0)));
        Assert.That(shell.Lines, Is.EqualTo(["ready", "50 200"]));
    }

    [Test]
    public async Task Resize_ToASizeThatIsNone_IsRefused()
    {
        await using ShellTerminal shell = ShellTerminal.Start("read line");
        Assert.That(
            () => shell.Process.Resize(new TerminalSize(80, 70_000)), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task Resize_AfterTheEnd_DoesNothing()
    {
        await using ShellTerminal shell = ShellTerminal.Start("exit 0");
        await shell.EndAsync();
        Assert.That(() => shell.Process.Resize(new TerminalSize(200, 50)), Throws.Nothing);
    }
}
