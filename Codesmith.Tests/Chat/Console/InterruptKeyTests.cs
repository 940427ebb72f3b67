using Codesmith.Supervisor.Chat.Console;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Console;

internal sealed class InterruptKeyTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public void FirstPress_InterruptsARunningTurn() =>
        Assert.That(new InterruptKey(_time).Press(isWorking: true), Is.EqualTo(InterruptMeaning.InterruptTurn));

    [Test]
    public void FirstPress_EndsAnIdleProgram() =>
        Assert.That(new InterruptKey(_time).Press(isWorking: false), Is.EqualTo(InterruptMeaning.EndProgram));

    [TestCase(2.0, InterruptMeaning.EndProgram)]
    [TestCase(2.1, InterruptMeaning.InterruptTurn)]
    public void SecondPress_EndsOnlyIfItIsSoon(double seconds, InterruptMeaning meaning)
    {
        var key = new InterruptKey(_time);
        key.Press(isWorking: true);

        _time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.That(key.Press(isWorking: true), Is.EqualTo(meaning));
    }

    [Test]
    public void PressInTheNextTurn_IsAFirstOne()
    {
        var key = new InterruptKey(_time);
        key.Press(isWorking: true);

        key.Forget();

        Assert.That(key.Press(isWorking: true), Is.EqualTo(InterruptMeaning.InterruptTurn));
    }
}
