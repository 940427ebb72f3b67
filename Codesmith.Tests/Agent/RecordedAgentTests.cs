using NUnit.Framework;

namespace Codesmith.Tests.Agent;

/// <summary>Recorded sessions are told by the approved events, no more, no less, in this order.</summary>
internal sealed class RecordedAgentTests
{
    [TestCaseSource(typeof(RecordedAgent), nameof(RecordedAgent.Names))]
    public void RecordedSession_IsToldAsApproved(string name)
    {
        var told = RecordedAgent.Play(name).Lines();
        var expected = RecordedAgent.ExpectedFile(name);
        var actual = Path.Combine(TestContext.CurrentContext.WorkDirectory, name + ".events");
        File.WriteAllLines(actual, told);
        Assert.That(
            File.Exists(expected) ? File.ReadAllLines(expected) : [], Is.EqualTo(told),
            $"If the new events are right, copy {actual} to {name}/expected.events.");
    }

    [Test]
    public void Recordings_AreThere() => Assert.That(RecordedAgent.Names.Count(), Is.GreaterThanOrEqualTo(13));
}
