using Codesmith.Supervisor.Workers;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

[TestFixture]
internal sealed class SandboxFailureTests
{
    [TestCase("bwrap: No permissions to create new namespace, likely because the kernel does not allow it", "user namespaces")]
    [TestCase("bwrap: Creating new namespace failed: Operation not permitted", "user namespaces")]
    [TestCase("bwrap: setting up uid map: Permission denied", "AppArmor")]
    [TestCase("bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted", "AppArmor")]
    [TestCase("bwrap: Unknown option --disable-userns", "0.8.0")]
    [TestCase("bwrap: Can't find source path /x: No such file or directory", "deploy/run.sh")]
    [TestCase("bwrap: execvp /opt/codesmith/codesmith-worker: No such file or directory", "deploy/run.sh")]
    public void KnownFailure_SaysWhatToDo(string said, string advice) =>
        Assert.That(SandboxFailure.Explain(1, [said]), Does.Contain(said).And.Contains(advice));

    [Test]
    public void UnknownFailure_SaysWhatIsKnown() =>
        Assert.That(
            SandboxFailure.Explain(139, ["one", "two"]),
            Is.EqualTo("The sandbox ended with exit code 139 before the worker was ready. It said: one / two."));

    [Test]
    public void SilentFailure_SaysTheExitCode() =>
        Assert.That(
            SandboxFailure.Explain(137, []),
            Is.EqualTo("The sandbox ended with exit code 137 before the worker was ready."));
}
