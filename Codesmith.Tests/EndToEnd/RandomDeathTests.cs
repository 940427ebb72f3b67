using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

/// <summary>Each part of a session is killed once, at some moment around a turn.</summary>
[TestFixture]
internal sealed class RandomDeathTests
{
    /// <summary>The turn takes about so long; a moment may also lie before it or after it.</summary>
    private const int TurnMilliseconds = 1500;

    [TestCase(1)]
    public async Task KilledAtAnyMoment_IsToldAndGoesOn_AndLeavesNothingRunning(int seed)
    {
        var random = new Random(seed);
        string[] victims = ["claude", "codesmith-worke", "bwrap"];
        random.Shuffle(victims);
        await using var program = ProgramUnderTest.Start();
        await program.SayAsync("/cc start");
        await program.WaitForAsync("notice: Claude Code is ready");

        foreach (var victim in victims)
        {
            await program.SayAsync("CHAIN:5");
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(TurnMilliseconds)), TimeProvider.System);
            var processes = SandboxProcesses.Of(program.DataRoot);
            SandboxProcesses.Kill(processes.First(process => process.Name == victim).Id);

            await program.WaitForAsync("notice: Claude Code is back");
            await SandboxProcesses.ExpectEndAsync(processes);
            await program.SayAsync($"SAY:{victim} is back");
            await program.WaitForAsync($"claude> {victim} is back");
        }

        var sandboxes = SandboxProcesses.Of(program.DataRoot);
        await program.SayAsync("/cc stop");
        await program.EndAsync();
        Assert.That(program.Output, Does.EndWith("your files stay."));
        await SandboxProcesses.ExpectEndAsync(sandboxes);
    }
}
