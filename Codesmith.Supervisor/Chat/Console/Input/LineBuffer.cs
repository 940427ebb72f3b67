using System.Globalization;
using Codesmith.Protocol;

namespace Codesmith.Supervisor.Chat.Console.Input;

/// <summary>The text being typed and the cursor in it, which is always between two characters as people see them.</summary>
internal sealed class LineBuffer
{
    internal string Text { get; private set; } = "";

    /// <summary>0 to the length of <see cref="Text"/>, in UTF-16 units.</summary>
    internal int Cursor { get; private set; }

    /// <summary>Replaces everything; the cursor goes to the end.</summary>
    internal void Set(string text)
    {
        Text = text;
        Cursor = text.Length;
    }

    /// <summary>Inserts at the cursor. False, and nothing changed, if it would get longer than a prompt may be.</summary>
    internal bool Insert(string text)
    {
        if (Text.Length + text.Length > WireLimits.PromptText)
            return false;
        Text = Text.Insert(Cursor, text);
        Cursor += text.Length;
        return true;
    }

    /// <summary>Moves or deletes; other actions change nothing.</summary>
    internal void Apply(EditAction action)
    {
        switch (action)
        {
            case EditAction.Left:
                Cursor = Before(Cursor);
                break;
            case EditAction.Right:
                Cursor = After(Cursor);
                break;
            case EditAction.WordLeft:
                Cursor = WordBefore();
                break;
            case EditAction.WordRight:
                Cursor = WordAfter();
                break;
            case EditAction.Home:
                Cursor = LineStart();
                break;
            case EditAction.End:
                Cursor = LineEnd();
                break;
            case EditAction.Backspace:
                DeleteBack(Before(Cursor));
                break;
            case EditAction.Delete:
                Text = Text.Remove(Cursor, After(Cursor) - Cursor);
                break;
            case EditAction.DeleteToStart:
                DeleteBack(LineStart());
                break;
            case EditAction.DeleteToEnd:
                Text = Text.Remove(Cursor, LineEnd() - Cursor);
                break;
            case EditAction.DeleteWord:
                DeleteBack(WordBefore());
                break;
        }
    }

    private void DeleteBack(int start)
    {
        Text = Text.Remove(start, Cursor - start);
        Cursor = start;
    }

    private int Before(int position)
    {
        // Characters are only found forwards; those of the line are enough.
        int start = LineStart();
        if (start == position)
            return Math.Max(0, position - 1);
        int at = start;
        while (at + StringInfo.GetNextTextElementLength(Text, at) < position)
            at += StringInfo.GetNextTextElementLength(Text, at);
        return at;
    }

    private int After(int position) =>
        position < Text.Length ? position + StringInfo.GetNextTextElementLength(Text, position) : position;

    private int LineStart() => Cursor == 0 ? 0 : Text.LastIndexOf('\n', Cursor - 1) + 1;

    private int LineEnd()
    {
        int end = Text.IndexOf('\n', Cursor);
        return end < 0 ? Text.Length : end;
    }

    private int WordBefore()
    {
        int at = Cursor;
        while (at > 0 && char.IsWhiteSpace(Text[at - 1]))
            at--;
        while (at > 0 && !char.IsWhiteSpace(Text[at - 1]))
            at--;
        return at;
    }

    private int WordAfter()
    {
        int at = Cursor;
        while (at < Text.Length && char.IsWhiteSpace(Text[at]))
            at++;
        while (at < Text.Length && !char.IsWhiteSpace(Text[at]))
            at++;
        return at;
    }
}
