using System.Text;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

internal sealed class SafeFileNameTests
{
    [TestCase("photo.png", "photo.png")]
    [TestCase("Bericht für Zoë (2).pdf", "Bericht_für_Zoë__2_.pdf")]
    [TestCase("Zoe\u0308.txt", "Zoe\u0308.txt")]
    [TestCase("日本語.txt", "日本語.txt")]
    [TestCase("../../etc/passwd", "passwd")]
    [TestCase(@"C:\Users\me\secret.doc", "secret.doc")]
    [TestCase("/", "file")]
    [TestCase("..", "file")]
    [TestCase("", "file")]
    [TestCase("😀", "file")]
    [TestCase(".bashrc", "bashrc")]
    [TestCase("-rf", "rf")]
    [TestCase("a\nb\0c.txt", "a_b_c.txt")]
    [TestCase("$(reboot) `x` @y.sh", "reboot___x___y.sh")]
    [TestCase("a\u202Egpj.exe", "a_gpj.exe")]
    [TestCase("archive.tar.gz", "archive.tar.gz")]
    [TestCase("name.ThisIsNoExtensionAtAll", "name.ThisIsNoExtensionAtAll")]
    public void Name_IsSafeAndStillTells(string name, string expected) =>
        Assert.That(SafeFileName.Of(name, []), Is.EqualTo(expected));

    [Test]
    public void LongName_KeepsItsExtensionAndFitsAFileSystem()
    {
        string safe = SafeFileName.Of(new string('語', 500) + ".txt", []);
        Assert.That(safe, Does.EndWith("語.txt"));
        Assert.That(Encoding.UTF8.GetByteCount(safe), Is.LessThanOrEqualTo(255));
    }

    [Test]
    public void TakenNames_AreNumberedWhateverTheirCase()
    {
        var taken = new List<string>();
        foreach (string name in new[] { "a.txt", "A.TXT", "a.txt", new string('x', 500), new string('x', 501) })
            taken.Add(SafeFileName.Of(name, taken));
        Assert.That(taken.Take(3), Is.EqualTo(new[] { "a.txt", "A-2.TXT", "a-3.txt" }));
        Assert.That(taken[4], Has.Length.EqualTo(taken[3].Length).And.EndWith("x-2"));
    }
}
