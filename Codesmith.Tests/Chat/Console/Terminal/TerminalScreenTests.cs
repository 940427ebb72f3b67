using Codesmith.Supervisor.Chat.Console.Terminal;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Console.Terminal;

internal sealed class TerminalScreenTests
{
    private StringWriter _output = null!;
    private TerminalSize _size;

    [SetUp]
    public void Open()
    {
        _output = new StringWriter();
        _size = new(20, 10);
    }

    [TearDown]
    public void Close() => _output.Dispose();

    [Test]
    public void Output_StandsAboveWhatIsTyped()
    {
        TerminalScreen screen = Screen();
        screen.SetInput("ab", 1);
        screen.SetProgress([new("busy", 4)]);
        _output.GetStringBuilder().Clear();

        screen.Print("line\n");

        Assert.That(Written(), Is.EqualTo("\r^[1A^[Jline\nbusy^[K\n› ab^[K^[J\r^[3C"));
    }

    [Test]
    public void Progress_IsErasedWhenItIsDone()
    {
        TerminalScreen screen = Screen();
        screen.SetProgress([new("busy", 4)]);
        _output.GetStringBuilder().Clear();

        screen.SetProgress([]);
        screen.SetProgress([]);

        Assert.That(Written(), Is.EqualTo("\r^[J\r"));
    }

    [Test]
    public void NarrowedTerminal_HasWrappedTheRowsAbove()
    {
        TerminalScreen screen = Screen();
        screen.SetProgress([new("0123456789012345678", 19)]);
        screen.SetInput("", 0);
        _output.GetStringBuilder().Clear();
        _size = new(10, 10);

        screen.Redraw();

        Assert.That(Written(), Does.StartWith("\r^[2A"));
    }

    [TestCase("abc", 3, 20, "› abc", 0, 5)]
    [TestCase("", 0, 20, "› ", 0, 2)]
    [TestCase("日本語", 1, 20, "› 日本語", 0, 4)]
    [TestCase("abcdefgh", 8, 8, "› abcde|  fgh", 1, 5)]
    [TestCase("日本語日", 4, 9, "› 日本語|  日", 1, 4)]
    [TestCase("one\ntwo", 4, 20, "› one|  two", 1, 2)]
    [TestCase("one\n", 4, 20, "› one|  ", 1, 2)]
    [TestCase("a\tb", 2, 20, "› a    b", 0, 7)]
    [TestCase("\e[2J", 0, 20, "› <U+001B>[2J", 0, 2)]
    [TestCase("👩‍💻x", 5, 20, "› 👩‍💻x", 0, 4)]
    [TestCase("1\n2\n3\n4\n5", 9, 20, "  3|  4|  5", 2, 3)]
    [TestCase("1\n2\n3\n4\n5", 0, 20, "› 1|  2|  3", 0, 2)]
    public void TypedText_IsLaidOutInRows(string text, int cursor, int columns, string rows, int row, int column)
    {
        InputPicture picture = InputPicture.Draw(text, cursor, columns, maximumRows: 3);

        Assert.That(string.Join('|', picture.Rows), Is.EqualTo(rows));
        Assert.That((picture.CursorRow, picture.CursorColumn), Is.EqualTo((row, column)));
    }

    [TestCase("short", 10, "short")]
    [TestCase("exactly ten", 11, "exactly ten")]
    [TestCase("too long for it", 8, "too lon…")]
    [TestCase("日本語", 5, "日本…")]
    [TestCase("日本語", 4, "日…")]
    [TestCase("x", 0, "")]
    public void FittedText_TakesNoMoreCells(string text, int cells, string fitted) =>
        Assert.That(CellText.Fit(text, cells), Is.EqualTo(fitted));

    private TerminalScreen Screen() => new(_output, () => _size);

    private string Written() => _output.ToString()
        .Replace("\e[?2026h", "", StringComparison.Ordinal)
        .Replace("\e[?2026l", "", StringComparison.Ordinal)
        .Replace('\e', '^');
}
