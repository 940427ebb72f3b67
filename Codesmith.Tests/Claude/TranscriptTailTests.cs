using System.Text;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Claude;

internal sealed class TranscriptTailTests
{
    private string _folder = "";

    private string File1 => Path.Combine(_folder, "t.jsonl");

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("codesmith-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Lines_CutAnywhere_AreReadWhole()
    {
        var bytes = Encoding.UTF8.GetBytes(Line("Grüße 😀", "1") + Line("two", "2"));
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            File.Delete(File1);
            var tail = new TranscriptTail(File1, 0);
            Append(bytes[..cut]);
            var texts = Texts(tail).ToList();
            Append(bytes[cut..]);
            texts.AddRange(Texts(tail));
            Assert.That(texts, Is.EqualTo(new[] { "Grüße 😀", "two" }), $"cut at {cut}");
        }
    }

    [Test]
    public void MissingFile_IsEmptyUntilItIsThere()
    {
        var tail = new TranscriptTail(File1, 0);
        Assert.That(tail.ReadAppended(), Is.Empty);
        Append(Encoding.UTF8.GetBytes(Line("now", "1")));
        Assert.That(Texts(tail), Is.EqualTo(new[] { "now" }));
    }

    [Test]
    public void Resume_BeginsAtTheEnd()
    {
        Append(Encoding.UTF8.GetBytes(Line("old", "1")));
        var tail = TranscriptTail.AtEnd(File1);
        Append(Encoding.UTF8.GetBytes(Line("new", "2")));
        Assert.That(Texts(tail), Is.EqualTo(new[] { "new" }));
        Assert.That(TranscriptTail.AtEnd(File1 + "x").ReadAppended(), Is.Empty);
    }

    [Test]
    public void LineWrittenTwice_CountsOnce()
    {
        Append(Encoding.UTF8.GetBytes(Line("one", "1") + Line("one", "1") + Line("one", "2")));
        Assert.That(Texts(new TranscriptTail(File1, 0)), Is.EqualTo(new[] { "one", "one" }));
    }

    [Test]
    public void ShorterFile_IsReadFromItsBeginning()
    {
        Append(Encoding.UTF8.GetBytes(Line("a long first text", "1") + "{\"half"));
        var tail = new TranscriptTail(File1, 0);
        _ = tail.ReadAppended();
        File.WriteAllText(File1, Line("new", "2"));
        Assert.That(Texts(tail), Is.EqualTo(new[] { "new" }));
    }

    [Test]
    public void BrokenLines_AreToldAndPassedOver()
    {
        Append([.. Encoding.UTF8.GetBytes("garbage\n\n{\"a\":\n" + Line("good", "1")), 0xff, (byte)'\n', .. Encoding.UTF8.GetBytes(Line("also", "2"))]);
        var tail = new TranscriptTail(File1, 0);
        var entries = tail.ReadAppended();
        Assert.That(entries.OfType<TranscriptEntry.AssistantText>().Select(text => text.Text), Is.EqualTo(new[] { "good", "also" }));
        Assert.That(entries.OfType<TranscriptEntry.Unreadable>().Count(), Is.EqualTo(3));
    }

    [Test]
    public void OverlongLine_IsPassedOver()
    {
        var tail = new TranscriptTail(File1, 0);
        var megabyte = new byte[1024 * 1024];
        Array.Fill(megabyte, (byte)'x');
        for (var count = 0; count < 17; count++)
        {
            Append(megabyte);
            Assert.That(tail.ReadAppended(), Is.Empty);
        }

        Append(Encoding.UTF8.GetBytes("\n" + Line("after", "1")));
        Assert.That(
            tail.ReadAppended(),
            Is.EqualTo(new TranscriptEntry[] { new TranscriptEntry.Unreadable(), new TranscriptEntry.AssistantText("after") }));
    }

    private static IEnumerable<string> Texts(TranscriptTail tail) =>
        tail.ReadAppended().Cast<TranscriptEntry.AssistantText>().Select(text => text.Text);

    private static string Line(string text, string uuid) =>
        $$$"""{"type":"assistant","uuid":"{{{uuid}}}","message":{"content":[{"type":"text","text":"{{{text}}}"}]}}""" + "\n";

    private void Append(byte[] bytes)
    {
        using var file = new FileStream(File1, FileMode.Append);
        file.Write(bytes);
    }
}
