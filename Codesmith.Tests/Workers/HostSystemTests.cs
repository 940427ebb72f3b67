using Codesmith.Supervisor.Workers;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class HostSystemTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("codesmith-test-");

    public void Dispose() => _root.Delete(recursive: true);

    [Test]
    public void LinksAndFolders_AreToldApartAndMissingOnesLeftOut()
    {
        _root.CreateSubdirectory("usr/bin");
        _root.CreateSubdirectory("lib64");
        _root.CreateSubdirectory("home");
        File.CreateSymbolicLink(Path.Combine(_root.FullName, "bin"), "usr/bin");
        // Its target is only there in the sandbox's own view of the system.
        File.CreateSymbolicLink(Path.Combine(_root.FullName, "lib"), "usr/lib");

        Assert.That(
            HostSystem.Read(_root.FullName).Folders, Is.EqualTo(new SystemFolder[]
            {
                new("/usr", null), new("/bin", "usr/bin"), new("/lib", "usr/lib"), new("/lib64", null),
            }));
    }

    [Test]
    public void Configuration_IsWhatExistsOfTheWanted()
    {
        _root.CreateSubdirectory("etc/ssl/certs");
        _root.CreateSubdirectory("etc/ssl/private");
        File.WriteAllText(Path.Combine(_root.FullName, "etc/shadow"), "");
        File.CreateSymbolicLink(Path.Combine(_root.FullName, "etc/localtime"), "nowhere");

        Assert.That(HostSystem.Read(_root.FullName).ConfigurationFiles, Is.EqualTo(new[] { "/etc/ssl/certs" }));
    }

    [Test]
    public void Hidden_IsWhatThisKernelHasOfTheUnwanted()
    {
        _root.CreateSubdirectory("proc/acpi");
        _root.CreateSubdirectory("proc/sys");
        File.WriteAllText(Path.Combine(_root.FullName, "proc/keys"), "");
        File.WriteAllText(Path.Combine(_root.FullName, "proc/meminfo"), "");

        var system = HostSystem.Read(_root.FullName);

        Assert.That(system.HiddenFiles, Is.EqualTo(new[] { "/proc/keys" }));
        Assert.That(system.HiddenFolders, Is.EqualTo(new[] { "/proc/acpi" }));
    }
}
