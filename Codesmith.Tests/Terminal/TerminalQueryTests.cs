using Codesmith.Worker.Terminal;
using NUnit.Framework;

namespace Codesmith.Tests.Terminal;

internal sealed class TerminalQueryTests
{
    [TestCase("␛[c", "␛[?62;22c")]
    [TestCase("␛[0c", "␛[?62;22c")]
    [TestCase("␛[1c", "")]
    [TestCase("␛[>c", "␛[>0;0;0c")]
    [TestCase("␛[>0q", "␛P>|Codesmith␛\\")]
    [TestCase("␛[5n", "␛[0n")]
    [TestCase("␛[3;4H␛[6n", "␛[3;4R")]
    [TestCase("␛[3;4H␛[?6n", "␛[?3;4R")]
    [TestCase("␛[2;5r␛[?6h␛[2;1H␛[6n", "␛[2;1R")]
    [TestCase("␛[?996n", "␛[?997;1n")]
    [TestCase("␛[18t", "␛[8;5;20t")]
    [TestCase("␛[?2026$p", "␛[?2026;2$y")]
    [TestCase("␛[?2026h␛[?2026$p", "␛[?2026;1$y")]
    [TestCase("␛[?1049h␛[?1049$p", "␛[?1049;1$y")]
    [TestCase("␛[?6h␛[?6$p", "␛[?6;1$y")]
    [TestCase("␛[?7$p", "␛[?7;1$y")]
    [TestCase("␛[4$p", "␛[4;2$y")]
    [TestCase("␛[?2027$p", "␛[?2027;0$y")]
    [TestCase("␛[?9999$p", "␛[?9999;0$y")]
    [TestCase("␛]10;?␇", "␛]10;rgb:ffff/ffff/ffff␇")]
    [TestCase("␛]11;?␛\\", "␛]11;rgb:0000/0000/0000␛\\")]
    [TestCase("␛]11;#ffffff␇", "")]
    [TestCase("␛[?u", "")]
    [TestCase("␛]7501;?␇", "")]
    [TestCase("␛P$qm␛\\", "")]
    [TestCase("␛[21t", "")]
    public void Query_IsAnswered(string query, string answer)
    {
        var screen = new Screen(20, 5);
        screen.Feed(ControlPictures.ToBytes(query));
        Assert.That(screen.TakeReplies(), Is.EqualTo(ControlPictures.ToBytes(answer)));
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
