using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Sessions.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions.Storage;

internal sealed class FileSessionStoreTests
{
    private string _folder = null!;
    private FileSessionStore _store = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = Path.Combine(Path.GetTempPath(), "codesmith-store-" + Guid.NewGuid(), "state");
        _store = NewStore();
    }

    [TearDown]
    public void TearDown()
    {
        _store.Dispose();
        Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);
    }

    [Test]
    public async Task Sessions_AreFoundAgainByAnotherProgram()
    {
        var alice = Session("../../etc/alice\n😀");
        var bob = Session("bob") with { Model = null };
        await _store.SaveAsync(Session("../../etc/alice\n😀") with { Model = "old" }, default);
        await _store.SaveAsync(alice, default);
        await _store.SaveAsync(bob, default);
        using var other = NewStore();
        Assert.That(await other.LoadAsync(default), Is.EquivalentTo(new[] { alice, bob }));
    }

    [Test]
    public async Task Files_AreForTheirOwnerOnly()
    {
        await _store.SaveAsync(Session("alice"), default);
        Assert.That(
            File.GetUnixFileMode(Directory.GetFiles(_folder).Single()),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(
            File.GetUnixFileMode(_folder),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Test]
    public async Task Forgotten_IsGone()
    {
        await _store.ForgetAsync(new UserId("nobody"), default);
        await _store.SaveAsync(Session("alice"), default);
        await _store.ForgetAsync(new UserId("alice"), default);
        Assert.That(await _store.LoadAsync(default), Is.Empty);
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("null")]
    [TestCase("[1]")]
    [TestCase("""{"Version":2,"User":"a","Channel":"b","ConversationId":"11111111-1111-1111-1111-111111111111"}""")]
    [TestCase("""{"Version":1,"User":"a","Channel":"b","ConversationId":"--help"}""")]
    [TestCase("""{"Version":1,"User":null}""")]
    public async Task BrokenFile_IsSetAside(string content)
    {
        var good = Session("good");
        await _store.SaveAsync(good, default);
        string path = Path.Combine(_folder, "broken.session.json");
        await File.WriteAllTextAsync(path, content);
        Assert.That(await _store.LoadAsync(default), Is.EqualTo(new[] { good }));
        Assert.That((File.Exists(path), File.Exists(path + ".broken")), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task HugeFile_IsSetAside()
    {
        await _store.LoadAsync(default);
        await File.WriteAllBytesAsync(Path.Combine(_folder, "huge.session.json"), new byte[1_000_000]);
        Assert.That(await _store.LoadAsync(default), Is.Empty);
    }

    [Test]
    public async Task KillWhileWriting_LeavesTheOldSession()
    {
        var alice = Session("alice");
        await _store.SaveAsync(alice, default);
        string path = Directory.GetFiles(_folder).Single();
        await File.WriteAllTextAsync(path + ".new", "{\"Version\":1,\"Us");
        Assert.That(await _store.LoadAsync(default), Is.EqualTo(new[] { alice }));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1));
        await File.WriteAllTextAsync(path + ".new", "{\"Version\":1,\"Us");
        await _store.SaveAsync(alice with { Model = "new" }, default);
        Assert.That((await _store.LoadAsync(default)).Single().Model, Is.EqualTo("new"));
    }

    [Test]
    public async Task ManyAtOnce_LeaveWholeFiles()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => Task.Run(async () =>
        {
            await _store.SaveAsync(Session($"user{number % 5}") with { Model = $"{number}" }, default);
            await _store.LoadAsync(default);
        })));
        Assert.That(await _store.LoadAsync(default), Has.Count.EqualTo(5));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(5));
    }

    private FileSessionStore NewStore() => new(_folder, NullLogger<FileSessionStore>.Instance);

    private static SavedSession Session(string user) => new(
        new UserId(user), new ChannelId("room"), "11111111-1111-1111-1111-111111111111", "opus");
}
