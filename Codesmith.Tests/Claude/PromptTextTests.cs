using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Claude;

internal sealed class PromptTextTests
{
    [TestCase("hello", "hello")]
    [TestCase("/help me", "Message: /help me")]
    [TestCase(" \u00a0\n/help", "Message: /help")]
    [TestCase("\u200b\ufeff/help", "Message: /help")]
    [TestCase("\U000e0041/help", "Message: /help")]
    [TestCase("/usr/bin is full", "Message: /usr/bin is full")]
    [TestCase("!ls", " !ls")]
    [TestCase("\u2060!ls", " !ls")]
    [TestCase("#note", "#note")]
    [TestCase("@file look", "@file look")]
    [TestCase("?", "?")]
    [TestCase("&", "&")]
    [TestCase("exit", "Message: exit")]
    [TestCase("  QUIT \n", "Message: QUIT")]
    [TestCase(":wq!", "Message: :wq!")]
    [TestCase("exit\u200b", "Message: exit")]
    [TestCase("e\u200bxit", "Message: exit")]
    [TestCase("exit now", "exit now")]
    [TestCase("a\\", "a\\ ")]
    [TestCase("a\\\n", "a\\ ")]
    [TestCase("a\\\u200b", "a\\ ")]
    [TestCase("a\r\nb\rc", "a\nb\nc")]
    [TestCase("a\e[201~\r/exit", "a[201~\n/exit")]
    [TestCase("a\u0000\u0003\u0004\u009bb", "ab")]
    [TestCase("a\tb", "a\tb")]
    [TestCase("👩‍💻 fine", "👩‍💻 fine")]
    [TestCase("fl\u00adag \u200e\U000e0067", "flag")]
    [TestCase("", "")]
    [TestCase(" \n\t\u200b", "")]
    public void Text_IsNothingButAPrompt(string text, string expected) =>
        Assert.That(PromptText.Clean(text), Is.EqualTo(expected));

    [Test]
    public void HalfSurrogates_AreReplacedAsUtf8Would() =>
        Assert.That(PromptText.Clean("a\ud83d b\ude00"), Is.EqualTo("a\ufffd b\ufffd"));

    [TestCase("a\tb", "a    b", true)]
    [TestCase("a\nb ", "a\r\nb", true)]
    [TestCase("a\u200bb", "ab", true)]
    [TestCase("ab", "ac", false)]
    [TestCase("ab", "", false)]
    [TestCase("ab", "AB", false)]
    public void Sameness_IsOfWhatIsSeen(string one, string other, bool same) =>
        Assert.That(PromptText.AreSame(one, other), Is.EqualTo(same));
}
