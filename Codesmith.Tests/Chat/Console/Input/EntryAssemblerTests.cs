using Codesmith.Protocol;
using Codesmith.Supervisor.Chat.Console;
using Codesmith.Supervisor.Chat.Console.Input;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Console.Input;

internal sealed class EntryAssemblerTests
{
    [Test]
    public void Lines_AreEntriesAndEmptyOnesAreNot() =>
        Assert.That(Assemble("a", "", "  ", "b \\"), Is.EqualTo(new ConsoleEntry[] { Line("a"), Line("b \\") }));

    [Test]
    public void Block_IsOneEntryAsItIs() =>
        Assert.That(
            Assemble("\"\"\"", "/cc start", "", "  two", " \"\"\" ", "after"),
            Is.EqualTo(new ConsoleEntry[] { new ConsoleEntry.Words("/cc start\n\n  two", IsBlock: true), Line("after") }));

    [Test]
    public void EmptyBlock_IsNothing() =>
        Assert.That(Assemble("\"\"\"", "", "\"\"\"", "after"), Is.EqualTo(new[] { Line("after") }));

    [Test]
    public void BlockWithoutEnd_IsNotSent() =>
        Assert.That(
            Assemble("a", "\"\"\"", "b"),
            Is.EqualTo(new ConsoleEntry[]
            {
                Line("a"), new ConsoleEntry.Unusable("The block that began in line 2 has no end (\"\"\") and was not sent."),
            }));

    [Test]
    public void BlockWithABadLine_IsNotSentInParts()
    {
        var assembler = new EntryAssembler();

        Assert.That(assembler.Add(new(1, "\"\"\"", null)), Is.Null);
        Assert.That(assembler.Add(new(2, "a", null)), Is.Null);
        Assert.That(assembler.Add(new(3, "", "Line 3 is bad.")), Is.Null);
        Assert.That(assembler.Add(new(4, "\"\"\"", null)), Is.EqualTo(new ConsoleEntry.Unusable("Line 3 is bad.")));
        Assert.That(assembler.Add(new(5, "b", null)), Is.EqualTo(Line("b")));
    }

    [Test]
    public void HugeBlock_IsRefused()
    {
        var lines = new List<string> { "\"\"\"" };
        lines.AddRange(Enumerable.Repeat(new string('x', 1000), (WireLimits.PromptText / 1000) + 1));
        lines.Add("\"\"\"");

        Assert.That(
            Assemble([.. lines]),
            Is.EqualTo(new[] { new ConsoleEntry.Unusable("The block that began in line 1 is too long: at most 131072 characters.") }));
    }

    private static ConsoleEntry.Words Line(string text) => new(text, IsBlock: false);

    private static List<ConsoleEntry> Assemble(params string[] lines)
    {
        var assembler = new EntryAssembler();
        List<ConsoleEntry?> entries = [.. lines.Select((text, i) => assembler.Add(new(i + 1, text, null))), assembler.End()];
        return [.. entries.OfType<ConsoleEntry>()];
    }
}
