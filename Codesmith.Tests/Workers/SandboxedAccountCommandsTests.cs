using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.SignIns;
using Codesmith.Supervisor.Workers;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

/// <summary>Errands in real sandboxes, in which a script does what a user's own settings may have the agent do.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SandboxedAccountCommandsTests : IAsyncDisposable
{
    private readonly SandboxFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Test]
    public async Task ErrandThatTakesTooMuch_IsEnded()
    {
        _fixture.WorkerIs("big=$(head -c 12000000 /dev/zero | tr '\\0' x); copy=\"$big$big$big\"; sleep 1000; :");
        var commands = CommandsWith(new SandboxQuota { MemoryBytes = 24 * 1024 * 1024 });

        await using var errand = await commands.StartAsync(new UserId("bob"), AccountCommand.Status, _ => { });

        Assert.That(await errand.Ended.WaitAsync(Timeouts.MustNotHang), Is.Not.Zero);
    }

    [Test]
    public async Task SignInsAtOneTime_AreBoundedAndMakeRoomAgain()
    {
        _fixture.WorkerIs("read line");
        var commands = CommandsWith(new SandboxQuota());
        var running = await Task.WhenAll(Enumerable.Range(0, SandboxLimits.SignIns).Select(
            number => commands.StartAsync(new UserId($"user{number}"), AccountCommand.SignIn, _ => { })));

        Assert.That(
            () => commands.StartAsync(new UserId("late"), AccountCommand.SignIn, _ => { }),
            Throws.InstanceOf<WorkerLostException>().With.Message.Contains("wait some minutes"));
        await using (await commands.StartAsync(new UserId("late"), AccountCommand.SignOut, _ => { }))
        {
            await running[0].DisposeAsync();
            await running[0].DisposeAsync();
        }

        await using (await commands.StartAsync(new UserId("late"), AccountCommand.SignIn, _ => { }))
        {
            Assert.That(
                () => commands.StartAsync(new UserId("later"), AccountCommand.SignIn, _ => { }),
                Throws.InstanceOf<WorkerLostException>());
        }
        foreach (var one in running)
            await one.DisposeAsync();
    }

    private SandboxedAccountCommands CommandsWith(SandboxQuota quota) => new(
        _fixture.Installation with { Quota = quota }, _fixture.Launcher, egressDoor: null,
        NullLogger<SandboxedAccountCommands>.Instance, TimeProvider.System);
}
