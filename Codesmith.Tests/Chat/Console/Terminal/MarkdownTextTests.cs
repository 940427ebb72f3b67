using Codesmith.Supervisor.Chat.Console.Terminal;
using NUnit.Framework;
using Spectre.Console;

namespace Codesmith.Tests.Chat.Console.Terminal;

internal sealed class MarkdownTextTests
{
    [TestCase("plain text", "plain text")]
    [TestCase("**bold** and *it* and _it_ and `code`", "{1}bold{0} and {3}it{0} and {3}it{0} and {36}code{0}")]
    [TestCase("***both*** ~~gone~~", "{1;3}both{0} {9}gone{0}")]
    [TestCase("**bold *it* bold**", "{1}bold {0}{1;3}it{0}{1} bold{0}")]
    [TestCase("snake_case_name 2 * 3 * 4 ** a", "snake_case_name 2 * 3 * 4 ** a")]
    [TestCase("`a **b** c` ``x ` y``", "{36}a **b** c{0} {36}x ` y{0}")]
    [TestCase("open `code and **bold", "open `code and **bold")]
    [TestCase("\\*not it\\* \\`not code\\`", "*not it* `not code`")]
    [TestCase("[text](http://x)", "{4}text{0}{2} (http://x){0}")]
    [TestCase("[bold]red[/] [x] [y](", "[bold]red[/] [x] [y](")]
    [TestCase("# One #", "{1;4}One{0}")]
    [TestCase("### Three", "{1}Three{0}")]
    [TestCase("#hashtag", "#hashtag")]
    [TestCase("- one\n  * two\n3. three", "• one\n  • two\n3. three")]
    [TestCase("> quoted", "{2}│ quoted{0}")]
    [TestCase("---", "{2}────────{0}")]
    [TestCase("| a  | b |\n|----|---|", "| a  | b |\n|----|---|")]
    [TestCase("\e[31mred", "<U+001B>[31mred")]
    [TestCase("", "")]
    public void Markdown_IsRenderedLightly(string markdown, string expected) =>
        Assert.That(Render(markdown, 60), Is.EqualTo(expected));

    [Test]
    public void Code_StandsOnItsOwnBackgroundAsItIs() =>
        Assert.That(Render("```cs\nvar **x** = 1;\n\tif (日本)\n\n```\nafter", 40), Is.EqualTo(
            """
              {37;40} var **x** = 1; {0}
              {37;40}     if (日本)  {0}
              {37;40}                {0}
            after
            """));

    [TestCase("```\nopen\nto the end")]
    [TestCase("~~~\n```\n~~~")]
    [TestCase("````\n```\n````")]
    public void Fence_IsClosedByItsOwnKindOnly(string markdown) =>
        Assert.That(Render(markdown, 40), Does.StartWith("  {37;40} ").And.Not.Contains("~~~").And.Not.Contains("````"));

    [Test]
    public void LongItem_IsIndentedUnderItself() =>
        Assert.That(Render("- one two three four five", 14), Is.EqualTo("• one two \n  three four \n  five"));

    [Test]
    public void Hostile_MarkdownIsRenderedInTime([Values("*", "_", "`", "[", "**a ", "[a](", "> ", "- ", "*_", "a ", "x")] string mark)
    {
        string hostile = string.Concat(Enumerable.Repeat(mark, 64 * 1024 / mark.Length));

        Assert.That(Task.Run(() => Render(hostile, 80)).Wait(Timeouts.MustNotHang), Is.True);
    }

    /// <summary>With escape sequences as {numbers}.</summary>
    private static string Render(string markdown, int columns)
    {
        string text = new AnsiRenderer(ColorSystemSupport.Standard).Render(MarkdownText.Render(markdown), columns);
        string[] lines = text.TrimEnd('\n').Replace("\e[", "{", StringComparison.Ordinal).Split('\n');
        return string.Join('\n', lines.Select(line => System.Text.RegularExpressions.Regex.Replace(line, @"\{([0-9;]+)m", "{$1}")));
    }
}
