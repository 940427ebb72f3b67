namespace Codesmith.Worker.Terminal;

/// <summary>Columns where HT stops; every eighth to begin with.</summary>
internal sealed class TabStops
{
    private const int Interval = 8;

    private bool[] _stops = [];

    public TabStops(int columns) => Reset(columns);

    public void Reset(int columns)
    {
        _stops = [];
        Resize(columns);
    }

    /// <summary>Keeps the stops there are; new columns get the usual ones.</summary>
    public void Resize(int columns)
    {
        int known = _stops.Length;
        Array.Resize(ref _stops, columns);
        for (int column = known; column < columns; column++)
            _stops[column] = column % Interval == 0;
    }

    public void Set(int column) => _stops[column] = true;

    public void Clear(int column) => _stops[column] = false;

    public void ClearAll() => Array.Clear(_stops);

    /// <summary>The stop to the right, or the last column.</summary>
    public int After(int column)
    {
        int last = _stops.Length - 1;
        if (column >= last)
            return last;
        int next = _stops.AsSpan(column + 1).IndexOf(true);
        return next < 0 ? last : column + 1 + next;
    }

    /// <summary>The stop to the left, or the first column.</summary>
    public int Before(int column) => Math.Max(0, _stops.AsSpan(0, column).LastIndexOf(true));
}
