using Codesmith.Supervisor.Workers;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class HostSystemTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("codesmith-test-");

    public void Dispose() => root.Delete(recursive: true);

    [Test]
    public void LinksAndFolders_AreToldApartAndMissingOnesLeftOut()
    {
        root.CreateSubdirectory("usr/bin");
        root.CreateSubdirectory("lib64");
        root.CreateSubdirectory("home");
        File.CreateSymbolicLink(Path.Combine(root.FullName, "bin"), "usr/bin");
        // Its target is only there in the sandbox's own view of the system.
        File.CreateSymbolicLink(Path.Combine(root.FullName, "lib"), "usr/lib");

        Assert.That(
            HostSystem.Read(root.FullName).Folders, Is.EqualTo(new SystemFolder[]
            {
                new("/usr", null), new("/bin", "usr/bin"), new("/lib", "usr/lib"), new("/lib64", null),
            }));
    }

    [Test]
    public void Configuration_IsWhatExistsOfTheWanted()
    {
        root.CreateSubdirectory("etc/ssl/certs");
        root.CreateSubdirectory("etc/ssl/private");
        File.WriteAllText(Path.Combine(root.FullName, "etc/shadow"), "");
        File.CreateSymbolicLink(Path.Combine(root.FullName, "etc/localtime"), "nowhere");

        Assert.That(HostSystem.Read(root.FullName).ConfigurationFiles, Is.EqualTo(new[] { "/etc/ssl/certs" }));
    }
}
