using Codesmith.Worker.Terminal;
using NUnit.Framework;

namespace Codesmith.Tests.Terminal;

/// <summary>What is seen after some bytes, on a screen of 6 columns and 3 rows; rows are joined by slashes.</summary>
internal sealed class ScreenTests
{
    private const int Columns = 6;
    private const int Rows = 3;

    // Wrapping.
    [TestCase("abcdef", "abcdef//", TestName = "Wrap_IsPendingInTheLastColumn")]
    [TestCase("abcdefg", "abcdef/g/", TestName = "Wrap_HappensBeforeTheNextCharacter")]
    [TestCase("abcdef\rX", "Xbcdef//", TestName = "Wrap_IsUndoneByMoving")]
    [TestCase("abcdef\bX", "abcdXf//", TestName = "Backspace_FromPendingWrap_GoesOneLeft")]
    [TestCase("abcdef\e[31mg", "abcdef/g/", TestName = "Wrap_OutlivesColours")]
    [TestCase("abcdef\e[Kg", "abcde/g/", TestName = "Wrap_OutlivesErasing")]
    [TestCase("abcdef\tg", "abcdef/g/", TestName = "Wrap_OutlivesATabInTheLastColumn")]
    [TestCase("\e[?7labcdefgh", "abcdeh//", TestName = "NoAutoWrap_OverwritesTheLastColumn")]
    [TestCase("1\r\n2\r\n3\r\n4", "2/3/4", TestName = "LineFeed_AtTheBottom_Scrolls")]
    [TestCase("\e[3;6Hab", "/     a/b", TestName = "Wrap_AtTheBottom_Scrolls")]
    // Wide characters.
    [TestCase("abcde日", "abcde/日/", TestName = "Wide_AtTheMargin_Wraps")]
    [TestCase("abcd日x", "abcd日/x/", TestName = "Wide_InTheLastColumns_Fits")]
    [TestCase("\e[?7labcde日", "abcd日//", TestName = "Wide_AtTheMarginWithoutWrap_TakesTheLastColumns")]
    [TestCase("日本\e[1Gx", "x 本//", TestName = "Wide_LeftHalfOverwritten_IsBlanked")]
    [TestCase("日本\e[2Gx", " x本//", TestName = "Wide_RightHalfOverwritten_IsBlanked")]
    [TestCase("日本語\e[2G界", " 界 語//", TestName = "Wide_OverTwoHalves_BlanksBoth")]
    [TestCase("日本\e[2G\e[K", "//", TestName = "Wide_CutByErasing_IsBlanked")]
    [TestCase("日本\e[2G\e[P", " 本//", TestName = "Wide_CutByDeleting_IsBlanked")]
    [TestCase("a日本b\e[1G\e[@", " a日本//", TestName = "Wide_PushedWhole_Stays")]
    [TestCase("ab日本\e[1G\e[@", " ab日//", TestName = "Wide_PushedOverTheMargin_IsBlanked")]
    [TestCase("日本\e[2G──", " ──//", TestName = "Wide_UnderARun_IsBlanked")]
    // Clusters.
    [TestCase("e\u0301x", "e\u0301x//", TestName = "Combining_JoinsTheCharacterBefore")]
    [TestCase("abcdef\u0301g", "abcdef\u0301/g/", TestName = "Combining_InPendingWrap_JoinsTheLastColumn")]
    [TestCase("ab\u20E3\u20E3x", "ab\u20E3\u20E3x//", TestName = "Combining_Twice_JoinsTwice")]
    [TestCase("\u0301x", "x//", TestName = "Combining_AtTheStartOfALine_IsDropped")]
    [TestCase("日\u0301x", "日\u0301x//", TestName = "Combining_JoinsAWideCharacter")]
    [TestCase("👩\u200D💻x\e[4Gy", "👩\u200D💻xy//", TestName = "JoinedEmoji_TakesTwoColumns")]
    [TestCase("👍🏽x\e[4Gy", "👍🏽xy//", TestName = "SkinTone_JoinsTheEmoji")]
    [TestCase("⚠\uFE0Fx\e[4Gy", "⚠\uFE0Fxy//", TestName = "EmojiPresentation_TakesTwoColumns")]
    [TestCase("abcde⚠\uFE0Fx", "abcde⚠\uFE0F/x/", TestName = "EmojiPresentation_WithoutRoom_StaysNarrow")]
    [TestCase("🇩🇪x\e[4Gy", "🇩🇪xy//", TestName = "Flag_TakesTwoColumns")]
    // Cursor.
    [TestCase("\e[2;3Hx", "/  x/", TestName = "CursorPosition_CountsFromOne")]
    [TestCase("\e[0;0Hx", "x//", TestName = "CursorPosition_ZeroIsOne")]
    [TestCase("\e[99;99Hx", "//     x", TestName = "CursorPosition_IsClamped")]
    [TestCase("ab\e7\e[3;3Hc\e8d", "abd//  c", TestName = "SavedCursor_IsRestored")]
    [TestCase("a\tb", "a    b//", TestName = "Tab_StopsAtTheLastColumn")]
    [TestCase("\e[3Gx\e[3G\eH\ra\e[2g\r\tb", "a b//", TestName = "Tab_StopsWhereSet")]
    [TestCase("ab\e[2Ex\e[Fy", "ab/y/x", TestName = "NextAndPreviousLine_StartAtTheFirstColumn")]
    [TestCase("\e[2dx\e[4`y", "/x  y/", TestName = "AbsolutePositions")]
    // Erasing, inserting, deleting.
    [TestCase("abcdef\e[3G\e[K", "ab//", TestName = "EraseInLine_Right")]
    [TestCase("abcdef\e[3G\e[1K", "   def//", TestName = "EraseInLine_Left")]
    [TestCase("abcdef\e[3G\e[2K", "//", TestName = "EraseInLine_All")]
    [TestCase("a\r\nbc\r\nd\e[2;2H\e[J", "a/b/", TestName = "EraseInScreen_Below")]
    [TestCase("a\r\nbc\r\nd\e[2;1H\e[1J", "/ c/d", TestName = "EraseInScreen_Above")]
    [TestCase("a\r\nbc\r\nd\e[2J", "//", TestName = "EraseInScreen_All")]
    [TestCase("abcdef\e[2G\e[2X", "a  def//", TestName = "EraseCharacters")]
    [TestCase("abcdef\e[2G\e[2P", "adef//", TestName = "DeleteCharacters")]
    [TestCase("abcdef\e[2G\e[2@", "a  bcd//", TestName = "InsertCharacters")]
    [TestCase("abcdef\e[2G\e[4hXY", "aXYbcd//", TestName = "InsertMode_Pushes")]
    [TestCase("a\r\nb\r\nc\e[1;1H\e[L", "/a/b", TestName = "InsertLines")]
    [TestCase("a\r\nb\r\nc\e[1;1H\e[M", "b/c/", TestName = "DeleteLines")]
    [TestCase("ab\e[3b", "abbbb//", TestName = "Repeat_PrintsTheLastCharacterAgain")]
    [TestCase("\e[65535b", "//", TestName = "Repeat_OfNothing_DoesNothing")]
    // Scrolling region.
    [TestCase("a\r\nb\r\nc\e[2;3r\e[3;1H\nx", "a/c/x", TestName = "Region_ScrollsAlone")]
    [TestCase("a\r\nb\r\nc\e[1;2r\e[1;1H\eMx", "x/a/c", TestName = "ReverseIndex_AtTheTopMargin_ScrollsDown")]
    [TestCase("a\r\nb\r\nc\e[1;2r\e[3;1H\nx", "a/b/x", TestName = "LineFeed_BelowTheRegion_DoesNotScroll")]
    [TestCase("a\r\nb\r\nc\e[2;2r\e[S", "b/c/", TestName = "Region_OfOneRow_IsRefused")]
    [TestCase("a\r\nb\r\nc\e[2T", "//a", TestName = "ScrollDown")]
    [TestCase("\e[2;3r\e[?6hx\e[9;1Hy", "/x/y", TestName = "OriginMode_CountsFromTheRegion")]
    // Character sets.
    [TestCase("\e(0lqk\e(Bx", "┌─┐x//", TestName = "LineDrawing_InG0")]
    [TestCase("\e)0q\u000Eq\u000Fq", "q─q//", TestName = "LineDrawing_InG1")]
    // Buffers and resets.
    [TestCase("ab\e[?1049hxy\e[?1049lc", "abc//", TestName = "AlternateScreen_LeavesThePrimaryAlone")]
    [TestCase("\e[?1049hxy\e[?1049l\e[?1049h", "//", TestName = "AlternateScreen_IsEnteredEmpty")]
    [TestCase("\e[?47hxy\e[?47l\e[?47h", "xy//", TestName = "AlternateScreen47_KeepsItsContent")]
    [TestCase("ab\e[2;3r\e[4h\ec\n\n\nx", "//x", TestName = "HardReset_IsAsNew")]
    [TestCase("ab\e[?6h\e[4h\e[!p\e[1GX", "Xb//", TestName = "SoftReset_KeepsTheText")]
    [TestCase("\e#8", "EEEEEE/EEEEEE/EEEEEE", TestName = "AlignmentTest")]
    // What must leave no trace.
    [TestCase("a\e]52;c;aGk=\a\e[>1u\ePq#0\e\\\e_x\e\\\e[99zb", "ab//", TestName = "Unknown_LeavesNoTrace")]
    public void Bytes_Show(string bytes, string expected) => Assert.That(Show(bytes), Is.EqualTo(expected));

