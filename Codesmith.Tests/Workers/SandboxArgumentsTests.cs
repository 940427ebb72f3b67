using Codesmith.Supervisor.Workers;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

[TestFixture]
internal sealed class SandboxArgumentsTests
{
    private static readonly SandboxPolicy Policy = new()
    {
        System = new HostSystem(
            [new SystemFolder("/usr", null), new SystemFolder("/bin", "usr/bin"), new SystemFolder("/lib64", null)],
            ["/etc/ssl/certs"], ["/proc/kcore"], ["/proc/acpi"]),
        IdentityFolder = "/data/identity",
        Workspace = "/data/users/alice/workspace",
        Home = "/data/users/alice/home",
        LinkFolder = "/data/run/alice/link",
        DoorFolder = "/data/run/alice/doors",
        HasEgress = true,
        WorkerFolder = "/programs/worker",
        AgentProgram = "/programs/claude",
        DotnetFolder = null,
        Command = ["/opt/codesmith/codesmith-worker", "--with space"],
    };

    [TestCase("native", null)]
    [TestCase("managed", "/programs/dotnet")]
    public void Arguments_AreTheApprovedOnes(string name, string? dotnetFolder)
    {
        var approved = File.ReadAllLines(
            Path.Combine(TestContext.CurrentContext.TestDirectory, "Workers", "Approved", $"sandbox-{name}.txt"));

        var arguments = SandboxArguments.For(Policy with { DotnetFolder = dotnetFolder });

        Assert.That(OneOptionALine(arguments), Is.EqualTo(approved));
    }

    [Test]
    public void EveryWritableBind_IsOneOfTheThreeFoldersOfTheUser()
    {
        var arguments = SandboxArguments.For(Policy);
        var targets = arguments.Index().Where(item => item.Item is "--bind").Select(item => arguments[item.Index + 2]);
        Assert.That(targets, Is.EqualTo(new[] { "/workspace", "/home/user", "/run/codesmith/link" }));
    }

    [Test]
    public void SandboxWithoutANetwork_IsToldOfNoProxy() =>
        Assert.That(
            SandboxArguments.For(Policy with { HasEgress = false }).Select(argument => argument.ToUpperInvariant()),
            Has.None.EqualTo("HTTP_PROXY").And.None.EqualTo("HTTPS_PROXY").And.Some.EqualTo("NO_PROXY"));

    [Test]
    public void NothingIsTried_AllIsDemanded() =>
        Assert.That(SandboxArguments.For(Policy), Has.None.Matches("-try$").And.None.EqualTo("--share-net"));

    // What belongs to an option follows it on its line, so that a difference reads as what it means.
    private static IEnumerable<string> OneOptionALine(IEnumerable<string> arguments)
    {
        var line = new List<string>();
        foreach (var argument in arguments)
        {
            if (argument.StartsWith("--", StringComparison.Ordinal) && line.Count > 0 && line[0] != "--")
            {
                yield return string.Join(" ", line);
                line.Clear();
            }
            line.Add(argument);
        }
        yield return string.Join(" ", line);
    }
}
