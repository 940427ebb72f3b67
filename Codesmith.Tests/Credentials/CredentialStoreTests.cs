using System.Text;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Codesmith.Tests.Doubles;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Codesmith.Tests.Credentials;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CredentialStoreTests : IDisposable
{
    private const string Key = "sk-ant-very-secret-0123456789";
    private const UnixFileMode Others = (UnixFileMode)0b111_111;

    private static readonly UserId Alice = new("alice");
    private static readonly UserId Bob = new("bob");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void WhatIsStored_IsThereForTheNextProgram()
    {
        Open().Change(Alice, stored => stored with { Key = new Secret(Key) });
        Open().Change(Alice, stored => stored with { HasAccount = true });

        var found = Open().Find(Alice);
        Assert.That((found.HasAccount, found.Key!.Reveal()), Is.EqualTo((true, Key)));
        Assert.That(Open().Find(Bob), Is.EqualTo(StoredCredentials.None));
    }

    [Test]
    public void Key_IsInNoFileAndNobodyElseReadsAny()
    {
        Open().Change(Alice, stored => stored with { Key = new Secret(Key) });

        string[] files = Directory.GetFiles(Root, "*", SearchOption.AllDirectories);
        Assert.That(files, Has.Length.EqualTo(2));
        foreach (string file in files)
        {
            byte[] content = File.ReadAllBytes(file);
            Assert.That(Encoding.Latin1.GetString(content), Does.Not.Contain(Key));
            Assert.That(Encoding.Unicode.GetString(content), Does.Not.Contain(Key));
        }
        string[] folders = [Root, .. Directory.GetDirectories(Root)];
        Assert.That(folders.Select(folder => File.GetUnixFileMode(folder) & Others), Has.All.EqualTo(UnixFileMode.None));
        Assert.That(File.GetUnixFileMode(FileOfAUser) & Others, Is.EqualTo(UnixFileMode.None));
    }

    [Test]
    public void FolderThatOthersMayRead_IsClosed()
    {
        Directory.CreateDirectory(Root);
        File.SetUnixFileMode(Root, Others | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Open();
        Assert.That(File.GetUnixFileMode(Root) & Others, Is.EqualTo(UnixFileMode.None));
    }

    [Test]
    public void Removed_IsGoneFromTheDisk()
    {
        var store = Open();
        store.Change(Alice, stored => stored with { Key = new Secret(Key) });
        var had = store.Change(Alice, _ => StoredCredentials.None);
        Assert.That(had.Key!.Reveal(), Is.EqualTo(Key));
        Assert.That(Directory.GetFiles(Path.Combine(Root, "users")), Is.Empty);
    }

    [TestCase("broken")]
    [TestCase("of another user")]
    [TestCase("without its key")]
    public void FileThatCannotBeRead_SaysWhatToDoAndCanBeStoredAnew(string how)
    {
        var store = Open();
        store.Change(Alice, stored => stored with { Key = new Secret(Key) });
        string file = FileOfAUser;
        switch (how)
        {
            case "broken":
                File.WriteAllText(file, "broken");
                break;
            case "of another user":
                store.Change(Bob, stored => stored with { HasAccount = true });
                File.Copy(Directory.GetFiles(Path.Combine(Root, "users")).Single(other => other != file), file, overwrite: true);
                break;
            default:
                foreach (string key in Directory.GetFiles(Path.Combine(Root, "keys")))
                    File.Delete(key);
                break;
        }

        var next = Open();
        Assert.That(
            () => new UserCredentials(next, new Secret("shared")).Of(Alice),
            Throws.InstanceOf<NoCredentialException>().With.Message.Contains("/cc login"));
        next.Change(Alice, stored => stored with { HasAccount = true });
        Assert.That(next.Find(Alice), Is.EqualTo(new StoredCredentials(HasAccount: true, Key: null)));
    }

    [Test]
    public void Priority_IsOwnAccountThenOwnKeyThenSharedKey()
    {
        var store = Open();
        var credentials = new UserCredentials(store, new Secret("shared"));
        Assert.That(credentials.KindOf(Alice), Is.EqualTo(CredentialKind.SharedKey));
        Assert.That(new UserCredentials(store, sharedKey: null).KindOf(Alice), Is.Null);
        store.Change(Alice, stored => stored with { Key = new Secret(Key) });
        Assert.That(credentials.Of(Alice).Key!.Reveal(), Is.EqualTo(Key));
        store.Change(Alice, stored => stored with { HasAccount = true });
        Assert.That(credentials.Of(Alice), Is.EqualTo(ModelCredential.Account));
    }

    [TestCase("sk-ant-api03-0123456789", null)]
    [TestCase("sk-ant-oat01-0123456789", "token")]
    [TestCase("sk ant api03 0123456789", "characters")]
    [TestCase("short", "whole")]
    public void Key_IsLookedAtBeforeItIsSent(string key, string? mistake)
    {
        string? found = ApiKeyForm.MistakeIn(key);
        Assert.That(found, mistake is null ? Is.Null : Does.Contain(mistake).And.Not.Contain(key));
    }

    private string Root => _folder.At("credentials");

    private string FileOfAUser => Directory.GetFiles(Path.Combine(Root, "users")).Single();

    private CredentialStore Open() => new(Root, NullLogger.Instance);
}