    [Test]
    public void Snapshot_Text_HasNoBlankLinesAtTheEnd()
    {
        ScreenSnapshot snapshot = Fed("a  \r\n\r\n").Snapshot();
        Assert.Multiple(() =>
        {
            Assert.That(snapshot.Text, Is.EqualTo("a"));
            Assert.That(snapshot.Lines, Is.EqualTo(new[] { "a", "", "" }));
            Assert.That((snapshot.CursorRow, snapshot.CursorColumn), Is.EqualTo((2, 0)));
        });
    }

    [Test]
    public void Snapshot_DoesNotChangeWithTheScreen()
    {
        Screen screen = Fed("before");
        ScreenSnapshot snapshot = screen.Snapshot();
        screen.Feed("\e[2J\e[Hafter"u8);
        Assert.Multiple(() =>
        {
            Assert.That(snapshot.Text, Is.EqualTo("before"));
            Assert.That(screen.Version, Is.GreaterThan(snapshot.Version));
        });
    }

    [Test]
    public void Modes_AreShown()
    {
        ScreenSnapshot set = Fed("\e[?25l\e[?2004;1004h\e[?1049h\e[?1h").Snapshot();
        ScreenSnapshot reset = Fed("\e[?25l\e[?2004;1004h\e[?1049h\e[?1h\ec").Snapshot();
        Assert.Multiple(() =>
        {
            Assert.That(set.CursorVisible, Is.False);
            Assert.That(set.BracketedPaste && set.FocusReports && set.AlternateScreen && set.ApplicationCursorKeys);
            Assert.That(reset.Modes, Is.EqualTo(TerminalModes.Initial));
        });
    }

