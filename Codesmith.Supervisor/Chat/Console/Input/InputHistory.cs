namespace Codesmith.Supervisor.Chat.Console.Input;

/// <summary>What was entered before, and where in it the user is looking.</summary>
internal sealed class InputHistory
{
    /// <summary>More than anyone scrolls back; bounds the memory of a long session.</summary>
    private const int MaximumEntries = 200;

    private readonly List<string> _entries = [];
    private int _position;
    private string _draft = "";

    /// <summary>Remembers an entry, unless it repeats the last one, and goes back to the newest.</summary>
    internal void Add(string entry)
    {
        if (_entries.Count == 0 || _entries[^1] != entry)
            _entries.Add(entry);
        if (_entries.Count > MaximumEntries)
            _entries.RemoveAt(0);
        _position = _entries.Count;
        _draft = "";
    }

    /// <summary>The entry before; null at the oldest. What was being typed is kept for <see cref="Newer"/>.</summary>
    internal string? Older(string current)
    {
        if (_position == 0)
            return null;
        if (_position == _entries.Count)
            _draft = current;
        return _entries[--_position];
    }

    /// <summary>The entry after, or what was being typed; null at the newest.</summary>
    internal string? Newer()
    {
        if (_position == _entries.Count)
            return null;
        return ++_position == _entries.Count ? _draft : _entries[_position];
    }
}
