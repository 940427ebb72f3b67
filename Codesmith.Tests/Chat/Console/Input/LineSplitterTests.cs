using System.Text;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat.Console.Input;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Console.Input;

internal sealed class LineSplitterTests
{
    [TestCase("a\nb\n", "a|b")]
    [TestCase("a\r\nb", "a|b")]
    [TestCase("a\n\n\nb", "a|||b")]
    [TestCase("", "")]
    [TestCase("\ufeffa\n\ufeffb", "a|\ufeffb")]
    [TestCase("日本 🎉\r\nñ", "日本 🎉|ñ")]
    public void Lines_AreTheSameHoweverTheBytesAreSplit(string text, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);

        for (int size = 1; size <= Math.Max(1, bytes.Length); size++)
            Assert.That(string.Join('|', Split(bytes, size).Select(l => l.Text)), Is.EqualTo(expected), $"chunks of {size}");
    }

    [Test]
    public void LineThatIsNoUtf8_IsAnErrorAndTheNextIsFine()
    {
        InputLine[] lines = [.. Split([0x61, 0xff, 0x0a, 0x62, 0x0a], 2)];

        Assert.That(lines, Is.EqualTo(new InputLine[] { new(1, "", "Line 1 is not UTF-8 and was not sent."), new(2, "b", null) }));
    }

    [Test]
    public void HugeLine_IsAnErrorAndTheNextIsFine()
    {
        byte[] huge = new byte[(4 * WireLimits.PromptText) + 10];
        Array.Fill(huge, (byte)'x');

        InputLine[] lines = [.. Split([.. huge, .. "\nnext"u8], 10_000)];

        Assert.That(lines.Select(l => l.Text), Is.EqualTo(new[] { "", "next" }));
        Assert.That(lines[0].Error, Is.EqualTo("Line 1 is too long: at most 131072 characters."));
    }

    [Test]
    public void HugeLastLine_IsAnErrorToo()
    {
        var splitter = new LineSplitter();

        Assert.That(splitter.Feed(new byte[(4 * WireLimits.PromptText) + 1]), Is.Empty);
        Assert.That(splitter.End()?.Error, Does.StartWith("Line 1 is too long"));
    }

    private static IEnumerable<InputLine> Split(byte[] bytes, int size)
    {
        var splitter = new LineSplitter();
        foreach (byte[] chunk in bytes.Chunk(size))
        {
            foreach (InputLine line in splitter.Feed(chunk))
                yield return line;
        }

        if (splitter.End() is { } last)
            yield return last;
    }
}
