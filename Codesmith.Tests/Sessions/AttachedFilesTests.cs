using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

internal sealed class AttachedFilesTests
{
    [Test]
    public void Of_NamesEachFileOnceAndInOrder()
    {
        var files = AttachedFiles.Of(
            new MessageId("12/34"), [new("a b.png", 1, ""), new("../a_b.png", 1, ""), new("c", 1, "")]);
        Assert.That(files, Is.EqualTo(new AttachedFiles("34", ["a_b.png", "a_b-2.png", "c"], AreKept: false)));
    }

    [Test]
    public void Of_NoFiles_HasNothingToWaitFor() =>
        Assert.That(AttachedFiles.Of(new MessageId("1"), []), Is.SameAs(AttachedFiles.None));

    [TestCase("look", "look\n\nAttached:\n@{0}/1/a.png\n@{0}/1/b.txt")]
    [TestCase(" \n", "Attached:\n@{0}/1/a.png\n@{0}/1/b.txt")]
    public void Mention_SaysWhereTheFilesAre(string text, string expected) => Assert.That(
        new AttachedFiles("1", ["a.png", "b.txt"], AreKept: true).Mention(text),
        Is.EqualTo(string.Format(null, expected, SandboxLayout.Attachments)));

    [Test]
    public void Mention_OfNoFiles_IsTheText() => Assert.That(AttachedFiles.None.Mention("look"), Is.EqualTo("look"));

    [Test]
    public void Mention_OfTheLongestPrompt_IsTakenByTheWorker()
    {
        var attachments = Enumerable.Repeat(
            new MessageAttachment(new string('語', 500) + ".extension", 1, ""), SessionLimits.Attachments).ToList();
        var files = AttachedFiles.Of(new MessageId(new string('9', 500)), attachments);
        string prompt = files.Mention(new string('x', SessionLimits.PromptText));
        Assert.That(prompt, Has.Length.LessThanOrEqualTo(WireLimits.PromptText));
    }

    [Test]
    public void Equal_AreThoseThatSayTheSame()
    {
        var files = new AttachedFiles("1", ["a", "b"], AreKept: true);
        Assert.That(files, Is.EqualTo(new AttachedFiles("1", ["a", "b"], AreKept: true)));
        Assert.That(files, Is.Not.EqualTo(files with { AreKept = false }));
        Assert.That(files, Is.Not.EqualTo(files with { Names = ["a"] }));
        Assert.That(files.GetHashCode(), Is.EqualTo(new AttachedFiles("1", ["a", "b"], AreKept: true).GetHashCode()));
    }
}
