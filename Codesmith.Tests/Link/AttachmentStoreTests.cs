using Codesmith.Protocol;
using Codesmith.Worker.Link;
using NUnit.Framework;
using StreamJsonRpc;

namespace Codesmith.Tests.Link;

internal sealed class AttachmentStoreTests
{
    private DirectoryInfo _folder = null!;
    private AttachmentStore _store = null!;

    private string Whole => Path.Combine(_folder.FullName, "attachments", "17", "notes.txt");

    [SetUp]
    public void Create()
    {
        _folder = Directory.CreateTempSubdirectory("attachments-");
        _store = new AttachmentStore(Path.Combine(_folder.FullName, "attachments"));
    }

    [TearDown]
    public void Delete() => _folder.Delete(recursive: true);

    [Test]
    public void File_HasItsNameOnlyWhenItIsWhole()
    {
        Write(0, "one ");
        Write(4, "two ");
        Assert.That(File.Exists(Whole), Is.False);
        Write(8, "three", isLast: true);

        Assert.That(File.ReadAllText(Whole), Is.EqualTo("one two three"));
        Assert.That(
            File.GetUnixFileMode(Whole),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead));
        Assert.That(Names(), Is.EqualTo(new[] { "notes.txt" }));
    }

    [Test]
    public void EmptyFile_IsAFile()
    {
        Write(0, "", isLast: true);
        Assert.That(new FileInfo(Whole), Has.Length.Zero);
    }

    [TestCase(4, Description = "said twice")]
    [TestCase(9, Description = "one is missing")]
    public void PieceOutOfOrder_IsRefused_AndChangesNothing(int offset)
    {
        Write(0, "one ");
        Write(4, "two ");

        AssertRefused(() => Write(offset, "two ", isLast: true), "; 8 is due");

        Write(8, "three", isLast: true);
        Assert.That(File.ReadAllText(Whole), Is.EqualTo("one two three"));
    }

    [Test]
    public void LastPiece_SaidTwice_IsRefused_AndTheFileStays()
    {
        Write(0, "one ");
        Write(4, "two", isLast: true);

        AssertRefused(() => Write(4, "two", isLast: true), "; 0 is due");

        Assert.That(File.ReadAllText(Whole), Is.EqualTo("one two"));
    }

    [Test]
    public void FirstPiece_BeginsAnew_AndTheLastReplacesWhatWasThere()
    {
        Write(0, "old", isLast: true);
        Write(0, "broken off");
        Write(0, "new");
        Assert.That(File.ReadAllText(Whole), Is.EqualTo("old"));
        Write(3, "er", isLast: true);

        Assert.That(File.ReadAllText(Whole), Is.EqualTo("newer"));
    }

    [Test]
    public void TwoFiles_AtOnce_DoNotMix()
    {
        Write(0, "a");
        Write(0, "b", name: "other.txt");
        Write(1, "a", isLast: true);
        Write(1, "b", isLast: true, name: "other.txt");

        Assert.That(File.ReadAllText(Whole), Is.EqualTo("aa"));
    }

    [Test]
    public void SomethingInTheWay_IsAnError_AndNothingIsLeft()
    {
        Directory.CreateDirectory(Path.Combine(Whole, "full"));
        Write(0, "one ");

        Assert.That(() => Write(4, "two", isLast: true), Throws.InstanceOf<IOException>());

        Assert.That(Names(), Is.EqualTo(new[] { "notes.txt" }));
    }

    [Test]
    public void AttachmentsThatAreNoFolder_AreAnError()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "attachments"), "mine");

        Assert.That(() => Write(0, "x", isLast: true), Throws.InstanceOf<IOException>());
    }

    private IEnumerable<string?> Names() =>
        Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Whole)!).Select(Path.GetFileName);

    private void Write(long offset, string text, bool isLast = false, string name = "notes.txt") =>
        _store.Write(new FileChunk("17", name, offset, System.Text.Encoding.UTF8.GetBytes(text), isLast));

    private static void AssertRefused(Action write, string message) => Assert.That(
        write,
        Throws.TypeOf<LocalRpcException>().With.Message.Contains(message)
            .And.Property("ErrorCode").EqualTo(WorkerErrorCode.InvalidArgument));
}
