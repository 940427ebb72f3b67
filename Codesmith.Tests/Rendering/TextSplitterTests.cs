using System.Globalization;
using System.Text;
using Codesmith.Supervisor.Rendering;
using NUnit.Framework;

namespace Codesmith.Tests.Rendering;

internal sealed class TextSplitterTests
{
    private static readonly string[] Fragments =
    [
        "word ", "a", "\n", "\n\n", "```\n", "```csharp\n", "````md\n", "~~~\n", "```", "``", "      ```\n", "\t",
        "var x = `y`;", "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "e\u0301\u0323", "😀", "漢字", "\r\n", "- item\n", "```js title=\"x\"\n",
        "supercalifragilisticexpialidocious", "``````````````````````````````\n", "```inline```\n", " \u0301",
    ];

    [Test]
    public void Pieces_TogetherAreTheText([Range(1, 40)] int seed)
    {
        var (text, limit) = Make(seed);
        var pieces = TextSplitter.Split(text, limit);
        var together = new StringBuilder();
        foreach (var piece in pieces)
        {
            Assert.That(piece.Start, Is.EqualTo(together.Length));
            Assert.That(piece.Length, Is.Positive);
            Assert.That(piece.Markdown, Has.Length.LessThanOrEqualTo(limit));
            Assert.That(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(piece.Markdown)), Is.EqualTo(piece.Markdown));
            together.Append(text, piece.Start, piece.Length);
        }
        Assert.That(together.ToString(), Is.EqualTo(text));
    }

    [Test]
    public void Pieces_NeverTearACharacter([Range(1, 40)] int seed)
    {
        var (text, limit) = Make(seed);
        var borders = StringInfo.ParseCombiningCharacters(text).ToHashSet();
        foreach (var piece in TextSplitter.Split(text, limit))
            Assert.That(borders, Does.Contain(piece.Start));
    }

    [Test]
    public void Pieces_ThatAreFullNeverChangeWhenTheTextGrows([Range(1, 25)] int seed)
    {
        var (text, limit) = Make(seed);
        IReadOnlyList<TextPiece> before = [];
        for (int length = 0; length < text.Length; length += Rune.GetRuneAt(text, length).Utf16SequenceLength)
        {
            var now = TextSplitter.Split(text[..length], limit);
            Assert.That(now.Take(before.Count - 1), Is.EqualTo(before.Take(before.Count - 1)), $"at {length}");
            before = now;
        }
    }

    [Test]
    public void Fences_AreClosedWithinEachPiece([Range(1, 20)] int seed)
    {
        var (text, limit) = Make(seed);
        var pieces = TextSplitter.Split(text + "\n", limit);
        foreach (var piece in pieces.Where(piece => piece.Markdown.Length > 0 && !HasTornFence(text, piece)))
            Assert.That(OpenAtEnd(piece.Markdown), Is.Null, piece.Markdown);
    }

    [Test]
    public void Fence_IsReopenedWithItsLanguage()
    {
        string text = "Before\n```python\n" + string.Concat(Enumerable.Repeat("print('hello')\n", 20)) + "```\nAfter";
        var pieces = TextSplitter.Split(text, 150).Select(piece => piece.Markdown).ToList();
        Assert.That(pieces, Has.Count.EqualTo(3));
        Assert.That(pieces[0], Does.StartWith("Before\n```python\nprint").And.EndsWith("print('hello')\n```"));
        Assert.That(pieces[1], Does.StartWith("```python\nprint").And.EndsWith("print('hello')\n```"));
        Assert.That(pieces[2], Does.StartWith("```python\nprint").And.EndsWith("```\nAfter"));
    }

    [TestCase("      ")]
    [TestCase("\t\t")]
    public void Fence_InANestedList_IsRepairedAsWell(string indent)
    {
        string text = $"- a\n  - b\n{indent}```cs\n"
            + string.Concat(Enumerable.Repeat($"{indent}Go();\n", 60)) + $"{indent}```\nAfter";
        var pieces = TextSplitter.Split(text, 150).Select(piece => piece.Markdown).ToList();
        Assert.That(pieces, Has.Count.GreaterThan(2));
        Assert.That(pieces[..^1], Has.All.EndsWith("Go();\n```"));
        Assert.That(pieces[1..], Has.All.StartsWith($"```cs\n{indent}Go();"));
        Assert.That(pieces[^1], Does.EndWith($"{indent}```\nAfter"));
    }

