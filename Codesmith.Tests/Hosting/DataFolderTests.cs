using Codesmith.Supervisor.Hosting;
using Codesmith.Tests.Doubles;
using NUnit.Framework;

namespace Codesmith.Tests.Hosting;

internal sealed class DataFolderTests
{
    [Test]
    public void MissingFolder_IsMadeForItsOwnerAlone()
    {
        using var folder = new TemporaryFolder();
        string data = folder.At("new", "data");
        Assert.That(DataFolder.Make(data), Is.Null);
        Assert.That(
            File.GetUnixFileMode(data),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        Assert.That(DataFolder.Make(data), Is.Null, "as at every later start");
    }

    [Test]
    public void FolderThatCannotBeMade_IsNamedWithWhatToDo()
    {
        using var folder = new TemporaryFolder();
        string file = folder.At("file");
        File.WriteAllText(file, "");
        string data = Path.Combine(file, "data");
        Assert.That(DataFolder.Make(data), Does.Contain(data).And.Contain("CODESMITH_DATA"));
    }
}
