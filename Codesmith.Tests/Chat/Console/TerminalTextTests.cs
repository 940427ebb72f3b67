using Codesmith.Supervisor.Chat.Console;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Console;

internal sealed class TerminalTextTests
{
    [TestCase("plain", "plain")]
    [TestCase("a\nb\tc", "a\nb\tc")]
    [TestCase("a\r\nb", "a\nb")]
    [TestCase("over\rwritten", "over<U+000D>written")]
    [TestCase("\e]52;c;ZXZpbA==\a", "<U+001B>]52;c;ZXZpbA==<U+0007>")]
    [TestCase("\u009b2J", "<U+009B>2J")]
    [TestCase("\u007f\0\b", "<U+007F><U+0000><U+0008>")]
    [TestCase("safe\u202etxt.exe", "safe<U+202E>txt.exe")]
    [TestCase("zero\u200bwidth\ufeff", "zero<U+200B>width<U+FEFF>")]
    [TestCase("two\u2028lines", "two<U+2028>lines")]
    [TestCase("日本 👩‍💻 é", "日本 👩‍💻 é")]
    public void Escape_ShowsWhatATerminalWouldObey(string text, string safe) =>
        Assert.That(TerminalText.Escape(text), Is.EqualTo(safe));

    [Test]
    public void Escape_ReplacesHalfACharacter() =>
        Assert.That(TerminalText.Escape("a\ud83d!"), Is.EqualTo("a\ufffd!"));

    [Test]
    public void EscapeLine_IsOneLineWhateverComes() =>
        Assert.That(TerminalText.EscapeLine("  one\n\n two\tthree\r\nfour\n"), Is.EqualTo("one / two three / four"));

    [Test]
    public void Escape_LeavesNoControlCharacterOfAll()
    {
        string all = string.Concat(Enumerable.Range(0, 0x10000).Where(c => c is < 0xd800 or > 0xdfff).Select(c => (char)c));

        Assert.That(TerminalText.Escape(all).Where(c => char.IsControl(c) && c is not ('\n' or '\t')), Is.Empty);
    }
}
