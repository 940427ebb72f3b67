namespace Codesmith.Worker.Terminal;

/// <summary>Where and how the next character is written: all that DECSC saves and DECRC brings back.</summary>
internal struct Cursor
{
    public int Row;
    public int Column;
    public CellStyle Style;

    /// <summary>
    /// The last column was written: the next character goes to the next line first. Moving undoes it.
    /// </summary>
    public bool WrapPending;

    /// <summary>Rows are counted from the top margin, and the cursor stays between the margins.</summary>
    public bool OriginMode;

    /// <summary>Whether G0 or G1 holds the DEC line drawing characters instead of ASCII.</summary>
    public bool G0IsLineDrawing;
    public bool G1IsLineDrawing;

    /// <summary>G1 was chosen by SO, until SI.</summary>
    public bool G1IsActive;

    public readonly bool DrawsLines => G1IsActive ? G1IsLineDrawing : G0IsLineDrawing;
}
