using System.Text.RegularExpressions;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Workers;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed partial class UserFoldersTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("codesmith-test-");

    private static readonly UserId Alice = new("alice");

    private string DataRoot => Path.Combine(_root.FullName, "data");

    public void Dispose() => _root.Delete(recursive: true);

    [TestCase("")]
    [TestCase("..")]
    [TestCase("../../etc")]
    [TestCase("/etc/passwd")]
    [TestCase("a\0b")]
    [TestCase("Ünïcödé 🙂\n")]
    [TestCase("a very very very long name that goes on and on and on and on and on and on and on and on")]
    public void Key_IsShortAndSafe(string user) =>
        Assert.That(UserKey.For(new UserId(user)), Does.Match(SafeKey()));

    [Test]
    public void Keys_OfDifferentUsersDiffer()
    {
        string[] users = ["", "a", "A", "a ", "a/b", "a_b", "a\0b", "123456789012345", "123456789012346", "\ud800", "\ud801"];
        Assert.That(users.Select(user => UserKey.For(new UserId(user))).Distinct().Count(), Is.EqualTo(users.Length));
    }

    [Test]
    public async Task EveryFolder_IsForTheOwnerOnly()
    {
        await using var folders = new UserFolders(DataRoot).Prepare(Alice);
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var made = new DirectoryInfo(DataRoot).GetDirectories("*", SearchOption.AllDirectories);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(made, Has.Length.EqualTo(9));
            Assert.That(made.Append(new(DataRoot)).Select(folder => folder.UnixFileMode), Is.All.EqualTo(ownerOnly));
        }
    }

    [Test]
    public async Task FilesOfTheUser_StayAndThoseOfTheRunGo()
    {
        await using (var first = new UserFolders(DataRoot).Prepare(Alice))
        {
            foreach (var folder in new[] { first.Workspace, first.Home, first.LinkFolder, first.DoorFolder })
                await File.WriteAllTextAsync(Path.Combine(folder, "file"), "kept");
            var outside = Directory.CreateDirectory(Path.Combine(_root.FullName, "outside"));
            await File.WriteAllTextAsync(Path.Combine(outside.FullName, "file"), "kept");
            Directory.CreateSymbolicLink(Path.Combine(first.LinkFolder, "trap"), outside.FullName);
        }

        await using var second = new UserFolders(DataRoot).Prepare(Alice);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Directory.GetFiles(second.Workspace), Has.Length.EqualTo(1));
            Assert.That(Directory.GetFiles(second.Home), Has.Length.EqualTo(1));
            Assert.That(Directory.GetFileSystemEntries(second.LinkFolder), Is.Empty);
            Assert.That(Directory.GetFileSystemEntries(second.DoorFolder), Is.Empty);
            Assert.That(Path.Combine(_root.FullName, "outside", "file"), Does.Exist);
        }
    }

    /// <summary>Such as a name that is no text: nothing that .NET could remove.</summary>
    [Test]
    public async Task WhatCannotBeRemovedOfARun_KeepsNobodyFromTheNext()
    {
        string left;
        await using (var first = new UserFolders(DataRoot).Prepare(Alice))
        {
            left = Path.GetDirectoryName(first.LinkFolder)!;
            using var made = System.Diagnostics.Process.Start("/bin/sh", ["-c", $"mkdir -p '{first.LinkFolder}'/$(printf '\\377')/x"]);
            await made.WaitForExitAsync();
        }

        await using (var second = new UserFolders(DataRoot).Prepare(Alice))
            Assert.That(Directory.GetFileSystemEntries(second.LinkFolder), Is.Empty);

        using var removed = System.Diagnostics.Process.Start("rm", ["-rf", left]);
        await removed.WaitForExitAsync();
    }

    [TestCase("users")]
    [TestCase("run")]
    [TestCase("identity")]
    [TestCase("users/{0}")]
    [TestCase("users/{0}/workspace")]
    [TestCase("users/{0}/home")]
    [TestCase("run/{0}")]
    [TestCase("run/{0}/link")]
    [TestCase("run/{0}/doors")]
    public void Link_InPlaceOfAFolderIsRefused(string place)
    {
        var outside = Directory.CreateDirectory(Path.Combine(_root.FullName, "outside"));
        var link = Path.Combine(DataRoot, string.Format(null, place, UserKey.For(Alice)));
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        Directory.CreateSymbolicLink(link, outside.FullName);

        Assert.That(
            () => new UserFolders(DataRoot).Prepare(Alice), Throws.InstanceOf<IOException>().With.Message.Contains("is a link"));
        Assert.That(outside.GetFileSystemInfos(), Is.Empty);
    }

    [Test]
    public async Task SecondHold_IsRefusedUntilTheFirstEnds()
    {
        var first = new UserFolders(DataRoot).Prepare(Alice);
        Assert.That(
            () => new UserFolders(DataRoot).Prepare(Alice),
            Throws.InstanceOf<WorkerLostException>().With.Message.Contains("running session")
                .And.Property("IsFinal").True);
        await using (new UserFolders(DataRoot).Prepare(new UserId("bob")))
            await first.DisposeAsync();

        await using var again = new UserFolders(DataRoot).Prepare(Alice);
        Assert.That(again.Workspace, Is.EqualTo(first.Workspace));
    }

    [Test]
    public void DataRootTooLongForSockets_IsRefusedWithTheReason() =>
        Assert.That(
            () => new UserFolders(Path.Combine(DataRoot, new string('x', 80))).Prepare(Alice),
            Throws.InstanceOf<IOException>().With.Message.Contains("too long"));

    [GeneratedRegex(@"\A[a-z0-9_]{0,12}-[0-9a-f]{20}\z")]
    private static partial Regex SafeKey();
}
