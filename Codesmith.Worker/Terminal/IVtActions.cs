namespace Codesmith.Worker.Terminal;

/// <summary>
/// What a <see cref="VtParser"/> found in the bytes, without any meaning. Implement it as a struct: the parser is then
/// compiled for it and the calls are direct.
/// </summary>
internal interface IVtActions
{
    /// <summary>A run of printable ASCII (0x20 to 0x7E), at least one.</summary>
    void Print(ReadOnlySpan<byte> text);

    /// <summary>The same code point (U+00A0 and above) <paramref name="count"/> times in a row.</summary>
    void Print(int codePoint, int count);

    /// <summary>A C0 (0x00 to 0x1F) or C1 (0x80 to 0x9F) control character.</summary>
    void Execute(byte control);

    /// <summary>ESC, intermediates, final byte; no parameters.</summary>
    void EscapeDispatch(in VtSequence sequence);

    void CsiDispatch(in VtSequence sequence);

    /// <summary>An operating system command: the bytes between OSC and its terminator.</summary>
    /// <param name="payload">Any bytes but controls; UTF-8 if the program is well-behaved.</param>
    /// <param name="truncated">
    /// The payload was longer than <see cref="TerminalLimits.MaxOscBytes"/>; its start is here.
    /// </param>
    /// <param name="endedByBell">Terminated by BEL instead of ST: answers are terminated likewise.</param>
    void OscDispatch(ReadOnlySpan<byte> payload, bool truncated, bool endedByBell);

    /// <summary>A device control string begins; its data follow in any number of pieces.</summary>
    void DcsHook(in VtSequence sequence);

    void DcsPut(ReadOnlySpan<byte> data);

    void DcsUnhook();
}
