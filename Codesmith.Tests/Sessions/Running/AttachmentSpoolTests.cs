using System.Text;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Sessions.Running;
using Codesmith.Tests.Doubles;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions.Running;

internal sealed class AttachmentSpoolTests
{
    private static readonly AttachedFiles Files = new("1", ["a.txt", "empty", "big.bin"], AreKept: true);

    private readonly FakeChat _chat = new();
    private TemporaryFolder _folder = null!;
    private AttachmentSpool _spool = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _spool = new AttachmentSpool(_folder.At("spool"));
        _chat.Attachments["a"] = Encoding.UTF8.GetBytes("hello");
        _chat.Attachments["e"] = [];
        _chat.Attachments["b"] = new byte[WireLimits.FileChunk * 2];
        new Random(1).NextBytes(_chat.Attachments["b"]);
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public async Task Files_ComeBackInPiecesThatAWorkerTakes()
    {
        await FetchAsync(Files, "a", "e", "b");
        var chunks = await ChunksAsync(Files);
        var pieces = chunks.Select(chunk => (chunk.Name, chunk.Offset, chunk.Data.Length, chunk.IsLast));
        Assert.That(pieces, Is.EqualTo(new[]
        {
            ("a.txt", 0L, 5, true), ("empty", 0, 0, true),
            ("big.bin", 0, WireLimits.FileChunk, false), ("big.bin", WireLimits.FileChunk, WireLimits.FileChunk, true),
        }));
        Assert.That(chunks.Select(chunk => chunk.Folder), Is.All.EqualTo("1"));
        Assert.That(chunks.Skip(2).SelectMany(chunk => chunk.Data), Is.EqualTo(_chat.Attachments["b"]));
    }

    [Test]
    public async Task Files_AreForTheOwnerOnly()
    {
        await FetchAsync(Files, "a", "e", "b");
        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.That(
            new DirectoryInfo(_folder.At("spool", "1")).GetFiles().Select(one => one.UnixFileMode),
            Is.All.EqualTo(file));
        foreach (string folder in new[] { _folder.At("spool"), _folder.At("spool", "1") })
            Assert.That(File.GetUnixFileMode(folder), Is.EqualTo(file | UnixFileMode.UserExecute), folder);
    }

    [Test]
    public async Task FetchedAgain_TheNewFilesCount()
    {
        await FetchAsync(Files, "a", "e", "b");
        _chat.Attachments["a"] = [1];
        await FetchAsync(Files, "a", "e", "b");
        Assert.That((await ChunksAsync(Files))[0].Data, Is.EqualTo(new byte[] { 1 }));
    }

    [Test]
    public void FileThatTheChatDoesNotGive_IsAChatException() =>
        Assert.That(() => FetchAsync(Files, "a", "gone", "b"), Throws.InstanceOf<ChatException>());

    [Test]
    public async Task Dropped_AreGoneAndMayBeDroppedAgain()
    {
        await FetchAsync(Files, "a", "e", "b");
        await FetchAsync(new AttachedFiles("2", ["a"], AreKept: true), "a");
        _spool.Drop(Files);
        _spool.Drop(Files);
        Assert.That(() => ChunksAsync(Files), Throws.InstanceOf<IOException>());
        Assert.That(Directory.GetDirectories(_folder.At("spool")).Select(Path.GetFileName), Is.EqualTo(new[] { "2" }));
    }

    [Test]
    public async Task DropAllBut_KeepsWhatStillWaits()
    {
        _spool.DropAllBut([Files]);
        await FetchAsync(Files, "a", "e", "b");
        await FetchAsync(new AttachedFiles("2", ["a"], AreKept: true), "a");
        _spool.DropAllBut([AttachedFiles.None, Files]);
        Assert.That(await ChunksAsync(Files), Has.Count.EqualTo(4));
        Assert.That(Directory.GetDirectories(_folder.At("spool")), Has.Length.EqualTo(1));
    }

    private Task FetchAsync(AttachedFiles files, params string[] sources) => _spool.FetchAsync(
        _chat, files, [.. sources.Select(source => new MessageAttachment("any", 1, source))], CancellationToken.None);

    private async Task<List<FileChunk>> ChunksAsync(AttachedFiles files)
    {
        var chunks = new List<FileChunk>();
        await foreach (var chunk in _spool.ReadAsync(files))
            chunks.Add(chunk);
        return chunks;
    }
}
