using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Sessions.Storage;
using Codesmith.Tests.Gateway;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions.Storage;

internal sealed class SqliteSessionStoreTests
{
    private DirectoryInfo _folder = null!;
    private RecordedLog _log = null!;
    private SqliteSessionStore _store = null!;

    private string DatabasePath => Path.Combine(_folder.FullName, "sessions.db");

    [SetUp]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("codesmith-store-");
        _log = new RecordedLog();
        _store = NewStore();
    }

    [TearDown]
    public void TearDown()
    {
        _store.Dispose();
        _log.Dispose();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task Sessions_AreFoundAgainByAnotherProgram()
    {
        SavedSession alice = Session("../../etc/alice\n😀' --");
        SavedSession bob = Session("bob") with { Model = null };
        var elsewhere = new SessionChannel(new ChannelId("elsewhere"), IsShared: false);
        await _store.SaveAsync(alice with { Model = "old", Channel = elsewhere }, default);
        await _store.SaveAsync(alice, default);
        await _store.SaveAsync(bob, default);
        Assert.That(await ReopenAsync(), Is.EquivalentTo(new[] { alice, bob }));
    }

    [Test]
    public async Task Files_AreForTheirOwnerOnly()
    {
        await _store.SaveAsync(Session("alice"), default);
        Assert.That(_folder.GetFiles().Select(file => file.Name), Does.Contain("sessions.db-wal"));
        Assert.That(
            _folder.GetFiles().Select(file => file.UnixFileMode),
            Is.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task KilledProgram_LosesNothing()
    {
        await _store.SaveAsync(Session("alice"), default);
        await _store.SaveAsync(Session("bob"), default);

        using SqliteSessionStore other = NewStore(FilesAsTheyAre());
        Assert.That(await other.LoadAsync(default), Is.EqualTo(new[] { Session("alice"), Session("bob") }));
    }

    [Test]
    public async Task PowerCutInTheMiddleOfAWrite_LeavesWhatWasThereBefore()
    {
        await _store.SaveAsync(Session("alice"), default);
        long before = new FileInfo(DatabasePath + "-wal").Length;
        await _store.SaveAsync(Session("alice") with { Model = "new" }, default);
        string copy = FilesAsTheyAre();
        using (FileStream log = File.OpenWrite(copy + "-wal"))
            log.SetLength((before + log.Length) / 2);

        using SqliteSessionStore other = NewStore(copy);
        Assert.That(await other.LoadAsync(default), Is.EqualTo(new[] { Session("alice") }));
        Assert.That(_log.Text, Is.Empty);
    }

    [Test]
    public async Task BrokenDatabase_IsSetAsideAndReplaced(
        [Values("text", "truncated", "overwritten", "foreign", "newer")] string damage)
    {
        for (int number = 0; number < 200; number++)
            await _store.SaveAsync(Session($"user{number}"), default);
        _store.Dispose();
        Break(damage);

        using SqliteSessionStore other = NewStore();
        Assert.That(await other.LoadAsync(default), Is.Empty);
        await other.SaveAsync(Session("alice"), default);
        Assert.That(await other.LoadAsync(default), Is.EqualTo(new[] { Session("alice") }));
        Assert.That(File.Exists(DatabasePath + ".broken"), Is.True);
        Assert.That(_log.Text, Does.StartWith("Error The database of sessions cannot be read.").And.Contain(".broken"));
    }

    [Test]
    public async Task EmptyFile_IsANewDatabase()
    {
        await File.WriteAllTextAsync(DatabasePath, "");
        Assert.That(await _store.LoadAsync(default), Is.Empty);
        Assert.That(_log.Text, Is.Empty);
    }

    [Test]
    public async Task ConversationThatIsNone_IsLeftOut()
    {
        await _store.SaveAsync(Session("alice"), default);
        Execute("INSERT INTO session (user, channel, conversation, is_shared, is_running) "
            + "VALUES ('mallory', 'room', '--help', 0, 0)");
        Assert.That(await _store.LoadAsync(default), Is.EqualTo(new[] { Session("alice") }));
        Assert.That(_log.Text, Does.Contain("mallory"));
    }

    [Test]
    public void PlaceThatCannotBeWritten_IsToldAtTheStart()
    {
        Directory.CreateDirectory(DatabasePath);
        Assert.That(
            async () => await _store.LoadAsync(default),
            Throws.InstanceOf<IOException>().Or.InstanceOf<UnauthorizedAccessException>());
    }

    [Test]
    public async Task FailedWrite_CostsThatWriteAlone()
    {
        await _store.SaveAsync(Session("alice"), default);
        // As a full disk would.
        Execute("CREATE TRIGGER full BEFORE INSERT ON session BEGIN SELECT RAISE(ABORT, 'full'); END");
        Assert.That(async () => await _store.SaveAsync(Session("bob"), default), Throws.InstanceOf<IOException>());
        Assert.That(await _store.LoadAsync(default), Is.EqualTo(new[] { Session("alice") }));
    }

    [Test]
    public async Task ManyAtOnce_LeaveWholeSessions()
    {
        using SqliteSessionStore other = NewStore();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => Task.Run(async () =>
        {
            SqliteSessionStore store = number % 2 == 0 ? _store : other;
            await store.SaveAsync(Session($"user{number % 5}") with { Model = $"{number}" }, default);
            await store.LoadAsync(default);
        })));
        Assert.That(await ReopenAsync(), Has.Count.EqualTo(5));
        Assert.That(_log.Text, Is.Empty);
    }

    [Test]
    public async Task Prompts_AreReplacedWithTheirSessionAndKeepTheirOrder()
    {
        var files = new AttachedFiles("m1", ["a.png", "b, c\".txt"], AreKept: true);
        var first = new SavedPrompt(new MessageId("m1"), "'); --\n😀", files, WasSent: true);
        var second = new SavedPrompt(new MessageId("m2"), "", AttachedFiles.None, WasSent: false);
        await _store.SaveAsync(Session("alice") with { Prompts = [second, first] }, default);
        await _store.SaveAsync(Session("bob") with { Prompts = [second] }, default);
        SavedSession alice = Session("alice") with
        {
            Channel = new SessionChannel(new ChannelId("shared"), IsShared: true),
            IsRunning = true,
            Panel = new PostId("panel"),
            LastMessage = new MessageId("m2"),
            Prompts = [first, second],
        };
        await _store.SaveAsync(alice, default);
        Assert.That(
            await ReopenAsync(), Is.EqualTo(new[] { alice, Session("bob") with { Prompts = [second] } }));
        await _store.SaveAsync(alice with { Prompts = [] }, default);
        Assert.That((await ReopenAsync())[0].Prompts, Is.Empty);
    }

    private void Break(string damage)
    {
        switch (damage)
        {
            case "text":
                File.WriteAllText(DatabasePath, "not a database at all");
                break;
            case "truncated":
                using (FileStream file = File.OpenWrite(DatabasePath))
                    file.SetLength(file.Length / 2 / 4096 * 4096);
                break;
            case "overwritten":
                using (FileStream file = File.OpenWrite(DatabasePath))
                {
                    file.Position = 4096;
                    file.Write(new byte[4096]);
                }

                break;
            case "foreign":
                File.Delete(DatabasePath);
                Execute("CREATE TABLE session (something)");
                break;
            case "newer":
                Execute("PRAGMA user_version = 1000");
                break;
        }
    }

    private async Task<IReadOnlyList<SavedSession>> ReopenAsync()
    {
        _store.Dispose();
        _store = NewStore();
        return await _store.LoadAsync(default);
    }

    /// <summary>What a killed program leaves: the database's files, copied while they are in use.</summary>
    private string FilesAsTheyAre()
    {
        string copy = Path.Combine(_folder.CreateSubdirectory("copy").FullName, "sessions.db");
        foreach (string part in (string[])["", "-wal"])
            File.Copy(DatabasePath + part, copy + part);
        return copy;
    }

    private void Execute(string sql)
    {
        using var database = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        database.Open();
        using SqliteCommand command = database.CreateCommand();
#pragma warning disable CA2100 // The tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private SqliteSessionStore NewStore(string? path = null) =>
        new(path ?? DatabasePath, _log.Factory.CreateLogger<SqliteSessionStore>());

    private static SavedSession Session(string user) =>
        new(new UserId(user), new SessionChannel(new ChannelId("room"), IsShared: false))
        {
            ConversationId = "11111111-1111-1111-1111-111111111111",
            Model = "opus",
        };
}