    [Test]
    public void Fence_AroundOneLongLine_LeavesRoomForItsEnd()
    {
        var pieces = TextSplitter.Split("```sh\n" + new string('x', 1000), 128);
        Assert.That(pieces, Has.Count.GreaterThan(8));
        foreach (var piece in pieces)
        {
            Assert.That(piece.Markdown, Does.StartWith("```sh\nx").And.EndsWith("x\n```"));
            Assert.That(piece.Markdown, Has.Length.LessThanOrEqualTo(128));
        }
    }

    [Test]
    public void LongFence_IsRepairedWithItsOwnLength()
    {
        string text = "`````md\n" + string.Concat(Enumerable.Repeat("```\nnested\n```\n", 20)) + "`````\n";
        foreach (var piece in TextSplitter.Split(text, 150))
            Assert.That(piece.Markdown, Does.StartWith("`````md\n").And.EndsWith("\n`````"));
    }

    [Test]
    public void Cut_PrefersParagraphsThenLinesThenWords()
    {
        string half = new string('a', 80);
        Assert.That(First($"{half}\n\n{half}\n{half}"), Is.EqualTo(half));
        Assert.That(First($"{half}\n{half} {half}"), Is.EqualTo(half));
        Assert.That(First($"{half} {half} {half}"), Is.EqualTo(half));
        Assert.That(First(new string('a', 300)), Has.Length.EqualTo(128));
    }

    [Test]
    public void Text_ThatFits_IsOnePiece()
    {
        Assert.That(TextSplitter.Split("", 128), Is.Empty);
        Assert.That(TextSplitter.Split(new string('a', 128), 128), Has.Count.EqualTo(1));
        Assert.That(TextSplitter.Split("a\n```\nb", 128).Single().Markdown, Is.EqualTo("a\n```\nb\n```"));
    }

    [Test]
    public void Character_LongerThanAPost_IsTornBetweenItsMarks()
    {
        string text = "e" + new string('\u0301', 1000);
        Assert.That(TextSplitter.Split(text, 128).Sum(piece => piece.Length), Is.EqualTo(text.Length));
    }

    [Test]
    public void Text_OfOneHugeLine_IsSplitInReasonableTime()
    {
        string text = new string('x', 1_000_000);
        var time = System.Diagnostics.Stopwatch.StartNew();
        Assert.That(TextSplitter.Split(text, 2000), Has.Count.EqualTo(500));
        Assert.That(time.Elapsed, Is.LessThan(Timeouts.MustNotHang));
    }

    private static string First(string text) => TextSplitter.Split(text, 128)[0].Markdown;

    private static (string Text, int Limit) Make(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        int length = random.Next(200, 2500);
        // Every other text has long lines.
        bool isLong = seed % 2 == 0;
        while (text.Length < length)
        {
            string fragment = Fragments[random.Next(Fragments.Length)];
            if (!isLong || !fragment.Contains('\n') || random.Next(12) == 0)
                text.Append(fragment);
        }
        return (text.ToString(), random.Next(TextSplitter.SmallestLimit, 300));
    }

    private static CodeFence? OpenAtEnd(string markdown) =>
        markdown.Split('\n').Aggregate((CodeFence?)null, (open, line) => CodeFence.After(open, line));

    /// <summary>A cut in the middle of a line may leave halves that look like fences.</summary>
    private static bool HasTornFence(string text, TextPiece piece) =>
        (piece.Start > 0 && text[piece.Start - 1] != '\n')
        || (piece.Start + piece.Length < text.Length && text[piece.Start + piece.Length - 1] != '\n');
}
