namespace Codesmith.Supervisor.Chat.Console.Input;

/// <summary>Input that is no terminal: a script of lines.</summary>
internal sealed class ScriptInput(ByteSource source) : IConsoleInput
{
    private readonly LineSplitter _splitter = new();
    private readonly EntryAssembler _assembler = new();
    private readonly Queue<InputLine> _lines = new();
    private bool _isAtEnd;

    /// <inheritdoc/>
    public bool IsInteractive => false;

    /// <inheritdoc/>
    /// <remarks>Nobody sees what a script holds.</remarks>
    public bool IsHidden { get; set; }

    /// <inheritdoc/>
    public async ValueTask<ConsoleEntry?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_lines.TryDequeue(out InputLine? line))
            {
                if (_assembler.Add(line) is { } entry)
                    return entry;
            }

            if (_isAtEnd)
                return null;
            if (await source.ReadAsync(cancellationToken) is { } bytes)
            {
                foreach (InputLine line in _splitter.Feed(bytes))
                    _lines.Enqueue(line);
                continue;
            }

            _isAtEnd = true;
            if (_splitter.End() is { } last && _assembler.Add(last) is { } lastEntry)
                return lastEntry;
            if (_assembler.End() is { } open)
                return open;
        }
    }
}
