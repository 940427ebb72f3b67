using Codesmith.Supervisor.Workers;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class OpenFolderTests : IDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("codesmith-test-");

    public void Dispose() => _root.Delete(recursive: true);

    [TestCase("closed/program", null)]
    [TestCase("closed/not/there", null)]
    [TestCase("open", "open")]
    [TestCase("open/program", "open")]
    [TestCase("open/closed/program", "open")]
    [TestCase("closed/link-to-open/program", "open")]
    [TestCase("open/link-to-closed", "open")]
    [TestCase("closed/../open/program", "open")]
    [TestCase("closed/relative/program", "open")]
    [TestCase("shared/program", null, TestName = "A folder like /tmp")]
    [TestCase("closed/loop", null)]
    public void WayToAFile_IsFollowedThroughLinks(string path, string? open)
    {
        Make("closed", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Make("open", Everybody);
        Make("open/closed", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Make("shared", Everybody | UnixFileMode.StickyBit);
        File.CreateSymbolicLink(PathOf("closed/link-to-open"), PathOf("open"));
        File.CreateSymbolicLink(PathOf("open/link-to-closed"), PathOf("closed"));
        File.CreateSymbolicLink(PathOf("closed/relative"), "../open");
        File.CreateSymbolicLink(PathOf("closed/loop"), "loop");

        Assert.That(OpenFolder.On(PathOf(path)), Is.EqualTo(open is null ? null : PathOf(open)));
    }

    private string PathOf(string name) => Path.Combine(_root.FullName, name);

    private void Make(string name, UnixFileMode mode) =>
        File.SetUnixFileMode(Directory.CreateDirectory(PathOf(name)).FullName, mode);
}
