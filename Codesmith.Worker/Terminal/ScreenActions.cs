namespace Codesmith.Worker.Terminal;

/// <summary>Joins parser and screen. A struct, so that the parser calls them directly.</summary>
internal readonly struct ScreenActions(ScreenEditor editor, ControlFunctions functions) : IVtActions
{
    public void Print(ReadOnlySpan<byte> text) => editor.Print(text);

    public void Print(int codePoint, int count) => editor.Print(codePoint, count);

    public void Execute(byte control) => functions.Execute(control);

    public void EscapeDispatch(in VtSequence sequence) => functions.Escape(in sequence);

    public void CsiDispatch(in VtSequence sequence) => functions.Csi(in sequence);

    public void OscDispatch(ReadOnlySpan<byte> payload, bool truncated, bool endedByBell) =>
        functions.Osc(payload, endedByBell);

    public void DcsHook(in VtSequence sequence) => functions.Dcs();

    public void DcsPut(ReadOnlySpan<byte> data)
    {
        // No device control string has a meaning here, so neither have its data.
    }

    public void DcsUnhook()
    {
        // As above.
    }
}