    [Test]
    public void SynchronizedOutput_SaysThatAFrameIsOpen()
    {
        Screen screen = Fed("\e[?2026ha");
        bool open = screen.IsFrameOpen;
        screen.Feed("b\e[?2026l"u8);
        Assert.That((open, screen.IsFrameOpen), Is.EqualTo((true, false)));
    }

    [TestCase("␛]0;✳ Claude␇", "✳ Claude")]
    [TestCase("␛]2;a;b␛\\", "a;b")]
    [TestCase("␛]0;a\u0085␡b␇", "ab", TestName = "Title_HasNoControls")]
    [TestCase("␛]0;x␇␛]0␇", "")]
    public void Title_IsShown(string bytes, string title) => Assert.That(Fed(bytes).Title, Is.EqualTo(title));

    [Test]
    public void Title_IsCutBetweenCharacters()
    {
        string title = Fed($"\e]0;a{string.Concat(Enumerable.Repeat("🎉", 400))}\a").Title;
        Assert.That(title, Is.EqualTo("a" + string.Concat(Enumerable.Repeat("🎉", 127))));
    }

    [TestCase("abc", 3, 2, "abc/")]
    [TestCase("abcdef␍␊b␍␊c", 3, 2, "b/c")]
    [TestCase("ab日", 3, 3, "ab//")]
    [TestCase("a␍␊b", 9, 4, "a/b//")]
    public void Resize_KeepsTheLineOfTheCursor(string bytes, int columns, int rows, string expected)
    {
        Screen screen = Fed(bytes);
        screen.Resize(columns, rows);
        Assert.That(string.Join('/', screen.Snapshot().Lines), Is.EqualTo(expected));
    }

    [TestCase(0, 1)]
    [TestCase(1, 0)]
    [TestCase(TerminalLimits.MaxSide + 1, 1)]
    public void Size_OutOfRange_IsRefused(int columns, int rows) =>
        Assert.That(() => new Screen(columns, rows), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static string Show(string bytes) => string.Join('/', Fed(bytes).Snapshot().Lines);

    private static Screen Fed(string bytes)
    {
        var screen = new Screen(Columns, Rows);
        screen.Feed(ControlPictures.ToBytes(bytes));
        return screen;
    }
}
