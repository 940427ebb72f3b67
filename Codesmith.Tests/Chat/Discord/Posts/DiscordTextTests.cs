using Codesmith.Supervisor.Chat.Discord.Posts;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Posts;

internal sealed class DiscordTextTests
{
    [TestCase("", 3, "")]
    [TestCase("abc", 3, "abc")]
    [TestCase("abcd", 3, "ab…")]
    [TestCase("a🟥bc", 3, "a…", Description = "Half a character would be left.")]
    [TestCase("a🟥bcd", 4, "a🟥…")]
    public void Clip_LeavesWholeCharacters(string text, int most, string clipped) =>
        Assert.That(DiscordText.Clip(text, most), Is.EqualTo(clipped));

    [TestCase("plain - text # with > signs", "plain - text # with > signs")]
    [TestCase("*a* _b_ ~c~ |d|", @"\*a\* \_b\_ \~c\~ \|d\|")]
    [TestCase("# a\n- b\n> c", "\\# a\n\\- b\n\\> c")]
    [TestCase("-# a", @"\-# a")]
    [TestCase(@"`a` \ [b](c) <@1>", @"\`a\` \\ \[b\](c) \<@1>")]
    public void Plain_IsShownAsItIs(string text, string written) =>
        Assert.That(DiscordText.Plain(text), Is.EqualTo(written));

    [TestCase("ls", "`ls`")]
    [TestCase("echo `date`", "`echo 'date'`")]
    [TestCase("a\nb\r\nc", "`a b c`")]
    public void Code_IsOneLine(string line, string written) => Assert.That(DiscordText.Code(line), Is.EqualTo(written));

    [Test]
    public void Block_CannotBeLeft()
    {
        string block = DiscordText.Block("a\n```\n# b\n``````", 100);

        Assert.That(block[3..^3], Does.Not.Contain("```"));
        Assert.That(block, Does.StartWith("```\na\n").And.EndWith("\n```"));
    }

    [Test]
    public void Block_IsNotLongerThanItMayBe([Values("x", "`", "🟥")] string piece) => Assert.That(
        DiscordText.Block(string.Concat(Enumerable.Repeat(piece, 100)), 50), Has.Length.LessThanOrEqualTo(50));
}
