using System.Text;

namespace Codesmith.Supervisor.Chat.Console.Input;

/// <summary>
/// Turns the bytes of a terminal into keys, however they are split. Unknown sequences are dropped whole. An ESC that
/// ends a read is the escape key itself, which means nothing here: terminals write a sequence in one piece.
/// </summary>
internal sealed class KeyDecoder
{
    private const char Escape = '\e';
    private const string PasteEnd = "\e[201~";

    /// <summary>Characters of a control sequence; longer ones are garbage and are dropped so far.</summary>
    private const int MaximumSequence = 64;

    private readonly Decoder _utf8 = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _paste = new();
    private string _rest = "";
    private bool _isPasting;

    /// <summary>Takes bytes as they come. Returns the keys that they complete.</summary>
    internal IReadOnlyList<Key> Feed(ReadOnlySpan<byte> bytes)
    {
        char[] characters = new char[_utf8.GetCharCount(bytes, flush: false)];
        int count = _utf8.GetChars(bytes, characters, flush: false);
        string input = _rest + new string(characters, 0, count);
        _rest = "";

        List<Key> keys = [];
        int at = 0;
        while (at < input.Length)
        {
            int used = _isPasting ? ReadPaste(input[at..], keys) : ReadKey(input[at..], keys);
            if (used == 0)
            {
                _rest = input[at..];
                break;
            }

            at += used;
        }

        return keys;
    }

    /// <summary>Reads up to the end of the paste. Returns the characters used; 0 if more are needed.</summary>
    private int ReadPaste(string input, List<Key> keys)
    {
        int end = input.IndexOf(PasteEnd, StringComparison.Ordinal);
        if (end < 0)
        {
            int safe = input.Length - PossibleStart(input);
            _paste.Append(input, 0, safe);
            return safe;
        }

        _paste.Append(input, 0, end);
        _isPasting = false;
        string pasted = _paste.ToString().ReplaceLineEndings("\n");
        _paste.Clear();
        if (pasted.Length > 0)
            keys.Add(new Key.Text(pasted));
        return end + PasteEnd.Length;
    }

    /// <summary>How many of the last characters may be the beginning of <see cref="PasteEnd"/>.</summary>
    private static int PossibleStart(string input)
    {
        for (int length = Math.Min(PasteEnd.Length - 1, input.Length); length > 0; length--)
        {
            if (input.EndsWith(PasteEnd[..length], StringComparison.Ordinal))
                return length;
        }

        return 0;
    }

    private int ReadKey(string input, List<Key> keys)
    {
        if (input[0] == Escape)
            return ReadSequence(input, keys);
        if (input[0] < ' ' || input[0] == '\u007f')
        {
            if (ControlKey(input[0]) is { } action)
                keys.Add(new Key.Action(action));
            else if (input[0] == '\t')
                keys.Add(new Key.Text("\t"));
            return 1;
        }

        int length = 1;
        while (length < input.Length && input[length] >= ' ' && input[length] != '\u007f')
            length++;
        keys.Add(new Key.Text(input[..length]));
        return length;
    }

    private int ReadSequence(string input, List<Key> keys)
    {
        if (input.Length == 1)
            return 1;
        if (input[1] == '[')
            return ReadControlSequence(input, keys);
        if (input[1] == 'O')
        {
            if (input.Length == 2)
                return 0;
            AddCursorKey(input[2], "", keys);
            return 3;
        }

        EditAction? alt = input[1] switch
        {
            '\r' or '\n' => EditAction.NewLine,
            'b' => EditAction.WordLeft,
            'f' => EditAction.WordRight,
            '\u007f' => EditAction.DeleteWord,
            _ => null,
        };
        if (alt is { } action)
            keys.Add(new Key.Action(action));
        return input[1] == Escape ? 1 : 2;
    }

    private int ReadControlSequence(string input, List<Key> keys)
    {
        int end = 2;
        while (end < input.Length && input[end] is >= ' ' and < '@')
            end++;
        if (end == input.Length)
            return end < MaximumSequence ? 0 : end;

        string parameters = input[2..end];
        if (input[end] != '~')
            AddCursorKey(input[end], parameters, keys);
        else if (parameters == "200")
            _isPasting = true;
        else if (EditingKey(parameters) is { } action)
            keys.Add(new Key.Action(action));
        return end + 1;
    }

    private static void AddCursorKey(char final, string parameters, List<Key> keys)
    {
        bool byWord = parameters is "1;5" or "1;3";
        EditAction? action = final switch
        {
            'A' => EditAction.Up,
            'B' => EditAction.Down,
            'C' => byWord ? EditAction.WordRight : EditAction.Right,
            'D' => byWord ? EditAction.WordLeft : EditAction.Left,
            'H' => EditAction.Home,
            'F' => EditAction.End,
            _ => null,
        };
        if (action is { } known)
            keys.Add(new Key.Action(known));
    }

    private static EditAction? EditingKey(string parameters) => parameters switch
    {
        "1" or "7" => EditAction.Home,
        "3" => EditAction.Delete,
        "4" or "8" => EditAction.End,
        _ => null,
    };

    private static EditAction? ControlKey(char control) => control switch
    {
        '\r' => EditAction.Submit,
        '\n' => EditAction.NewLine,
        '\u007f' or '\b' => EditAction.Backspace,
        '\u0001' => EditAction.Home,
        '\u0002' => EditAction.Left,
        '\u0004' => EditAction.EndOfInput,
        '\u0005' => EditAction.End,
        '\u0006' => EditAction.Right,
        '\u000b' => EditAction.DeleteToEnd,
        '\u000c' => EditAction.Redraw,
        '\u000e' => EditAction.Down,
        '\u0010' => EditAction.Up,
        '\u0015' => EditAction.DeleteToStart,
        '\u0017' => EditAction.DeleteWord,
        _ => null,
    };
}
