using Codesmith.Supervisor.Chat.Console.Input;

namespace Codesmith.Supervisor.Chat.Console.Terminal;

/// <summary>A person at a terminal: edits the text below the output and hands it over when Enter is pressed.</summary>
internal sealed class LineEditor(ByteSource source, TerminalScreen screen) : IConsoleInput
{
    private const string Bell = "\a";
    private const char Hidden = '•';
    private const char CommandMark = '/';

    private readonly KeyDecoder _decoder = new();
    private readonly LineBuffer _line = new();
    private readonly InputHistory _history = new();
    private readonly Queue<Key> _keys = new();
    private volatile bool _isHidden;

    /// <inheritdoc/>
    public bool IsInteractive => true;

    /// <inheritdoc/>
    public bool IsHidden
    {
        get => _isHidden;
        set => _isHidden = value;
    }

    /// <inheritdoc/>
    public async ValueTask<ConsoleEntry?> ReadAsync(CancellationToken cancellationToken)
    {
        Draw();
        while (true)
        {
            while (_keys.TryDequeue(out Key? key))
            {
                if (key is Key.Action { What: EditAction.EndOfInput } && _line.Text.Length == 0)
                    return null;
                if (Press(key) is { } entry)
                {
                    Draw();
                    return entry;
                }
            }

            Draw();
            if (await source.ReadAsync(cancellationToken) is not { } bytes)
                return null;
            foreach (Key key in _decoder.Feed(bytes.Span))
                _keys.Enqueue(key);
        }
    }

    private ConsoleEntry.Words? Press(Key key)
    {
        switch (key)
        {
            case Key.Text text when !_line.Insert(text.Value):
                screen.Print(Bell);
                return null;
            case Key.Action { What: EditAction.Submit }:
                return Submit();
            case Key.Action { What: EditAction.NewLine }:
                _line.Insert("\n");
                return null;
            case Key.Action { What: EditAction.Up }:
                Recall(_history.Older(_line.Text));
                return null;
            case Key.Action { What: EditAction.Down }:
                Recall(_history.Newer());
                return null;
            case Key.Action { What: EditAction.EndOfInput }:
                _line.Apply(EditAction.Delete);
                return null;
            case Key.Action { What: EditAction.Redraw }:
                screen.Clear();
                return null;
            case Key.Action action:
                _line.Apply(action.What);
                return null;
            default:
                return null;
        }
    }

    private ConsoleEntry.Words? Submit()
    {
        string text = _line.Text;
        string[] lines = text.Split('\n');
        bool isBlock = lines[0].Trim() == EntryAssembler.Fence;
        if (isBlock && (lines.Length == 1 || lines[^1].Trim() != EntryAssembler.Fence))
        {
            _line.Insert("\n");
            return null;
        }

        _line.Set("");
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (!Hides(text))
            _history.Add(text);
        if (!isBlock)
            return new ConsoleEntry.Words(text, IsBlock: false);
        string content = string.Join('\n', lines[1..^1]);
        return string.IsNullOrWhiteSpace(content) ? null : new ConsoleEntry.Words(content, IsBlock: true);
    }

    private void Draw() => screen.SetInput(
        Hides(_line.Text) ? new string(Hidden, _line.Text.Length) : _line.Text, _line.Cursor);

    private bool Hides(string text) => _isHidden && text is not [CommandMark, ..];

    private void Recall(string? entry)
    {
        if (entry is not null)
            _line.Set(entry);
    }
}
