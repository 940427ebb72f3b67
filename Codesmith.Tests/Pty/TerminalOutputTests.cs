using System.Globalization;
using System.Text;
using Codesmith.Worker.Pty;
using NUnit.Framework;

namespace Codesmith.Tests.Pty;

public sealed class TerminalOutputTests
{
    [Test]
    public async Task TenMegabytes_ArriveWholeAndInOrder()
    {
        const int first = 1_000_000, last = 2_310_000;
        await using ShellTerminal shell = ShellTerminal.Start($"stty -opost; exec seq {first} {last}");
        Assert.That(await shell.EndAsync(), Is.EqualTo(new TerminalExit.Exited(0)));

        StringBuilder expected = new();
        for (int number = first; number <= last; number++)
            expected.Append(number).Append('\n');
        byte[] bytes = shell.Recorder.Bytes;
        Assert.That(bytes, Has.Length.GreaterThan(10_000_000));
        Assert.That(bytes.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(expected.ToString())));
    }

    [Test]
    public async Task OutputRightBeforeTheEnd_IsNotLost()
    {
        // Close to the most the kernel keeps, so that the program can end with all of it unread.
        const int length = 12_000;
        for (int round = 0; round < 50; round++)
        {
            await using ShellTerminal shell = ShellTerminal.Start($"printf %0{length}d 0; kill -KILL $$");
            Assert.That(await shell.EndAsync(), Is.EqualTo(new TerminalExit.Killed(9)));
            Assert.That(shell.Recorder.Bytes, Has.Length.EqualTo(length), $"round {round}");
        }
    }

    [Test]
    public async Task SlowTaker_GetsEverythingThoughTheGraceIsOver()
    {
        // More than the kernel hands over at once, 4 KiB, and less than it surely keeps, 8 KiB, or the shell cannot end.
        const int length = 8_000;
        TimerClock clock = new();
        using HeldOutput output = new();
        TerminalCommand command = ShellTerminal.Command($"trap '' HUP; printf %0{length}d 0; sleep 1000 & exit 0");
        await using TerminalProcess process = TerminalProcess.Start(command, output, clock);

        await clock.NextWaitAsync();
        clock.Advance(PtyLimits.DrainGrace);
        Assert.That(output.Count, Is.LessThan(length), "or the kernel kept nothing back, and the test could not fail");
        output.Release();

        await process.Completion.WaitAsync(Timeouts.MustNotHang);
        Assert.That(output.Count, Is.EqualTo(length));
    }

    [Test]
    public async Task SlowTaker_IsNotFloodedForeverByABackgroundProgram()
    {
        TerminalCommand command = ShellTerminal.Command("trap '' HUP; yes & exit 0");
        await using TerminalProcess process =
            TerminalProcess.Start(command, new SlowOutput(), TimeProvider.System);
        await process.Completion.WaitAsync(Timeouts.MustNotHang);
    }

    [Test]
    public async Task TakerThatThrows_FailsTheCompletionAndKillsTheProgram()
    {
        using Fifo held = new();
        Task gone = held.AllWritersGoneAsync();
        TerminalCommand command = ShellTerminal.Command("exec 3> \"$1\"; echo hello; exec sleep 1000", held.Path);
        await using TerminalProcess process =
            TerminalProcess.Start(command, new BrokenOutput(), TimeProvider.System);

        Assert.That(
            async () => await process.Completion.WaitAsync(Timeouts.MustNotHang),
            Throws.InstanceOf<InvalidDataException>());
        await gone;
    }

    [Test]
    public async Task Terminals_DoNotMix()
    {
        const int terminals = 8, _count = 20_000;
        string[][] outputs = await Task.WhenAll(Enumerable.Range(0, terminals).Select(async terminal =>
            await ShellTerminal.RunAsync($"exec seq -f '{terminal} %.0f' {_count}")));

        for (int terminal = 0; terminal < terminals; terminal++)
        {
            Assert.That(outputs[terminal], Is.EqualTo(Enumerable.Range(1, _count)
                .Select(number => string.Create(CultureInfo.InvariantCulture, $"{terminal} {number}"))));
        }
    }

    private sealed class HeldOutput : ITerminalOutput, IDisposable
    {
        private readonly ManualResetEventSlim _released = new();
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Release()
        {
            _released.Set();
        }

        public void OnOutput(ReadOnlySpan<byte> bytes)
        {
            Interlocked.Add(ref _count, bytes.Length);
            Assert.That(_released.Wait(Timeouts.MustNotHang));
        }

        public void Dispose()
        {
            _released.Dispose();
        }
    }

    /// <summary>Slower than any program that writes: at every look there is more.</summary>
    private sealed class SlowOutput : ITerminalOutput
    {
        public void OnOutput(ReadOnlySpan<byte> bytes)
        {
            Thread.SpinWait(bytes.Length * 10);
        }
    }

    private sealed class BrokenOutput : ITerminalOutput
    {
        public void OnOutput(ReadOnlySpan<byte> bytes)
        {
            throw new InvalidDataException();
        }
    }
}
