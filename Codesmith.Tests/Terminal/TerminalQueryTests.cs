using System.Text;
using Codesmith.Worker.Terminal;
using NUnit.Framework;

namespace Codesmith.Tests.Terminal;

internal sealed class TerminalQueryTests
{
    [TestCase("\e[c", "\e[?62;22c")]
    [TestCase("\e[0c", "\e[?62;22c")]
    [TestCase("\e[1c", "")]
    [TestCase("\e[>c", "\e[>0;0;0c")]
    [TestCase("\e[>0q", "\eP>|Codesmith\e\\")]
    [TestCase("\e[5n", "\e[0n")]
    [TestCase("\e[3;4H\e[6n", "\e[3;4R")]
    [TestCase("\e[3;4H\e[?6n", "\e[?3;4R")]
    [TestCase("\e[2;5r\e[?6h\e[2;1H\e[6n", "\e[2;1R")]
    [TestCase("\e[?996n", "\e[?997;1n")]
    [TestCase("\e[18t", "\e[8;5;20t")]
    [TestCase("\e[?2026$p", "\e[?2026;2$y")]
    [TestCase("\e[?2026h\e[?2026$p", "\e[?2026;1$y")]
    [TestCase("\e[?1049h\e[?1049$p", "\e[?1049;1$y")]
    [TestCase("\e[?6h\e[?6$p", "\e[?6;1$y")]
    [TestCase("\e[?7$p", "\e[?7;1$y")]
    [TestCase("\e[4$p", "\e[4;2$y")]
    [TestCase("\e[?2027$p", "\e[?2027;0$y")]
    [TestCase("\e[?9999$p", "\e[?9999;0$y")]
    [TestCase("\e]10;?\a", "\e]10;rgb:ffff/ffff/ffff\a")]
    [TestCase("\e]11;?\e\\", "\e]11;rgb:0000/0000/0000\e\\")]
    [TestCase("\e]11;#ffffff\a", "")]
    [TestCase("\e[?u", "")]
    [TestCase("\e]7501;?\a", "")]
    [TestCase("\eP$qm\e\\", "")]
    [TestCase("\e[21t", "")]
    public void Query_IsAnswered(string query, string answer)
    {
        var screen = new Screen(20, 5);
        screen.Feed(Encoding.UTF8.GetBytes(query));
        Assert.That(Encoding.ASCII.GetString(screen.TakeReplies()), Is.EqualTo(answer));
    }

    [Test]
    public void Replies_AreTakenOnce()
    {
        var screen = new Screen(20, 5);
        screen.Feed("\e[5n"u8);
        Assert.That((screen.TakeReplies().Length, screen.TakeReplies().Length), Is.EqualTo((4, 0)));
    }

    [Test]
    public void Replies_NobodyTakes_AreDroppedWhole()
    {
        var screen = new Screen(20, 5);
        for (int query = 0; query < 10_000; query++)
            screen.Feed("\e[?2026$p"u8);
        byte[] replies = screen.TakeReplies();
        screen.Feed("\e[5n"u8);
        Assert.Multiple(() =>
        {
            Assert.That(replies, Has.Length.InRange(1, TerminalLimits.MaxPendingReplyBytes));
            Assert.That(replies.Length % "\e[?2026;2$y".Length, Is.Zero);
            Assert.That(screen.TakeReplies(), Is.EqualTo("\e[0n"u8.ToArray()), "answers again once they are taken");
        });
    }
}
