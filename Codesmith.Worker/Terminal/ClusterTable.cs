namespace Codesmith.Worker.Terminal;

/// <summary>
/// The texts of cells that hold more than one code point. When it is full, those that no cell shows any more are
/// forgotten; it has twice as many places as there are cells, so that happens rarely and always helps.
/// </summary>
internal sealed class ClusterTable(ScreenBuffer primary, ScreenBuffer alternate)
{
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _keys = new(StringComparer.Ordinal);

    private int Capacity => 2 * (primary.CellCount + alternate.CellCount);

    /// <summary>What a cell shows; a space for a blank one, nothing for the second half of a wide character.</summary>
    public string TextOf(in Cell cell) =>
        cell.IsContinuation ? ""
        : cell.IsCluster ? _texts[cell.Content]
        : cell.IsBlank ? " "
        : char.ConvertFromUtf32(cell.Content);

    /// <summary>Adds a code point to what a cell shows, unless it is full.</summary>
    public bool TryAppend(ref Cell cell, int codePoint, bool wide)
    {
        string text = TextOf(cell) + char.ConvertFromUtf32(codePoint);
        if (text.Length > TerminalLimits.MaxClusterLength)
            return false;
        if (_texts.Count >= Capacity)
            ForgetUnused();
        cell = cell.WithCluster(KeyOf(text), wide);
        return true;
    }

    /// <summary>Whether an emoji that follows belongs into the same cell.</summary>
    public bool EndsWithJoiner(in Cell cell) => cell.IsCluster && _texts[cell.Content].EndsWith(Emoji.Joiner);

    private int KeyOf(string text)
    {
        if (_keys.TryGetValue(text, out int key))
            return key;
        key = _texts.Count;
        _texts.Add(text);
        _keys.Add(text, key);
        return key;
    }

    private void ForgetUnused()
    {
        string[] old = [.. _texts];
        _texts.Clear();
        _keys.Clear();
        foreach (ref Cell cell in primary.Cells)
            Keep(ref cell, old);
        foreach (ref Cell cell in alternate.Cells)
            Keep(ref cell, old);
    }

    private void Keep(ref Cell cell, string[] old)
    {
        if (cell.IsCluster)
            cell = cell.WithCluster(KeyOf(old[cell.Content]), cell.IsWide);
    }
}
