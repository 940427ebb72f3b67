namespace Codesmith.Worker.Terminal;

/// <summary>What a <see cref="Screen"/> showed at one moment. Rows and columns are counted from 0.</summary>
internal sealed record ScreenSnapshot
{
    /// <summary>The <see cref="Screen.Version"/> it was taken at.</summary>
    public required long Version { get; init; }

    public required int Columns { get; init; }

    public required int Rows { get; init; }

    /// <summary>One text a row, without the spaces at its end.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    public required int CursorRow { get; init; }

    public required int CursorColumn { get; init; }

    public required string Title { get; init; }

    public required TerminalModes Modes { get; init; }

    public bool CursorVisible => Has(TerminalModes.CursorVisible);

    public bool AlternateScreen => Has(TerminalModes.AlternateScreen);

    public bool BracketedPaste => Has(TerminalModes.BracketedPaste);

    public bool FocusReports => Has(TerminalModes.FocusReports);

    /// <summary>Arrow keys are sent as SS3 sequences instead of CSI ones.</summary>
    public bool ApplicationCursorKeys => Has(TerminalModes.ApplicationCursorKeys);

    /// <summary>Taken in the middle of a frame: half a picture.</summary>
    public bool FrameOpen => Has(TerminalModes.SynchronizedOutput);

    /// <summary>The lines without the blank ones at the end, joined by line feeds.</summary>
    public string Text
    {
        get
        {
            int count = Lines.Count;
            while (count > 0 && Lines[count - 1].Length == 0)
                count--;
            return string.Join('\n', Lines.Take(count));
        }
    }

    private bool Has(TerminalModes mode) => (Modes & mode) != 0;
}
