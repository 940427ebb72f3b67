using Codesmith.Protocol;
using Codesmith.Supervisor.Chat.Console.Input;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Console.Input;

internal sealed class LineBufferTests
{
    // The bar is the cursor.
    [TestCase("abc|", EditAction.Left, "ab|c")]
    [TestCase("|abc", EditAction.Left, "|abc")]
    [TestCase("abc|", EditAction.Right, "abc|")]
    [TestCase("a👩‍💻|", EditAction.Left, "a|👩‍💻")]
    [TestCase("a|👩‍💻b", EditAction.Right, "a👩‍💻|b")]
    [TestCase("a👩‍💻|b", EditAction.Backspace, "a|b")]
    [TestCase("a|👩‍💻b", EditAction.Delete, "a|b")]
    [TestCase("one\n|two", EditAction.Backspace, "one|two")]
    [TestCase("one\n|two", EditAction.Left, "one|\ntwo")]
    [TestCase("one\ntw|o", EditAction.Home, "one\n|two")]
    [TestCase("o|ne\ntwo", EditAction.End, "one|\ntwo")]
    [TestCase("one\ntw|o", EditAction.DeleteToStart, "one\n|o")]
    [TestCase("o|ne\ntwo", EditAction.DeleteToEnd, "o|\ntwo")]
    [TestCase("one two  |three", EditAction.DeleteWord, "one |three")]
    [TestCase("one two|", EditAction.WordLeft, "one |two")]
    [TestCase("|one two", EditAction.WordRight, "one| two")]
    [TestCase("|", EditAction.Backspace, "|")]
    [TestCase("|", EditAction.Delete, "|")]
    [TestCase("|", EditAction.DeleteWord, "|")]
    public void Action_ChangesTextAndCursor(string before, EditAction action, string after)
    {
        var buffer = new LineBuffer();
        int cursor = before.IndexOf('|', StringComparison.Ordinal);
        buffer.Set(before[(cursor + 1)..]);
        while (buffer.Cursor > 0)
            buffer.Apply(EditAction.Left);
        buffer.Insert(before[..cursor]);

        buffer.Apply(action);

        Assert.That(buffer.Text.Insert(buffer.Cursor, "|"), Is.EqualTo(after));
    }

    [Test]
    public void TextLongerThanAPrompt_IsNotTaken()
    {
        var buffer = new LineBuffer();
        buffer.Set(new string('x', WireLimits.PromptText));

        Assert.That(buffer.Insert("y"), Is.False);
        Assert.That(buffer.Text, Has.Length.EqualTo(WireLimits.PromptText));
    }

    [Test]
    public void History_GivesBackWhatWasBeingTyped()
    {
        var history = new InputHistory();
        history.Add("one");
        history.Add("two");
        history.Add("two");

        Assert.That(history.Older("dra"), Is.EqualTo("two"));
        Assert.That(history.Older("two"), Is.EqualTo("one"));
        Assert.That(history.Older("one"), Is.Null);
        Assert.That(history.Newer(), Is.EqualTo("two"));
        Assert.That(history.Newer(), Is.EqualTo("dra"));
        Assert.That(history.Newer(), Is.Null);
    }
}
