using System.Security.Cryptography;
using Codesmith.Worker.Pty;
using NUnit.Framework;

namespace Codesmith.Tests.Pty;

public sealed class TerminalInputTests
{
    [Test]
    public async Task Line_ReachesTheProgramAndIsEchoed()
    {
        await using ShellTerminal shell = ShellTerminal.Start("echo ready; read line; echo \"got $line\"");
        await shell.Recorder.WaitForAsync("ready");

        Assert.That(shell.Process.Write("zürich 🚀\r"u8));

        await shell.EndAsync();
        Assert.That(shell.Lines, Is.EqualTo(["ready", "zürich 🚀", "got zürich 🚀"]));
    }

    [Test]
    public async Task ControlC_InterruptsTheForegroundProgram()
    {
        await using ShellTerminal shell = ShellTerminal.Start("echo ready; exec sleep 1000");
        await shell.Recorder.WaitForAsync("ready");

        Assert.That(shell.Process.Write([0x03]));

        Assert.That(await shell.EndAsync(), Is.EqualTo(new TerminalExit.Killed(2)));
    }

    [Test]
    public async Task Megabyte_WrittenBeforeTheProgramReads_ArrivesWhole()
    {
        using Fifo gate = new();
        byte[] input = new byte[1024 * 1024];
        new Random(1).NextBytes(input);
        await using ShellTerminal shell = ShellTerminal.Start(
            $"stty raw -echo; echo ready; read x < \"$1\"; head -c {input.Length} | sha256sum", gate.Path);
        await shell.Recorder.WaitForAsync("ready");

        foreach (byte[] part in input.Chunk(4099))
            Assert.That(shell.Process.Write(part));
        await gate.OpenGateAsync();

        await shell.EndAsync();
        Assert.That(shell.Recorder.Text, Does.Contain(Convert.ToHexStringLower(SHA256.HashData(input))));
    }

    [Test]
    public async Task Megabyte_EchoedWhileItIsWritten_ComesBackWhole()
    {
        byte[] input = new byte[1024 * 1024];
        new Random(2).NextBytes(input);
        await using ShellTerminal shell = ShellTerminal.Start($"stty raw -echo; printf R; exec head -c {input.Length}");
        await shell.Recorder.WaitForAsync("R");

        Assert.That(shell.Process.Write(input));

        Assert.That(await shell.EndAsync(), Is.EqualTo(new TerminalExit.Exited(0)));
        Assert.That(shell.Recorder.Bytes.AsSpan(1).SequenceEqual(input));
    }

    [Test]
    public async Task ProgramThatNeverReads_BlocksNeitherWritingNorDisposal()
    {
        byte[] part = new byte[64 * 1024];
        await using ShellTerminal shell = ShellTerminal.Start("stty raw -echo; echo ready; exec sleep 1000");
        await shell.Recorder.WaitForAsync("ready");

        Task<int> writing = Task.Run(() =>
        {
            int written = 0;
            while (shell.Process.Write(part))
                written += part.Length;
            return written;
        });

        Assert.That(
            await writing.WaitAsync(Timeouts.MustNotHang),
            Is.InRange(PtyLimits.WaitingInput - part.Length, PtyLimits.WaitingInput + part.Length));
        await shell.DisposeAsync();
        Assert.That(shell.Process.Completion.Result, Is.EqualTo(new TerminalExit.Killed(1)));
    }

    [Test]
    public async Task Write_AfterTheEnd_IsRefused()
    {
        await using ShellTerminal shell = ShellTerminal.Start("exit 0");
        await shell.EndAsync();
        Assert.That(shell.Process.Write("late"u8), Is.False);
    }
}
