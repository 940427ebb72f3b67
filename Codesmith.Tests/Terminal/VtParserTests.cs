using System.Text;
using Codesmith.Worker.Terminal;
using NUnit.Framework;

namespace Codesmith.Tests.Terminal;

internal sealed class VtParserTests
{
    private static readonly string ManyParameters = string.Join(';', Enumerable.Range(1, TerminalLimits.MaxParameters));

    [TestCase("", "")]
    [TestCase("plain text of more than sixteen bytes~", "print plain text of more than sixteen bytes~")]
    [TestCase("a␍␊b", "print a | execute 0D | execute 0A | print b")]
    [TestCase("a␡b", "print ab")]
    [TestCase("é日🎉─────x", "print é日🎉─────x")]
    [TestCase("a\u0085b", "print a | execute 85 | print b", TestName = "C1_IsExecuted")]
    [TestCase("␛[m", "csi m")]
    [TestCase("␛[0m", "csi 0m")]
    [TestCase("␛[;m", "csi 0;0m")]
    [TestCase("␛[12;3H", "csi 12;3H")]
    [TestCase("␛[38:2::1:2:3;4m", "csi 38:2:0:1:2:3;4m")]
    [TestCase("␛[?25l", "csi ?25l")]
    [TestCase("␛[>0q", "csi >0q")]
    [TestCase("␛[?2026$p", "csi ?2026$p")]
    [TestCase("␛[!p", "csi !p")]
    [TestCase("␛[ q", "csi  q")]
    [TestCase("␛[99999999999A", "csi 65535A")]
    [TestCase("␛[1␍2A", "execute 0D | csi 12A")]
    [TestCase("␛[1␘31m", "execute 18 | print 31m")]
    [TestCase("␛[1␛[2A", "csi 2A")]
    [TestCase("␛[1?2mx", "print x")]
    [TestCase("␛[1$2mx", "print x")]
    [TestCase("␛[1é2A", "csi 12A")]
    [TestCase("␛7␛(0␛#8", "esc 7 | esc (0 | esc #8")]
    [TestCase("␛]0;title␇", "osc 0;title bell")]
    [TestCase("␛]0;✳ title␛\\x", "osc 0;✳ title | esc \\ | print x")]
    [TestCase("␛]8;;␘x", "execute 18 | print x")]
    [TestCase("␛]␇", "osc  bell")]
    [TestCase("␛P1$qm␛\\", "hook 1$q | put m | unhook | esc \\")]
    [TestCase("␛Pq␘x", "hook q | unhook | execute 18 | print x")]
    [TestCase("␛P1?2qabc␛\\x", "esc \\ | print x")]
    [TestCase("␛_hidden␛\\␛^hidden␛\\␛Xhidden␛\\x", "esc \\ | esc \\ | esc \\ | print x")]
    public void Bytes_BecomeActions(string bytes, string actions) =>
        Assert.That(RecordedActions.Of(ControlPictures.ToBytes(bytes)), Is.EqualTo(actions));

    [Test]
    public void Parameters_UpToTheLimit_AreKept() =>
        Assert.That(RecordedActions.Of($"\e[{ManyParameters}m"), Is.EqualTo($"csi {ManyParameters}m"));

    [Test]
    public void Parameters_BeyondTheLimit_AreReported() =>
        Assert.That(RecordedActions.Of($"\e[{ManyParameters};7:8m"), Is.EqualTo($"csi {ManyParameters}m truncated"));

    [Test]
    public void Intermediates_BeyondTheLimit_AreReported() =>
        Assert.That(RecordedActions.Of("\e[1 !\"p"), Is.EqualTo("csi 1 !p truncated"));

    [Test]
    public void Osc_BeyondTheLimit_IsReported()
    {
        string kept = new('a', TerminalLimits.MaxOscBytes);
        Assert.Multiple(() =>
        {
            Assert.That(RecordedActions.Of($"\e]{kept}\a"), Is.EqualTo($"osc {kept} bell"));
            Assert.That(
                RecordedActions.Of($"\e]{kept}b\a\e]c\a"), Is.EqualTo($"osc {kept} truncated bell | osc c bell"));
        });
    }

    [TestCase("80")]
    [TestCase("C0 AF")]
    [TestCase("E2 94")]
    [TestCase("E0 80 80")]
    [TestCase("ED A0 80")]
    [TestCase("F0 80 80 80")]
    [TestCase("F4 90 80 80")]
    [TestCase("F0 9F 8E")]
    [TestCase("E2 94 80 E2 94 E2 94 80")]
    [TestCase("FE FF")]
    public void IllFormedUtf8_IsReplacedAsEncodingDoes(string hex)
    {
        byte[] bytes = [.. Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), (byte)'x'];
        Assert.That(RecordedActions.Of(bytes), Is.EqualTo("print " + Encoding.UTF8.GetString(bytes)));
    }

    [Test]
    public void Character_CutByASequence_IsReplacedFirst() =>
        Assert.That(
            RecordedActions.Of([0xE2, 0x94], [0x1B, (byte)'[', (byte)'m']),
            Is.EqualTo("print \uFFFD | csi m"));

    [Test]
    public void AnyTwoPieces_GiveTheSameActions()
    {
        byte[] whole = Encoding.UTF8.GetBytes(
            $"ab\e[1;38:5:9m日本──\r\n\e]0;✳ t\a\e[?1049h\eP1$qx\e\\\e(0q🎉\u0085"
            + $"\e[{ManyParameters};9mz\e]8;;l\e\\\e[1\re");
        string expected = RecordedActions.Of(whole);
        for (int cut = 0; cut <= whole.Length; cut++)
            Assert.That(RecordedActions.Of(whole[..cut], whole[cut..]), Is.EqualTo(expected), $"cut at {cut}");
    }
}
