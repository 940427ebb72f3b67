using System.Text;
using Codesmith.Worker.Terminal;
using NUnit.Framework;

namespace Codesmith.Tests.Terminal;

/// <summary>The style of a character after an SGR, as an expected.screen writes it.</summary>
internal sealed class GraphicRenditionTests
{
    [TestCase("", "")]
    [TestCase("1", " b")]
    [TestCase("1;2;3;4;7;9", " bfiusv")]
    [TestCase("1;2;22;3;23;4;24;7;27;9;29", "")]
    [TestCase("21", " u")]
    [TestCase("4:3", " u")]
    [TestCase("4;4:0", "")]
    [TestCase("31;42", " fg=1 bg=2")]
    [TestCase("91;102", " fg=9 bg=10")]
    [TestCase("31;39;42;49", "")]
    [TestCase("38;5;174;1", " fg=174 b")]
    [TestCase("48:5:16;1", " bg=16 b")]
    [TestCase("38;2;1;2;3;1", " fg=#010203 b")]
    [TestCase("38:2:1:2:3;1", " fg=#010203 b")]
    [TestCase("38:2::1:2:3;1", " fg=#010203 b")]
    [TestCase("58;5;9;1", " b")]
    [TestCase("58:2::1:2:3;1", " b")]
    [TestCase("38;5", "")]
    [TestCase("38;2;1;2", "")]
    [TestCase("38", "")]
    [TestCase("38;5;300;1", " b")]
    [TestCase("38;2;256;0;0", "")]
    [TestCase("31;0", "")]
    [TestCase("31;", "")]
    [TestCase("99;1", " b")]
    [TestCase("99:1;3", " i")]
    public void Parameters_GiveTheStyle(string parameters, string style)
    {
        var screen = new Screen(1, 1);
        screen.Feed(Encoding.ASCII.GetBytes($"\e[{parameters}mx"));
        Assert.That(ScreenCells.Styles(screen, 0), Is.EqualTo(style.Length == 0 ? "" : "0+1" + style));
    }

    [TestCase("\e[K", TestName = "Erasing_LeavesOnlyTheBackground")]
    [TestCase("\n", TestName = "Scrolling_LeavesOnlyTheBackground")]
    [TestCase("\e[4@", TestName = "Inserting_LeavesOnlyTheBackground")]
    [TestCase("\e[4P", TestName = "Deleting_LeavesOnlyTheBackground")]
    [TestCase("日\b\e[3X\e[1G\e[X", TestName = "CuttingAWideCharacter_LeavesOnlyTheBackground")]
    public void Blanks_HaveOnlyTheBackground(string bytes)
    {
        var screen = new Screen(4, 1);
        screen.Feed(Encoding.UTF8.GetBytes($"\e[1;7;31;44m{bytes}"));
        Assert.That(ScreenCells.Styles(screen, 0), Is.EqualTo("0+4 bg=4"));
    }
}
